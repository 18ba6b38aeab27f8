using Maat.Storage.Engine;
using Maat.Storage.Queues;

namespace Maat.Storage.Sqlite.Engine;

/// <summary>Workers, their heartbeats, and what the dead leave behind.</summary>
internal sealed partial class SqliteEngineTransaction
{
    private const string InsertWorker = """
        INSERT INTO worker (name, beat, lease_milliseconds, state, slots, queues, started_at) VALUES (?1, 0, ?2, 0, ?3, ?4, ?5)
        """;

    // By primary key.
    private const string Beat = "UPDATE worker SET beat = beat + 1 WHERE id = ?1 AND state <> 2";

    // Index (worker_id).
    private const string SelectLeasesOfWorker = """
        SELECT node_run_id, fence, attempt, worker_id, queue_id, kind, started_at, stop_requested FROM lease WHERE worker_id = ?1
        """;

    // Index (state): the living are few.
    private const string SelectWorkers = "SELECT id, beat, lease_milliseconds, state FROM worker WHERE state IN (0, 1)";

    // By primary key; a dead worker stays dead.
    private const string MarkDead = "UPDATE worker SET state = 2, ended_at = ?3 WHERE id = ?1 AND beat = ?2 AND state <> 2";

    private const string SetState = "UPDATE worker SET state = ?2, ended_at = coalesce(?3, ended_at) WHERE id = ?1 AND state <> 2";

    // A loose scan of index (worker_id): one step per worker that holds something, and leases of the dead only. A worker whose row is
    // gone is dead.
    private const string SelectLeasesOfDead = """
        WITH RECURSIVE holder(worker_id) AS (
            SELECT min(worker_id) FROM lease
            UNION ALL
            SELECT (SELECT min(worker_id) FROM lease WHERE worker_id > holder.worker_id) FROM holder WHERE worker_id IS NOT NULL)
        SELECT l.node_run_id, l.fence, l.attempt, l.worker_id, l.queue_id, l.kind, l.started_at, l.stop_requested
        FROM holder LEFT JOIN worker w ON w.id = holder.worker_id CROSS JOIN lease l ON l.worker_id = holder.worker_id
        WHERE coalesce(w.state, 2) = 2 LIMIT ?1
        """;

    public ValueTask<long> InsertWorkerAsync(NewWorker worker)
    {
        statements.Execute(
            InsertWorker, worker.Name, (long)worker.LeaseMilliseconds, (long)worker.Slots, worker.Queues, Microseconds.From(worker.StartedAt));
        return new(statements.Number("SELECT last_insert_rowid()")!.Value);
    }

    public ValueTask<bool> BeatAsync(long workerId) => new(statements.Execute(Beat, workerId) > 0);

    public ValueTask<IReadOnlyList<Lease>> ReadLeasesOfWorkerAsync(long workerId) =>
        new(statements.Query(SelectLeasesOfWorker, ReadLease, workerId));

    public ValueTask<IReadOnlyList<WorkerBeat>> ReadWorkersAsync() => new(statements.Query(
        SelectWorkers, r => new WorkerBeat(r.GetInt64(0), r.GetInt64(1), r.GetInt32(2), (WorkerState)r.GetByte(3))));

    public ValueTask<bool> MarkWorkerDeadAsync(long workerId, long beat, DateTime now) =>
        new(statements.Execute(MarkDead, workerId, beat, Microseconds.From(now)) > 0);

    public ValueTask SetWorkerStateAsync(long workerId, WorkerState state, DateTime? endedAt)
    {
        statements.Execute(SetState, workerId, (long)state, Stored(endedAt));
        return default;
    }

    public ValueTask<IReadOnlyList<Lease>> ReadLeasesOfDeadWorkersAsync(int limit) =>
        new(statements.Query(SelectLeasesOfDead, ReadLease, (long)limit));
}
