using System.Security.Claims;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Maat.Web.Api;

/// <summary>From where a run is retried.</summary>
/// <param name="Nodes">Keys of nodes; they and everything below them run again.</param>
internal sealed record RetryFrom(IReadOnlyList<string> Nodes);

/// <summary>What a node can be marked as.</summary>
internal enum MarkedState
{
    Succeeded,
    Failed,
    Skipped,
}

/// <summary>How a node is said to have ended.</summary>
/// <param name="Arms">The arms that a branch takes when it is marked as succeeded.</param>
internal sealed record NodeMark(MarkedState State, IReadOnlyList<string>? Arms = null);

/// <summary>What people do to runs. Each answers with the run as it is then.</summary>
internal static class RunActing
{
    public static void MapRunActions(this IEndpointRouteBuilder api)
    {
        const string EachByItself = "Says of each whether it was done. What one of them refuses does not stop the rest.";
        var many = api.MapGroup("/runs").WithTags("Runs");
        many.MapPost("/retry-failed", RetryManyAsync).WithSummary("Retries the failed nodes of many runs").WithDescription(EachByItself).MayBeWrong();
        many.MapPost("/cancel", CancelManyAsync).WithSummary("Stops many runs").WithDescription(EachByItself).MayBeWrong();
        var runs = api.MapGroup("/runs/{run:long}").WithTags("Runs");
        runs.MapPost("/pause", PauseAsync).WithSummary("Starts nothing new of a run; what is running goes on").MayBeMissing().MayConflict();
        runs.MapPost("/resume", ResumeAsync).WithSummary("Lets a paused run go on").MayBeMissing().MayConflict();
        runs.MapPost("/cancel", CancelAsync)
            .WithSummary("Stops a run")
            .WithDescription("A request: the run is cancelled when its last node has stopped.")
            .MayBeMissing().MayConflict();
        runs.MapPost("/retry-failed", RetryFailedAsync)
            .WithSummary("Runs the nodes that failed or were cancelled again, and what was decided below them without running").MayBeMissing().MayConflict();
        runs.MapPost("/retry-from", RetryFromAsync).WithSummary("Runs nodes and everything below them again").MayBeWrong().MayBeMissing().MayConflict();
        runs.MapPost("/repeat", RepeatAsync)
            .WithSummary("Does a run once more, as another run")
            .WithDescription(
                "A retry stays with the template's version; this takes the one that the application uses now, with the run's values and its scheduled time. "
                + "With the header `Idempotency-Key` the same key makes no second run: the one that it made is answered with 200, a new one with 201.")
            .MayBeWrong().MayBeMissing();
        runs.MapPost("/nodes/{node}/mark", MarkAsync)
            .WithSummary("Says how a node ended")
            .WithDescription("A running node is stopped first. What below it never ran is decided again. Marking a branch as succeeded says which arms it takes.")
            .MayBeWrong().MayBeMissing().MayConflict();
    }

    private static async Task<Ok<IReadOnlyList<ManyForm>>> RetryManyAsync(
        Body<ManyIds> body, ClaimsPrincipal user, RunActions actions, CancellationToken cancellation) =>
        TypedResults.Ok(ManyForm.Of(await actions.RetryFailedAsync(ApiActor.Of(user), body.Value.Ids, cancellation)));

    private static async Task<Ok<IReadOnlyList<ManyForm>>> CancelManyAsync(
        Body<ManyIds> body, ClaimsPrincipal user, RunActions actions, CancellationToken cancellation) =>
        TypedResults.Ok(ManyForm.Of(await actions.CancelAsync(ApiActor.Of(user), body.Value.Ids, cancellation)));

    private static Task<Ok<RunForm>> PauseAsync(long run, ClaimsPrincipal user, RunActions actions, RunViews runs, CancellationToken cancellation) =>
        ActAsync(run, user, runs, actor => actions.PauseAsync(actor, run, cancellation), cancellation);

    private static Task<Ok<RunForm>> ResumeAsync(long run, ClaimsPrincipal user, RunActions actions, RunViews runs, CancellationToken cancellation) =>
        ActAsync(run, user, runs, actor => actions.ResumeAsync(actor, run, cancellation), cancellation);

    private static Task<Ok<RunForm>> CancelAsync(long run, ClaimsPrincipal user, RunActions actions, RunViews runs, CancellationToken cancellation) =>
        ActAsync(run, user, runs, actor => actions.CancelAsync(actor, run, cancellation), cancellation);

    private static Task<Ok<RunForm>> RetryFailedAsync(long run, ClaimsPrincipal user, RunActions actions, RunViews runs, CancellationToken cancellation) =>
        ActAsync(run, user, runs, actor => actions.RetryFailedAsync(actor, run, cancellation), cancellation);

    private static Task<Ok<RunForm>> RetryFromAsync(
        long run, Body<RetryFrom> body, ClaimsPrincipal user, RunActions actions, RunViews runs, CancellationToken cancellation) =>
        ActAsync(run, user, runs, actor => actions.RetryFromAsync(actor, run, body.Value.Nodes, cancellation), cancellation);

    private static async Task<Results<Created<RunForm>, Ok<RunForm>>> RepeatAsync(
        long run, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, RunRepeating repeating, RunViews runs, CancellationToken cancellation)
    {
        var actor = ApiActor.Of(user);
        var made = await repeating.RepeatAsync(actor, run, key, cancellation);
        var form = RunForm.Of(await runs.GetAsync(actor, made.RunId, cancellation));
        return made.Existed ? TypedResults.Ok(form) : TypedResults.Created($"{ApiSetup.Root}/runs/{form.Id}", form);
    }

    private static Task<Ok<RunForm>> MarkAsync(
        long run, string node, Body<NodeMark> body, ClaimsPrincipal user, RunActions actions, RunViews runs, CancellationToken cancellation) =>
        ActAsync(run, user, runs, actor => actions.MarkAsync(actor, run, node, StateOf(body.Value.State), body.Value.Arms, cancellation), cancellation);

    private static async Task<Ok<RunForm>> ActAsync(
        long run, ClaimsPrincipal user, RunViews runs, Func<Actor, Task> act, CancellationToken cancellation)
    {
        var actor = ApiActor.Of(user);
        await act(actor);
        return TypedResults.Ok(RunForm.Of(await runs.GetAsync(actor, run, cancellation)));
    }

    private static NodeState StateOf(MarkedState state) => state switch
    {
        MarkedState.Succeeded => NodeState.Succeeded,
        MarkedState.Failed => NodeState.Failed,
        MarkedState.Skipped => NodeState.Skipped,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A node cannot be marked so."),
    };
}
