using System.Security.Claims;
using System.Text.Json.Serialization;
using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Runs;
using Maat.Storage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Maat.Web.Api;

/// <summary>A run.</summary>
/// <param name="Open">How many of its nodes have not ended.</param>
/// <param name="Round">Grows when a person retries or marks what was decided.</param>
/// <param name="Values">The value of every variable with which it was made, of a secret its name; in lists it is left out.</param>
/// <param name="Nodes">How many nodes are in which state; in lists it is left out.</param>
internal sealed record RunForm(
    long Id, long ProjectId, long ApplicationId, string Application, long TemplateId, int Version, RunKind Kind, DateTime ScheduledAt, string Zone,
    RunState State, int Open, int Round, bool CancelRequested, string TriggeredBy, DateTime CreatedAt, DateTime? StartedAt, DateTime? EndedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Value? Values = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, int>? Nodes = null)
{
    public static RunForm Of(RunView view) => new(
        view.Facts.Id, view.Facts.ProjectId, view.Facts.ApplicationId, view.ApplicationName, view.Facts.TemplateId, view.Facts.Version, view.Facts.Kind,
        view.Facts.ScheduledAt, view.Facts.Zone, view.State, view.Open, view.Round, view.CancelRequested, view.Facts.TriggeredBy, view.Facts.CreatedAt,
        view.StartedAt, view.EndedAt);

    public static RunForm Of(RunDetail detail) => Of(detail.Run) with
    {
        Values = detail.Values,
        Nodes = detail.Nodes.OrderBy(count => count.Key).ToDictionary(count => Names<NodeState>.Of(count.Key), count => count.Value),
    };
}

internal static class Runs
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("/", ListAsync)
            .WithSummary("Lists runs, the newest first")
            .WithDescription(
                $"`project`, `application`, `state`, `kind`, `triggered_by`, `from` and `to` narrow the list; a state is one of {string.Join(", ", Names<RunState>.All)}, "
                + $"a kind one of {string.Join(", ", Names<RunKind>.All)}. `from` and `to` are about when a run was made, the second not included.")
            .MayBeWrong();
        runs.MapGet("/{run:long}", GetAsync).WithSummary("Reads a run with its values and how many nodes are in which state").MayBeMissing();
        runs.MapGet("/{run:long}/events", EventsAsync)
            .WithSummary("Lists the changes of state of a run and of its nodes, in the order of time")
            .WithDescription("With `newest_first=true` in the other order.")
            .MayBeWrong().MayBeMissing();
        runs.MapGet("/{run:long}/outputs", OutputsAsync)
            .WithSummary("Lists what the nodes of a run have handed on so far, by node and name")
            .WithDescription($"Of a value longer than {RunOutputs.MaxShown} characters the beginning only; the node's own outputs have the whole.")
            .MayBeWrong().MayBeMissing();
        runs.MapGet("/{run:long}/resets", ResetsAsync)
            .WithSummary("Lists the retries and marks of a run's nodes, with who made them").MayBeWrong().MayBeMissing();
    }

    private static async Task<Ok<PageForm<RunForm>>> ListAsync(
        long? project, long? application, string? state, string? kind, [FromQuery(Name = "triggered_by")] string? triggeredBy, DateTimeOffset? from,
        DateTimeOffset? to, [AsParameters] PageQuery page, ClaimsPrincipal user, RunViews runs, CancellationToken cancellation)
    {
        var filter = new RunFilter(
            project, application, QueryChoice.Of<RunState>(state, nameof(state)), QueryChoice.Of<RunKind>(kind, nameof(kind)), triggeredBy,
            from?.UtcDateTime, to?.UtcDateTime);
        return TypedResults.Ok(PageForm<RunForm>.Of(await runs.ListAsync(ApiActor.Of(user), filter, page.Request, cancellation), RunForm.Of));
    }

    private static async Task<Ok<RunForm>> GetAsync(long run, ClaimsPrincipal user, RunViews runs, CancellationToken cancellation) =>
        TypedResults.Ok(RunForm.Of(await runs.GetAsync(ApiActor.Of(user), run, cancellation)));

    private static async Task<Ok<PageForm<EventView>>> EventsAsync(
        long run, [FromQuery(Name = "newest_first")] bool? newestFirst, [AsParameters] PageQuery page, ClaimsPrincipal user, RunHistory history,
        CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<EventView>.Of(
            await history.EventsAsync(ApiActor.Of(user), run, newestFirst == true, page.Request, cancellation), e => e));

    private static async Task<Ok<PageForm<OutputView>>> OutputsAsync(
        long run, [AsParameters] PageQuery page, ClaimsPrincipal user, RunOutputs outputs, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<OutputView>.Of(await outputs.ListAsync(ApiActor.Of(user), run, page.Request, cancellation), o => o));

    private static async Task<Ok<PageForm<ResetView>>> ResetsAsync(
        long run, [AsParameters] PageQuery page, ClaimsPrincipal user, RunHistory history, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<ResetView>.Of(await history.ResetsAsync(ApiActor.Of(user), run, page.Request, cancellation), r => r));
}
