using System.Security.Claims;
using Maat.Engine.Projects;
using Maat.Storage.Projects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>A project to be made.</summary>
/// <param name="Zone">The time zone of manual runs and of new schedules, an IANA name.</param>
internal sealed record NewProject(string Name, string Description = "", string Zone = "UTC");

/// <summary>What replaces the settings of a project as a whole.</summary>
/// <param name="Revision">The revision that you have seen: with another one nothing is changed.</param>
/// <param name="Zone">The time zone of manual runs and of new schedules, an IANA name.</param>
internal sealed record ChangedProject(int Revision, string Name, string Description, string Zone);

internal sealed record ProjectForm(long Id, string Name, string Description, string Zone, DateTime CreatedAt, int Revision)
{
    public static ProjectForm Of(ProjectRow row) => new(row.Id, row.Name, row.Description, row.Zone, row.CreatedAt, row.Revision);
}

internal static class Projects
{
    public static void MapProjects(this IEndpointRouteBuilder api)
    {
        var projects = api.MapGroup("/projects").WithTags("Projects");
        projects.MapGet("/", ListAsync).WithSummary("Lists the projects that you may see, by name").MayBeWrong();
        projects.MapPost("/", CreateAsync).WithSummary("Makes a project; for administrators").MayBeWrong().MayConflict();
        projects.MapGet("/{project:long}", GetAsync).WithSummary("Reads a project").MayBeMissing();
        projects.MapPut("/{project:long}", UpdateAsync).WithSummary("Changes a project's settings; for its owners").MayBeWrong().MayBeMissing().MayConflict();
    }

    private static async Task<Ok<PageForm<ProjectForm>>> ListAsync(
        [AsParameters] PageQuery page, ClaimsPrincipal user, ProjectEditing projects, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<ProjectForm>.Of(await projects.ListAsync(ApiActor.Of(user), page.Request, cancellation), ProjectForm.Of));

    private static async Task<Created<ProjectForm>> CreateAsync(
        Body<NewProject> body, ClaimsPrincipal user, ProjectEditing projects, CancellationToken cancellation)
    {
        var definition = new ProjectDefinition(body.Value.Name, body.Value.Description, body.Value.Zone);
        var row = await projects.CreateAsync(ApiActor.Of(user), definition, cancellation);
        return TypedResults.Created($"{ApiSetup.Root}/projects/{row.Id}", ProjectForm.Of(row));
    }

    private static async Task<Ok<ProjectForm>> GetAsync(long project, ClaimsPrincipal user, ProjectEditing projects, CancellationToken cancellation) =>
        TypedResults.Ok(ProjectForm.Of(await projects.GetAsync(ApiActor.Of(user), project, cancellation)));

    private static async Task<Ok<ProjectForm>> UpdateAsync(
        long project, Body<ChangedProject> body, ClaimsPrincipal user, ProjectEditing projects, CancellationToken cancellation)
    {
        var given = body.Value;
        var row = await projects.UpdateAsync(
            ApiActor.Of(user), project, given.Revision, new ProjectDefinition(given.Name, given.Description, given.Zone), cancellation);
        return TypedResults.Ok(ProjectForm.Of(row));
    }
}
