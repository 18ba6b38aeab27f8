using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Runs;

namespace Maat.Storage.Sqlite.Engine;

/// <summary>Claims, their ends, and what they leave: attempts and outputs.</summary>
internal sealed partial class SqliteEngineTransaction
{
    // By primary key: (queue_id, position, node_run_id) is the order in which a queue is served.
    private const string SelectHead =
        "SELECT rowid, node_run_id, fence, attempt, queue_id, position FROM ready WHERE queue_id = ?1 ORDER BY position, node_run_id LIMIT ?2";

    private const string DeleteReadyRow = "DELETE FROM ready WHERE rowid = ?1";

    private const string SelectWorkerState = "SELECT state FROM worker WHERE id = ?1";

    // Index (queue_id, kind). There are never more leases than slots, so counting them is cheaper than keeping a count.
    private const string CountRunning = "SELECT count(*) FROM lease WHERE queue_id = ?1 AND kind = 0";

    private const string SelectQueueLimit = "SELECT coalesce(max_running, -1) FROM queue WHERE id = ?1 AND paused = 0";

    private const string InsertLease = """
        INSERT INTO lease (node_run_id, fence, attempt, worker_id, queue_id, kind, started_at, stop_requested)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
        """;

    private const string StartNode = "UPDATE node_run SET state = 2, changed_at = ?3 WHERE id = ?1 AND fence = ?2 AND state = 1";

    private const string SelectRound = "SELECT round FROM run WHERE id = ?1";

    private const string SelectLeaseById = """
        SELECT node_run_id, fence, attempt, worker_id, queue_id, kind, started_at, stop_requested FROM lease WHERE node_run_id = ?1
        """;

    private const string InsertAttempt = """
        INSERT INTO attempt (node_run_id, attempt, fence, outcome, reason, exit_code, worker_id, started_at, ended_at, log_bytes, log_cut)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """;

    private const string InsertOutput = "INSERT INTO output (node_run_id, fence, name, value) VALUES (?1, ?2, ?3, ?4)";

    // By primary key of both; a node run without outputs has fence 0, which no output has.
    private const string SelectOutputs = """
        SELECT o.node_run_id, o.name, o.value FROM node_run n JOIN output o ON o.node_run_id = n.id AND o.fence = n.output_fence
        WHERE n.id = ?1 AND n.state = 10
        """;

    // A loose scan of the primary key: one step per queue that has something delayed.
    private const string SelectLanes = """
        WITH RECURSIVE lane(queue_id) AS (
            SELECT min(queue_id) FROM delayed
            UNION ALL
            SELECT (SELECT min(queue_id) FROM delayed WHERE queue_id > lane.queue_id) FROM lane WHERE queue_id IS NOT NULL)
        SELECT queue_id FROM lane WHERE queue_id IS NOT NULL
        """;

    // Primary key (queue_id, kind, due_at, node_run_id): the first of one range.
    private const string SelectDue = """
        SELECT node_run_id, kind, fence, due_at FROM delayed WHERE queue_id = ?1 AND kind = ?2 AND due_at <= ?3 ORDER BY due_at, node_run_id LIMIT ?4
        """;

    // The same range, its first.
    private const string SelectNextDue = "SELECT min(due_at) FROM delayed WHERE queue_id = ?1 AND kind = ?2";

    /// <summary>What the scheduler moves when it is due; polls are claimed.</summary>
    private static readonly DelayKind[] s_moved = [DelayKind.Retry, DelayKind.Loss];

    private readonly record struct Head(long RowId, long NodeRunId, long Fence, int Attempt, long QueueId, long Position);

    public ValueTask<IReadOnlyList<Claim>> ClaimAsync(ClaimRequest request)
    {
        if (statements.Number(SelectWorkerState, request.WorkerId) != (long)WorkerState.Alive)
        {
            return new([]);
        }

        var claims = new List<Claim>();
        if (request.Branches > 0)
        {
            foreach (Head head in statements.Query(SelectHead, ReadHead, QueueRow.ControlLane, (long)request.Branches))
            {
                Take(head, LeaseKind.Control, request, claims);
            }
        }

        foreach (Head head in request.Slots > 0 ? WorkHeads(request) : [])
        {
            Take(head, LeaseKind.Work, request, claims);
        }

        return new(claims);
    }

    /// <summary>The heads of the queues merged by position, each queue within its limit.</summary>
    private IEnumerable<Head> WorkHeads(ClaimRequest request)
    {
        var heads = new List<Head>();
        foreach (long queue in request.Queues.Distinct())
        {
            if (statements.Number(SelectQueueLimit, queue) is not { } limit)
            {
                continue;
            }

            long free = limit < 0 ? request.Slots : Math.Min(request.Slots, limit - statements.Number(CountRunning, queue)!.Value);
            if (free > 0)
            {
                heads.AddRange(statements.Query(SelectHead, ReadHead, queue, free));
            }
        }

        if (request.Queues.Count > 1)
        {
            heads.Sort((a, b) => (a.Position, a.NodeRunId).CompareTo((b.Position, b.NodeRunId)));
        }

        return heads.Take(request.Slots);
    }

    private void Take(in Head head, LeaseKind kind, ClaimRequest request, List<Claim> claims)
    {
        statements.Execute(DeleteReadyRow, head.RowId);
        if (statements.Execute(StartNode, head.NodeRunId, head.Fence, Microseconds.From(request.Now)) == 0)
        {
            return;
        }

        statements.Execute(
            InsertLease, head.NodeRunId, head.Fence, (long)head.Attempt, request.WorkerId, head.QueueId, (long)kind, Microseconds.From(request.Now));
        long runId = NodeRunId.Run(head.NodeRunId);
        int round = (int)statements.Number(SelectRound, runId)!.Value;
        events.Node(runId, new NodeEvent(NodeRunId.Ordinal(head.NodeRunId), round, head.Fence, head.Attempt, NodeState.Running, null), request.Now);
        claims.Add(new Claim(head.NodeRunId, head.Fence, head.Attempt, head.QueueId, kind, request.Now));
    }

    public ValueTask<IReadOnlyList<Lease>> ReadLeasesAsync(IReadOnlyCollection<long> nodeRunIds)
    {
        var leases = new List<Lease>(nodeRunIds.Count);
        foreach (long id in nodeRunIds)
        {
            leases.AddRange(statements.Query(SelectLeaseById, ReadLease, id));
        }

        return new(leases);
    }

    public ValueTask InsertAttemptsAsync(IReadOnlyList<EndedAttempt> attempts)
    {
        foreach (EndedAttempt a in attempts)
        {
            statements.Execute(
                InsertAttempt, a.NodeRunId, (long)a.Attempt, a.Fence, (long)a.Outcome, a.Reason, (long?)a.ExitCode,
                a.WorkerId, Microseconds.From(a.StartedAt), Microseconds.From(a.EndedAt), a.LogBytes, a.LogCut ? 1L : 0L);
        }

        return default;
    }

    public ValueTask InsertOutputsAsync(long nodeRunId, long fence, IReadOnlyList<KeyValuePair<string, string>> outputs)
    {
        foreach ((string name, string value) in outputs)
        {
            statements.Execute(InsertOutput, nodeRunId, fence, name, value);
        }

        return default;
    }

    public ValueTask<IReadOnlyList<StoredOutput>> ReadOutputsAsync(long runId, IReadOnlyCollection<int> ordinals)
    {
        var outputs = new List<StoredOutput>();
        foreach (int ordinal in ordinals)
        {
            outputs.AddRange(statements.Query(
                SelectOutputs, r => new StoredOutput(ordinal, r.GetString(1), r.GetString(2)), NodeRunId.Of(runId, ordinal)));
        }

        return new(outputs);
    }

    public ValueTask<IReadOnlyList<DueNode>> ReadDueAsync(DateTime now, int limit)
    {
        var due = new List<(DueNode Node, long At)>();
        foreach (long queue in statements.Query(SelectLanes, r => r.GetInt64(0)))
        {
            foreach (DelayKind kind in s_moved)
            {
                due.AddRange(statements.Query(
                    SelectDue, r => (new DueNode(r.GetInt64(0), (DelayKind)r.GetByte(1), r.GetInt64(2)), r.GetInt64(3)),
                    queue, (long)kind, Microseconds.From(now), (long)limit));
            }
        }

        return new([.. due.OrderBy(d => d.At).ThenBy(d => d.Node.NodeRunId).Take(limit).Select(d => d.Node)]);
    }

    public ValueTask<DateTime?> ReadNextDueAsync()
    {
        long? next = null;
        foreach (long queue in statements.Query(SelectLanes, r => r.GetInt64(0)))
        {
            foreach (DelayKind kind in s_moved)
            {
                long? due = statements.Number(SelectNextDue, queue, (long)kind);
                next = next < due ? next : due ?? next;
            }
        }

        return new(next is { } time ? Microseconds.ToUtc(time) : null);
    }

    private static Head ReadHead(SqliteRow r) =>
        new(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt32(3), r.GetInt64(4), r.GetInt64(5));

    private static Lease ReadLease(SqliteRow r) => new(
        r.GetInt64(0), r.GetInt64(1), r.GetInt32(2), r.GetInt64(3), r.GetInt64(4), (LeaseKind)r.GetByte(5), Time(r, 6), r.GetBoolean(7));
}
