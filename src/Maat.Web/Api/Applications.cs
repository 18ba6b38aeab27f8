using System.Security.Claims;
using System.Text.Json;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Maat.Web.Api;

/// <summary>An application to be made.</summary>
/// <param name="Values">Values for the template's variables; those without one have the template's default.</param>
/// <param name="Version">The template's version; the newest when it is left out.</param>
/// <param name="Queue">The queue of nodes that name none; <c>default</c> when it is left out.</param>
/// <param name="MaxActiveRuns">How many of its runs may be active at once.</param>
/// <param name="Follows">Whether it is preselected when a new version of the template is published.</param>
internal sealed record NewApplication(
    string Name,
    long TemplateId,
    IReadOnlyDictionary<string, Value>? Values = null,
    int? Version = null,
    string? Queue = null,
    int MaxActiveRuns = 1,
    string Description = "",
    IReadOnlyList<string>? Tags = null,
    bool Follows = true);

/// <summary>What replaces an application as a whole. Its next run is made from it.</summary>
/// <param name="Revision">The revision that you have seen: with another one nothing is changed.</param>
internal sealed record ChangedApplication(
    int Revision,
    string Name,
    long TemplateId,
    IReadOnlyDictionary<string, Value>? Values = null,
    int? Version = null,
    string? Queue = null,
    int MaxActiveRuns = 1,
    string Description = "",
    IReadOnlyList<string>? Tags = null,
    bool Follows = true);

/// <summary>An application.</summary>
/// <param name="Enabled">A paused application does not fire; it can still be triggered.</param>
internal sealed record ApplicationForm(
    long Id, long ProjectId, string Name, string Description, long TemplateId, string Template, int Version, Value Values, string Queue,
    int MaxActiveRuns, IReadOnlyList<string> Tags, bool Follows, bool Enabled, DateTime CreatedAt, int Revision)
{
    public static ApplicationForm Of(ApplicationView view) => new(
        view.Application.Id, view.Application.ProjectId, view.Application.Name, view.Application.Description, view.Application.TemplateId,
        view.TemplateName, view.Application.Version, Value.ParseJson(view.Application.Values), view.QueueName, view.Application.MaxActiveRuns,
        JsonSerializer.Deserialize<string[]>(view.Application.Tags) ?? [], view.Application.Follows, view.Application.Enabled, view.Application.CreatedAt, view.Application.Revision);
}

/// <summary>How a run is triggered.</summary>
/// <param name="Overrides">Values that replace the application's for this run.</param>
/// <param name="ScheduledAt">For what time it runs; now when it is left out.</param>
/// <param name="Reason">Why: it is kept in the audit trail.</param>
internal sealed record NewRunRequest(IReadOnlyDictionary<string, Value>? Overrides = null, DateTime? ScheduledAt = null, string? Reason = null);

internal static class Applications
{
    private static readonly Dictionary<string, Value> NoValues = [];

    public static void MapApplications(this IEndpointRouteBuilder api)
    {
        var applications = api.MapGroup("").WithTags("Applications");
        applications.MapGet("/projects/{project:long}/applications", ListAsync).WithSummary("Lists the applications of a project, by name").MayBeWrong().MayBeMissing();
        applications.MapPost("/projects/{project:long}/applications", CreateAsync)
            .WithSummary("Makes an application from a published template").MayBeWrong().MayBeMissing().MayConflict();
        applications.MapGet("/applications/{application:long}", GetAsync).WithSummary("Reads an application").MayBeMissing();
        applications.MapPut("/applications/{application:long}", UpdateAsync)
            .WithSummary("Replaces what an application is made from").MayBeWrong().MayBeMissing().MayConflict();
        applications.MapDelete("/applications/{application:long}", DeleteAsync)
            .WithSummary("Deletes an application with its schedules; its runs stay").MayBeMissing().MayConflict();
        applications.MapPost("/applications/trigger", TriggerManyAsync)
            .WithSummary("Triggers many applications, each as it stands")
            .WithDescription("Says of each whether a run was made. What one of them refuses does not stop the rest.")
            .MayBeWrong();
        applications.MapPost("/applications/{application:long}/pause", PauseAsync)
            .WithSummary("Stops an application from firing; active runs go on").MayBeMissing();
        applications.MapPost("/applications/{application:long}/enable", EnableAsync)
            .WithSummary("Lets an application fire again, from now on").MayBeMissing();
        applications.MapPost("/applications/{application:long}/runs", TriggerAsync)
            .WithSummary("Triggers a run")
            .WithDescription("With the header `Idempotency-Key` the same key makes no second run: the one that it made is answered with 200, a new one with 201.")
            .MayBeWrong().MayBeMissing();
    }

    private static async Task<Ok<PageForm<ApplicationForm>>> ListAsync(
        long project, [AsParameters] PageQuery page, ClaimsPrincipal user, ApplicationViews views, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<ApplicationForm>.Of(await views.ListAsync(ApiActor.Of(user), project, page.Request, cancellation), ApplicationForm.Of));

    private static async Task<Created<ApplicationForm>> CreateAsync(
        long project, Body<NewApplication> body, ClaimsPrincipal user, ApplicationEditing applications, ApplicationViews views, CancellationToken cancellation)
    {
        var actor = ApiActor.Of(user);
        var given = body.Value;
        var definition = new ApplicationDefinition(
            given.Name, given.TemplateId, given.Values ?? NoValues, given.Version, given.Queue, given.MaxActiveRuns, given.Description, given.Tags, given.Follows);
        var row = await applications.CreateAsync(actor, project, definition, cancellation);
        return TypedResults.Created($"{ApiSetup.Root}/applications/{row.Id}", ApplicationForm.Of(await views.GetAsync(actor, row.Id, cancellation)));
    }

    private static async Task<Ok<ApplicationForm>> GetAsync(long application, ClaimsPrincipal user, ApplicationViews views, CancellationToken cancellation) =>
        TypedResults.Ok(ApplicationForm.Of(await views.GetAsync(ApiActor.Of(user), application, cancellation)));

    private static async Task<Ok<ApplicationForm>> UpdateAsync(
        long application, Body<ChangedApplication> body, ClaimsPrincipal user, ApplicationEditing applications, ApplicationViews views,
        CancellationToken cancellation)
    {
        var given = body.Value;
        var definition = new ApplicationDefinition(
            given.Name, given.TemplateId, given.Values ?? NoValues, given.Version, given.Queue, given.MaxActiveRuns, given.Description, given.Tags, given.Follows);
        await applications.UpdateAsync(ApiActor.Of(user), application, given.Revision, definition, cancellation);
        return await GetAsync(application, user, views, cancellation);
    }

    private static async Task<NoContent> DeleteAsync(long application, ClaimsPrincipal user, ApplicationEditing applications, CancellationToken cancellation)
    {
        await applications.DeleteAsync(ApiActor.Of(user), application, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<ManyForm>>> TriggerManyAsync(
        Body<ManyIds> body, ClaimsPrincipal user, Triggering triggering, CancellationToken cancellation) =>
        TypedResults.Ok(ManyForm.Of(await triggering.TriggerAsync(ApiActor.Of(user), body.Value.Ids, cancellation)));

    private static async Task<Ok<ApplicationForm>> PauseAsync(
        long application, ClaimsPrincipal user, Scheduling scheduling, ApplicationViews views, CancellationToken cancellation)
    {
        await scheduling.SetEnabledAsync(ApiActor.Of(user), application, enabled: false, cancellation);
        return await GetAsync(application, user, views, cancellation);
    }

    private static async Task<Ok<ApplicationForm>> EnableAsync(
        long application, ClaimsPrincipal user, Scheduling scheduling, ApplicationViews views, CancellationToken cancellation)
    {
        await scheduling.SetEnabledAsync(ApiActor.Of(user), application, enabled: true, cancellation);
        return await GetAsync(application, user, views, cancellation);
    }

    private static async Task<Results<Created<RunForm>, Ok<RunForm>>> TriggerAsync(
        long application, Body<NewRunRequest>? body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, Triggering triggering,
        Engine.Runs.RunViews runs, CancellationToken cancellation)
    {
        var actor = ApiActor.Of(user);
        var request = new TriggerRequest(body?.Value.Overrides ?? NoValues, body?.Value.ScheduledAt, key, body?.Value.Reason);
        var result = await triggering.TriggerAsync(actor, application, request, cancellation);
        var run = RunForm.Of(await runs.GetAsync(actor, result.RunId, cancellation));
        return result.Existed ? TypedResults.Ok(run) : TypedResults.Created($"{ApiSetup.Root}/runs/{run.Id}", run);
    }
}
