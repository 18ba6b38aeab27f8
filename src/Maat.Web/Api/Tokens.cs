using System.Security.Claims;
using Maat.Domain.Projects;
using Maat.Engine.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>A token to be made.</summary>
/// <param name="ProjectId">The one project in which it acts; without one it acts everywhere, as an administrator.</param>
/// <param name="Role">What it may do in its project.</param>
/// <param name="Days">For how long it works.</param>
internal sealed record WantedToken(string Name, long? ProjectId = null, Role Role = Role.Viewer, int Days = 90);

internal static class Tokens
{
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Tokens");
        tokens.MapGet("/", ListOwnAsync).WithSummary("Lists your own tokens, the latest first").MayBeWrong();
        tokens.MapPost("/", CreateAsync).WithSummary("Makes a token and shows it this once; for owners of the project").MayBeWrong().MayBeMissing();
        tokens.MapDelete("/{token:long}", RevokeAsync).WithSummary("Ends a token of yours, or of a project that you own").MayBeMissing();
        api.MapGet("/projects/{project:long}/tokens", ListAsync).WithTags("Tokens").WithSummary("Lists a project's tokens, the latest first; for its owners")
            .MayBeWrong().MayBeMissing();
    }

    private static async Task<Ok<PageForm<TokenView>>> ListOwnAsync(
        [AsParameters] PageQuery page, ClaimsPrincipal user, TokenEditing tokens, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<TokenView>.Of(await tokens.ListOwnAsync(ApiActor.Of(user), page.Request, cancellation), t => t));

    private static async Task<Ok<PageForm<TokenView>>> ListAsync(
        long project, [AsParameters] PageQuery page, ClaimsPrincipal user, TokenEditing tokens, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<TokenView>.Of(await tokens.ListAsync(ApiActor.Of(user), project, page.Request, cancellation), t => t));

    private static async Task<Created<NewToken>> CreateAsync(Body<WantedToken> body, ClaimsPrincipal user, TokenEditing tokens, CancellationToken cancellation)
    {
        var wanted = body.Value;
        var made = await tokens.CreateAsync(ApiActor.Of(user), new TokenDefinition(wanted.Name, wanted.ProjectId, wanted.Role, wanted.Days), cancellation);
        return TypedResults.Created($"{ApiSetup.Root}/tokens/{made.Id}", made);
    }

    private static async Task<NoContent> RevokeAsync(long token, ClaimsPrincipal user, TokenEditing tokens, CancellationToken cancellation)
    {
        await tokens.RevokeAsync(ApiActor.Of(user), token, cancellation);
        return TypedResults.NoContent();
    }
}
