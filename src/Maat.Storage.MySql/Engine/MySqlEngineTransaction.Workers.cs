using Maat.Storage.Engine;
using Maat.Storage.MySql.Statements;
using Maat.Storage.Queues;

namespace Maat.Storage.MySql.Engine;

/// <summary>Workers, their heartbeats, and what the dead leave behind.</summary>
internal sealed partial class MySqlEngineTransaction
{
    private const string InsertWorker = "INSERT INTO worker (name, beat, lease_milliseconds, state, slots, queues, started_at) VALUES {0}";

    // By primary key.
    private const string Beat = "UPDATE worker FORCE INDEX (PRIMARY) SET beat = beat + 1 WHERE id = {0} AND state <> 2";

    // Index (worker_id).
    private const string SelectLeasesOfWorker = LeaseColumns + " FORCE INDEX (ix_lease_worker_id) WHERE l.worker_id = {0}";

    // Index (state): the living are few.
    private const string SelectWorkers =
        "SELECT id, beat, lease_milliseconds, state FROM worker FORCE INDEX (ix_worker_state) WHERE state IN (0, 1)";

    // By primary key; a dead worker stays dead, and one that has beaten since lives. It waits for claims of the worker that are being
    // committed: afterwards there are none.
    private const string MarkDead =
        "UPDATE worker FORCE INDEX (PRIMARY) SET state = 2, ended_at = {2} WHERE id = {0} AND beat = {1} AND state <> 2";

    private const string SetState =
        "UPDATE worker FORCE INDEX (PRIMARY) SET state = {1}, ended_at = COALESCE({2}, ended_at) WHERE id = {0} AND state <> 2";

    // A loose scan of index (worker_id): one step per worker that holds something, and leases of the dead only. A worker whose row is gone is
    // dead. Not locking: each lease is taken back under its run's lock, if it is still there.
    private const string SelectLeasesOfDead = """
        SELECT l.node_run_id, l.fence, l.attempt, l.worker_id, l.queue_id, l.kind, l.started_at, l.stop_requested
        FROM (SELECT worker_id FROM lease FORCE INDEX (ix_lease_worker_id) GROUP BY worker_id) holder
        LEFT JOIN worker w FORCE INDEX (PRIMARY) ON w.id = holder.worker_id
        STRAIGHT_JOIN lease l FORCE INDEX (ix_lease_worker_id) ON l.worker_id = holder.worker_id
        WHERE COALESCE(w.state, 2) = 2 LIMIT {0}
        """;

    public ValueTask<long> InsertWorkerAsync(NewWorker worker)
    {
        var values = new SqlRows();
        values.Add(
            worker.Name, 0L, worker.LeaseMilliseconds, (long)WorkerState.Alive, worker.Slots, worker.Queues, Microseconds.From(worker.StartedAt));
        return ExecuteAsync(LastId, InsertWorker, values);
    }

    public async ValueTask<bool> BeatAsync(long workerId) => await ExecuteAsync(RowCount, Beat, workerId).ConfigureAwait(false) > 0;

    public async ValueTask<IReadOnlyList<Lease>> ReadLeasesOfWorkerAsync(long workerId) =>
        await QueryAsync(SelectLeasesOfWorker, ReadLease, workerId).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<WorkerBeat>> ReadWorkersAsync() => await QueryAsync(
        SelectWorkers, row => new WorkerBeat(row.GetInt64(0), row.GetInt64(1), Int(row, 2), (WorkerState)row.GetInt64(3))).ConfigureAwait(false);

    public async ValueTask<bool> MarkWorkerDeadAsync(long workerId, long beat, DateTime now) =>
        await ExecuteAsync(RowCount, MarkDead, workerId, beat, Microseconds.From(now)).ConfigureAwait(false) > 0;

    public ValueTask SetWorkerStateAsync(long workerId, WorkerState state, DateTime? endedAt) =>
        WriteAsync(SetState, workerId, (long)state, Stored(endedAt));

    public async ValueTask<IReadOnlyList<Lease>> ReadLeasesOfDeadWorkersAsync(int limit) =>
        await QueryAsync(SelectLeasesOfDead, ReadLease, limit).ConfigureAwait(false);
}
