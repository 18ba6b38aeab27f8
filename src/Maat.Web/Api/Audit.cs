using System.Security.Claims;
using Maat.Engine.Audit;
using Maat.Storage.Projects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>Something that was done.</summary>
/// <param name="Actor">Who did it; for a token its maker, with the token's name.</param>
/// <param name="Action">What, such as <c>run.cancel</c>.</param>
/// <param name="Subject">To what, such as <c>run/20418</c>.</param>
internal sealed record AuditForm(long Id, DateTime At, string Actor, string Action, long? ProjectId, string Subject, string Detail)
{
    public static AuditForm Of(AuditRow row) => new(row.Id, row.At, row.Actor, row.Action, row.ProjectId, row.Subject, row.Detail);
}

internal static class Audit
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        api.MapGet("/audit", (string? actor, string? action, [AsParameters] PageQuery page, ClaimsPrincipal user, AuditTrail trail, CancellationToken cancellation) =>
                ListAsync(null, actor, action, page, user, trail, cancellation))
            .WithTags("Audit").WithSummary("Lists who did what in the whole installation, the latest first; for administrators").MayBeWrong();
        api.MapGet("/projects/{project:long}/audit", (long project, string? actor, string? action, [AsParameters] PageQuery page, ClaimsPrincipal user, AuditTrail trail, CancellationToken cancellation) =>
                ListAsync(project, actor, action, page, user, trail, cancellation))
            .WithTags("Audit").WithSummary("Lists who did what in a project, the latest first; for its owners").MayBeWrong().MayBeMissing();
    }

    private static async Task<Ok<PageForm<AuditForm>>> ListAsync(
        long? project, string? actor, string? action, PageQuery page, ClaimsPrincipal user, AuditTrail trail, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<AuditForm>.Of(
            await trail.ListAsync(ApiActor.Of(user), project, new AuditFilter(actor, action), page.Request, cancellation), AuditForm.Of));
}
