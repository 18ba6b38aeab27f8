using System.Security.Claims;
using Maat.Engine.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>A person to be made.</summary>
/// <param name="Administrator">An administrator may do everything.</param>
internal sealed record NewPerson(string Name, bool Administrator = false);

/// <summary>What a person is.</summary>
/// <param name="Administrator">An administrator may do everything; one of them always stays.</param>
/// <param name="Disabled">A disabled person cannot sign in, and tokens of theirs do not work.</param>
internal sealed record ChangedPerson(bool Administrator, bool Disabled);

/// <summary>A code by which a person sets a password once, on the page <c>/set-password?code=…</c>. It is not shown again.</summary>
internal sealed record PasswordLinkForm(long PersonId, string Code, DateTime ExpiresAt)
{
    public static PasswordLinkForm Of(PasswordLink link) => new(link.PersonId, link.Code, link.ExpiresAt);
}

internal static class People
{
    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/people").WithTags("People");
        people.MapGet("/", ListAsync).WithSummary("Lists people, by name; for administrators").MayBeWrong();
        people.MapPost("/", CreateAsync).WithSummary("Makes a person, who sets a password by the code; for administrators").MayBeWrong().MayConflict();
        people.MapGet("/{person:long}", GetAsync).WithSummary("Reads a person; for administrators").MayBeMissing();
        people.MapPut("/{person:long}", UpdateAsync).WithSummary("Disables or enables a person, or makes one an administrator; for administrators").MayBeWrong().MayBeMissing().MayConflict();
        people.MapPost("/{person:long}/reset-password", ResetAsync).WithSummary("Takes the password away and gives a code to set another; for administrators").MayBeMissing();
    }

    private static async Task<Ok<PageForm<PersonView>>> ListAsync(
        [AsParameters] PageQuery page, string? q, ClaimsPrincipal user, PeopleEditing people, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<PersonView>.Of(await people.ListAsync(ApiActor.Of(user), q, page.Request, cancellation), p => p));

    private static async Task<Created<PasswordLinkForm>> CreateAsync(
        Body<NewPerson> body, ClaimsPrincipal user, PeopleEditing people, CancellationToken cancellation)
    {
        var link = await people.CreateAsync(ApiActor.Of(user), body.Value.Name, body.Value.Administrator, cancellation);
        return TypedResults.Created($"{ApiSetup.Root}/people/{link.PersonId}", PasswordLinkForm.Of(link));
    }

    private static async Task<Ok<PersonView>> GetAsync(long person, ClaimsPrincipal user, PeopleEditing people, CancellationToken cancellation) =>
        TypedResults.Ok(await people.GetAsync(ApiActor.Of(user), person, cancellation));

    private static async Task<Ok<PersonView>> UpdateAsync(
        long person, Body<ChangedPerson> body, ClaimsPrincipal user, PeopleEditing people, CancellationToken cancellation)
    {
        var actor = ApiActor.Of(user);
        var now = await people.GetAsync(actor, person, cancellation);
        if (now.IsAdministrator != body.Value.Administrator)
            await people.SetAdministratorAsync(actor, person, body.Value.Administrator, cancellation);
        if (now.Disabled != body.Value.Disabled)
            await people.SetDisabledAsync(actor, person, body.Value.Disabled, cancellation);
        return await GetAsync(person, user, people, cancellation);
    }

    private static async Task<Ok<PasswordLinkForm>> ResetAsync(long person, ClaimsPrincipal user, PeopleEditing people, CancellationToken cancellation) =>
        TypedResults.Ok(PasswordLinkForm.Of(await people.ResetPasswordAsync(ApiActor.Of(user), person, cancellation)));
}
