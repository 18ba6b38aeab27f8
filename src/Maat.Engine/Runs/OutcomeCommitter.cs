using Maat.Domain.Runs;
using Maat.Engine.Metrics;
using Maat.Storage;
using Maat.Storage.Engine;

namespace Maat.Engine.Runs;

/// <summary>
/// Complete and advance: results, the counters of children, the decisions of trigger rules, what becomes ready, the run's own state and
/// the events are one transaction, so a run is never left half advanced.
/// <para>
/// 1. The runs of a group of outcomes are locked in order of their ids; those that another transaction holds are left for later. 2. An
/// outcome whose lease is gone, or whose fence is older, is stale and changes nothing. 3. <see cref="RunStep"/> decides. 4. Everything is
/// written and committed. When nobody knows whether the commit happened, the same outcomes are simply committed again: if it did, their
/// leases are gone, and they are stale.
/// </para>
/// </summary>
public sealed class OutcomeCommitter(IMaatDatabase database, EngineSignals signals, TimeProvider time, StepSettings settings)
{
    /// <summary>Returns the fate of each outcome, in order.</summary>
    public async Task<IReadOnlyList<OutcomeFate>> CommitAsync(IReadOnlyList<Outcome> group, bool wait, CancellationToken cancellation)
    {
        (OutcomeFate[] fates, List<RunChange> changes) = await database.TransactAsync(
            transaction => CommitAsync(transaction, group, wait), cancellation).ConfigureAwait(false);
        changes.ForEach(signals.Tell);
        EngineCounters.Committed(group, fates);
        return fates;
    }

    private async ValueTask<(OutcomeFate[], List<RunChange>)> CommitAsync(IEngineTransaction transaction, IReadOnlyList<Outcome> group, bool wait)
    {
        var fates = new OutcomeFate[group.Count];
        var changes = new List<RunChange>();
        ILookup<long, int> byRun = Enumerable.Range(0, group.Count).ToLookup(i => group[i].RunId);
        IReadOnlyList<LockedRun> runs = await transaction.LockRunsAsync(
            [.. byRun.Select(g => g.Key)], wait, [.. group.SelectMany(o => Concerned(o).Select(ordinal => NodeRunId.Of(o.RunId, ordinal)))]).ConfigureAwait(false);
        IReadOnlyList<Lease> leases = await transaction.ReadLeasesAsync([.. group.Select(o => o.NodeRunId)]).ConfigureAwait(false);
        Dictionary<long, Lease> held = leases.DistinctBy(l => l.NodeRunId).ToDictionary(l => l.NodeRunId);

        Array.Fill(fates, wait ? OutcomeFate.Stale : OutcomeFate.Busy);
        foreach (LockedRun run in runs)
        {
            var live = new List<Outcome>();
            foreach (int i in byRun[run.Facts.Id])
            {
                bool isLive = held.Remove(group[i].NodeRunId, out Lease lease) && lease.Fence == group[i].Fence;
                fates[i] = isLive ? OutcomeFate.Committed : OutcomeFate.Stale;
                if (isLive)
                {
                    live.Add(group[i]);
                }
            }

            if (live.Count > 0)
            {
                changes.Add(await AdvanceAsync(transaction, run, live).ConfigureAwait(false));
            }
        }

        return (fates, changes);
    }

    private async ValueTask<RunChange> AdvanceAsync(IEngineTransaction transaction, LockedRun run, List<Outcome> outcomes)
    {
        RunPlan plan = outcomes[0].Plan;
        foreach (Outcome outcome in outcomes.Where(o => o.Outputs.Count > 0))
        {
            await transaction.InsertOutputsAsync(outcome.NodeRunId, outcome.Fence, outcome.Outputs).ConfigureAwait(false);
        }

        await transaction.InsertAttemptsAsync([.. outcomes.Select(Ended)]).ConfigureAwait(false);
        StepContext context = settings.ContextAt(time.GetUtcNow().UtcDateTime);
        StepWrites writes = await QueueResolver.WritesAsync(transaction, run.Facts, plan, context.Now, actor: null).ConfigureAwait(false);
        return await transaction.StepAsync(
            run,
            plan,
            writes,
            [.. outcomes.SelectMany(Concerned)],
            (head, nodes) =>
            {
                var step = new RunStep(plan, head, nodes, context);
                outcomes.ForEach(outcome => step.Complete(outcome.Ordinal, outcome.Result));
                return step.Change;
            }).ConfigureAwait(false);
    }

    /// <summary>The node that ended, and those that it decides.</summary>
    private static List<int> Concerned(Outcome outcome) => [outcome.Ordinal, .. outcome.Plan.Children(outcome.Ordinal)];

    private static EndedAttempt Ended(Outcome o) => new(
        o.NodeRunId, o.Attempt, o.Fence, o.Result.Outcome(), o.Result.Reason(), o.ExitCode, o.WorkerId, o.StartedAt, o.EndedAt, o.LogBytes, o.LogCut);
}
