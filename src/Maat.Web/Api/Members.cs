using System.Security.Claims;
using Maat.Domain.Projects;
using Maat.Engine.Projects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>A member to be added.</summary>
/// <param name="Name">The person's name.</param>
internal sealed record NewMember(string Name, Role Role);

/// <summary>What replaces a member's role.</summary>
internal sealed record ChangedMember(Role Role);

internal static class Members
{
    public static void MapMembers(this IEndpointRouteBuilder api)
    {
        var members = api.MapGroup("/projects/{project:long}/members").WithTags("Members");
        members.MapGet("/", ListAsync).WithSummary("Lists a project's members, by name; for its owners").MayBeWrong().MayBeMissing();
        members.MapPost("/", AddAsync).WithSummary("Adds a person by name; for owners").MayBeWrong().MayBeMissing().MayConflict();
        members.MapPut("/{person:long}", ChangeAsync).WithSummary("Gives a member another role; for owners").MayBeWrong().MayBeMissing().MayConflict();
        members.MapDelete("/{person:long}", RemoveAsync).WithSummary("Removes a member; for owners").MayBeMissing().MayConflict();
    }

    private static async Task<Ok<PageForm<MemberView>>> ListAsync(
        long project, [AsParameters] PageQuery page, ClaimsPrincipal user, MemberEditing members, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<MemberView>.Of(await members.ListAsync(ApiActor.Of(user), project, page.Request, cancellation), m => m));

    private static async Task<NoContent> AddAsync(
        long project, Body<NewMember> body, ClaimsPrincipal user, MemberEditing members, CancellationToken cancellation)
    {
        await members.AddAsync(ApiActor.Of(user), project, body.Value.Name, body.Value.Role, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ChangeAsync(
        long project, long person, Body<ChangedMember> body, ClaimsPrincipal user, MemberEditing members, CancellationToken cancellation)
    {
        await members.SetRoleAsync(ApiActor.Of(user), project, person, body.Value.Role, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> RemoveAsync(long project, long person, ClaimsPrincipal user, MemberEditing members, CancellationToken cancellation)
    {
        await members.RemoveAsync(ApiActor.Of(user), project, person, cancellation);
        return TypedResults.NoContent();
    }
}
