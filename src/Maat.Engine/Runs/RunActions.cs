using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Engine;

namespace Maat.Engine.Runs;

/// <summary>What people do to a run. Each is one transaction under the run's lock, checked against the table of rights and recorded.</summary>
public sealed class RunActions(IMaatDatabase database, RunContextCache contexts, EngineSignals signals, StepSettings settings, TimeProvider time)
{
    /// <exception cref="RefusedException">Not there, not allowed, or not in a state for this.</exception>
    public Task PauseAsync(Actor actor, long runId, CancellationToken cancellation) =>
        ActAsync(actor, runId, "run.pause", "", (step, _) => step.Pause(), cancellation);

    /// <inheritdoc cref="PauseAsync"/>
    public Task ResumeAsync(Actor actor, long runId, CancellationToken cancellation) =>
        ActAsync(actor, runId, "run.resume", "", (step, _) => step.Resume(), cancellation);

    /// <inheritdoc cref="PauseAsync"/>
    public Task CancelAsync(Actor actor, long runId, CancellationToken cancellation) =>
        ActAsync(actor, runId, "run.cancel", "", (step, _) => step.Cancel(actor.Name), cancellation);

    /// <inheritdoc cref="PauseAsync"/>
    public Task RetryFailedAsync(Actor actor, long runId, CancellationToken cancellation) =>
        ActAsync(actor, runId, "run.retry_failed", "", (step, _) => step.RetryFailed(), cancellation);

    /// <summary>Runs the nodes, and everything below them, again.</summary>
    /// <exception cref="RefusedException">Not there, not allowed, or something of it is running.</exception>
    public Task RetryFromAsync(Actor actor, long runId, IReadOnlyCollection<string> nodes, CancellationToken cancellation) => ActAsync(
        actor, runId, "run.retry_from", string.Join(", ", nodes), (step, plan) => step.RetryFrom([.. nodes.Select(key => OrdinalOf(plan, key))]),
        cancellation);

    /// <summary>Says how a node ended.</summary>
    /// <param name="arms">The arms that a branch takes when it is marked as succeeded; null for any other node.</param>
    /// <exception cref="RefusedException">Not there, not allowed, or not in a state for this.</exception>
    public Task MarkAsync(Actor actor, long runId, string node, NodeState state, IReadOnlyList<string>? arms, CancellationToken cancellation) => ActAsync(
        actor, runId, "run.mark", $"{node} = {Names<NodeState>.Of(state)}", (step, plan) => step.Mark(OrdinalOf(plan, node), state, arms, actor.Name), cancellation);

    /// <summary>Retries the failed nodes of many runs.</summary>
    /// <exception cref="InvalidInputException">There are too many.</exception>
    public Task<IReadOnlyList<BulkOutcome>> RetryFailedAsync(Actor actor, IReadOnlyCollection<long> runs, CancellationToken cancellation) =>
        EachAsync(runs, run => RetryFailedAsync(actor, run, cancellation));

    /// <summary>Cancels many runs.</summary>
    /// <exception cref="InvalidInputException">There are too many.</exception>
    public Task<IReadOnlyList<BulkOutcome>> CancelAsync(Actor actor, IReadOnlyCollection<long> runs, CancellationToken cancellation) =>
        EachAsync(runs, run => CancelAsync(actor, run, cancellation));

    private static Task<IReadOnlyList<BulkOutcome>> EachAsync(IReadOnlyCollection<long> runs, Func<long, Task> act) => Bulk.EachAsync(runs, async run =>
    {
        await act(run).ConfigureAwait(false);
        return null;
    });

    private static int OrdinalOf(RunPlan plan, string key) =>
        plan.TryGetOrdinal(key, out int ordinal) ? ordinal : throw new NotFoundException($"node '{key}' in this run");

    private async Task ActAsync(
        Actor actor, long runId, string action, string detail, Action<RunStep, RunPlan> act, CancellationToken cancellation)
    {
        RunContext? context = await contexts.FindAsync(runId, cancellation).ConfigureAwait(false);
        if (context is null || !actor.Sees(context.Facts.ProjectId))
        {
            throw new NotFoundException($"run {runId}");
        }

        actor.Demand(Right.Operate, context.Facts.ProjectId, $"run {runId}");
        try
        {
            RunChange change = await database.TransactAsync(
                transaction => ActAsync(transaction, actor, context, action, detail, act), cancellation).ConfigureAwait(false);
            signals.Tell(change);
        }
        catch (RunConflictException exception)
        {
            throw new ConflictException(exception.Wording);
        }
    }

    private async ValueTask<RunChange> ActAsync(
        IEngineTransaction transaction, Actor actor, RunContext context, string action, string detail, Action<RunStep, RunPlan> act)
    {
        RunFacts facts = context.Facts;
        RunPlan plan = context.Template.Plan;
        DateTime now = time.GetUtcNow().UtcDateTime;
        IReadOnlyList<LockedRun> locked = await transaction.LockRunsAsync([facts.Id], wait: true).ConfigureAwait(false);
        LockedRun run = locked.Count == 1 ? locked[0] : throw new NotFoundException($"run {facts.Id}");
        bool wasQueued = run.Head.State == RunState.Queued;
        StepWrites writes = await QueueResolver.WritesAsync(transaction, facts, plan, now, actor.Name).ConfigureAwait(false);
        RunChange change = await transaction.StepAsync(
            run,
            plan,
            writes,
            wasQueued ? [] : [.. Enumerable.Range(0, plan.Count)],
            (head, nodes) =>
            {
                var step = new RunStep(plan, head, nodes, settings.ContextAt(now));
                act(step, plan);
                return step.Change;
            }).ConfigureAwait(false);
        if (wasQueued && run.Head.State != RunState.Queued)
        {
            await transaction.DequeueRunAsync(facts.ApplicationId, facts.ScheduledAt, facts.Id).ConfigureAwait(false);
        }

        await transaction.AuditAsync(now, actor.Name, action, facts.ProjectId, $"run/{facts.Id}", detail).ConfigureAwait(false);
        return change;
    }
}
