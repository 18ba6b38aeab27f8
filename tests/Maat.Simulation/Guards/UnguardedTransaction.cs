using Maat.Simulation.Processes;
using Maat.Storage.Engine;

namespace Maat.Simulation.Guards;

/// <summary>The real statements with one guard taken away.</summary>
internal sealed class UnguardedTransaction(IEngineTransaction inner, World world, SimulatedProcess process, Guard removed) : ForwardingTransaction(inner)
{
    public override async ValueTask<IReadOnlyList<Claim>> ClaimAsync(ClaimRequest request)
    {
        switch (removed)
        {
            case Guard.QueueLimit:
                Execute("CREATE TEMP TABLE IF NOT EXISTS limits (id, max_running)");
                Execute("DELETE FROM limits");
                Execute("INSERT INTO limits SELECT id, max_running FROM queue");
                Execute("UPDATE queue SET max_running = NULL");
                IReadOnlyList<Claim> unlimited = await base.ClaimAsync(request).ConfigureAwait(false);
                Execute("UPDATE queue SET max_running = (SELECT max_running FROM limits WHERE limits.id = queue.id)");
                return unlimited;
            case Guard.DeadWorkerClaimsNothing:
                long state = Number($"SELECT state FROM worker WHERE id = {request.WorkerId}");
                Execute($"UPDATE worker SET state = 0 WHERE id = {request.WorkerId}");
                IReadOnlyList<Claim> undead = await base.ClaimAsync(request).ConfigureAwait(false);
                Execute($"UPDATE worker SET state = {state} WHERE id = {request.WorkerId}");
                return undead;
            case Guard.ReadyRowTaken:
                Execute("CREATE TEMP TABLE IF NOT EXISTS taken AS SELECT * FROM ready");
                Execute("DELETE FROM taken");
                Execute("INSERT INTO taken SELECT * FROM ready");
                IReadOnlyList<Claim> claims = await base.ClaimAsync(request).ConfigureAwait(false);
                Execute("INSERT OR IGNORE INTO ready SELECT * FROM taken");
                return claims;
            default:
                return await base.ClaimAsync(request).ConfigureAwait(false);
        }
    }

    public override async ValueTask<IReadOnlyList<Lease>> ReadLeasesAsync(IReadOnlyCollection<long> nodeRunIds)
    {
        IReadOnlyList<Lease> leases = await base.ReadLeasesAsync(nodeRunIds).ConfigureAwait(false);
        Dictionary<long, Claim> held = process.Worker.Nodes.ToDictionary(n => n.Claim.NodeRunId, n => n.Claim);
        return removed switch
        {
            Guard.FenceOfResult => [.. leases.Select(l => held.TryGetValue(l.NodeRunId, out Claim claim) ? l with { Fence = claim.Fence } : l)],
            Guard.LeaseOfResult =>
            [
                .. leases,
                .. nodeRunIds.Where(id => leases.All(l => l.NodeRunId != id) && held.ContainsKey(id)).Select(id => held[id])
                    .Select(c => new Lease(c.NodeRunId, c.Fence, c.Attempt, process.Worker.Id ?? 0, c.QueueId, c.Kind, c.StartedAt, StopRequested: false)),
            ],
            _ => leases,
        };
    }

    public override async ValueTask<IReadOnlyList<StoredOutput>> ReadOutputsAsync(long runId, IReadOnlyCollection<int> ordinals)
    {
        if (removed == Guard.FenceOfOutputs)
        {
            Execute("CREATE TEMP TABLE IF NOT EXISTS fences (id, fence, state)");
            Execute("DELETE FROM fences");
            Execute($"INSERT INTO fences SELECT id, output_fence, state FROM node_run WHERE id >> 20 = {runId}");
            Execute($"UPDATE node_run SET state = 10, output_fence = coalesce((SELECT min(fence) FROM output WHERE node_run_id = node_run.id), 0) WHERE id >> 20 = {runId}");
            IReadOnlyList<StoredOutput> any = await base.ReadOutputsAsync(runId, ordinals).ConfigureAwait(false);
            Execute($"UPDATE node_run SET (output_fence, state) = (SELECT fence, state FROM fences WHERE fences.id = node_run.id) WHERE id >> 20 = {runId}");
            return any;
        }

        return await base.ReadOutputsAsync(runId, ordinals).ConfigureAwait(false);
    }

    public override ValueTask<long> InsertWorkerAsync(NewWorker worker) =>
        base.InsertWorkerAsync(removed == Guard.LeaseLength ? worker with { LeaseMilliseconds = worker.LeaseMilliseconds / 3 } : worker);

    public override async ValueTask<bool> BeatAsync(long workerId)
    {
        bool alive = await base.BeatAsync(workerId).ConfigureAwait(false);
        return alive || removed == Guard.DeadWorkerLearns;
    }

    public override async ValueTask<IReadOnlyList<Lease>> ReadLeasesOfWorkerAsync(long workerId)
    {
        IReadOnlyList<Lease> leases = await base.ReadLeasesOfWorkerAsync(workerId).ConfigureAwait(false);
        return removed == Guard.UnknownLeaseHandedBack ? [.. leases.Where(l => process.Worker.Knows(l.NodeRunId))] : leases;
    }

    public override ValueTask<bool> MarkWorkerDeadAsync(long workerId, long beat, DateTime now) => base.MarkWorkerDeadAsync(
        workerId, removed == Guard.BeatOfTheDead ? Number($"SELECT beat FROM worker WHERE id = {workerId}") : beat, now);

    public override async ValueTask<IReadOnlyList<Lease>> ReadLeasesOfDeadWorkersAsync(int limit) =>
        removed == Guard.LeasesOfTheDeadMended ? [] : await base.ReadLeasesOfDeadWorkersAsync(limit).ConfigureAwait(false);

    public override async ValueTask InsertFiringsAsync(long scheduleId, IReadOnlyList<DecidedFiring> firings, DateTime now)
    {
        if (removed == Guard.FiringOnce)
        {
            foreach (DecidedFiring firing in firings)
            {
                Execute($"DELETE FROM firing WHERE schedule_id = {scheduleId} AND due_at = {Storage.Microseconds.From(firing.DueAt)}");
            }
        }

        await base.InsertFiringsAsync(scheduleId, firings, now).ConfigureAwait(false);
    }

    public override ValueTask AdvanceScheduleAsync(long scheduleId, DateTime lastDecided, DateTime? nextFireAt) =>
        removed == Guard.FiringOnce && world.Choices.Chance(50) ? default : base.AdvanceScheduleAsync(scheduleId, lastDecided, nextFireAt);

    public override async ValueTask<int> CountActiveRunsAsync(long applicationId) =>
        removed == Guard.ActiveRunLimit ? 0 : await base.CountActiveRunsAsync(applicationId).ConfigureAwait(false);

    public override async ValueTask<long?> FindRunByKeyAsync(long applicationId, string key) =>
        removed == Guard.IdempotencyKey ? null : await base.FindRunByKeyAsync(applicationId, key).ConfigureAwait(false);

    public override async ValueTask InsertRunKeyAsync(long applicationId, string key, long runId, DateTime at)
    {
        if (removed == Guard.IdempotencyKey)
        {
            Execute($"DELETE FROM run_key WHERE application_id = {applicationId} AND key = '{key}'");
        }

        await base.InsertRunKeyAsync(applicationId, key, runId, at).ConfigureAwait(false);
    }

    public override async ValueTask<IReadOnlyList<StoredRun>> ReadRunsAsync(IReadOnlyCollection<long> ids)
    {
        IReadOnlyList<StoredRun> runs = await base.ReadRunsAsync(ids).ConfigureAwait(false);
        return removed == Guard.PinnedValues ? [.. runs.Select(run => run with { Values = ValuesNow(run.Facts) })] : runs;
    }

    private string ValuesNow(RunFacts run) => (string)world.Database.Value($"SELECT \"values\" FROM application WHERE id = {run.ApplicationId}")!;

    private void Execute(string sql) => world.Database.Execute(sql);

    private long Number(string sql) => (long)world.Database.Value(sql)!;
}
