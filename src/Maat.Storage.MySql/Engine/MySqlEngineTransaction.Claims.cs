using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.MySql.Statements;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using MySqlConnector;

namespace Maat.Storage.MySql.Engine;

/// <summary>
/// Claims, in two steps: the head of each queue is read without locks, however many rows others have deleted or locked there; then some of
/// those are locked by their primary keys, passing over what others hold. Only what is locked is claimed, and it is claimed once.
/// </summary>
internal sealed partial class MySqlEngineTransaction
{
    /// <summary>How many times as much is read of a queue's head as is wanted: others take from the same head.</summary>
    private const int HeadsPerSlot = 4;

    /// <summary>How often the heads are read again when others took all that was read: then the queue is not empty, only busy.</summary>
    private const int MaxReadings = 3;

    private const string SelectOpenQueues = "SELECT id, max_running FROM queue FORCE INDEX (PRIMARY) WHERE id IN ({0}) AND paused = 0";

    // By primary key: (queue_id, position, node_run_id) is the order in which a queue is served. With what a claim tells of the node and its
    // run: whatever becomes of them, a ready row under this fence always meets the same.
    private const string SelectHead = """
        SELECT r.queue_id, r.position, r.node_run_id, r.fence, r.attempt, n.state, n.fence, u.round
        FROM (SELECT queue_id, position, node_run_id, fence, attempt FROM ready FORCE INDEX (PRIMARY)
              WHERE queue_id = {0} ORDER BY queue_id, position, node_run_id LIMIT {1}) r
        STRAIGHT_JOIN node_run n FORCE INDEX (PRIMARY) ON n.id = r.node_run_id STRAIGHT_JOIN run u FORCE INDEX (PRIMARY) ON u.id = r.node_run_id >> 20
        """;

    // Shared: a worker's claims may go on beside each other, but none beside its being declared dead.
    private const string LockWorker = "SELECT state FROM worker FORCE INDEX (PRIMARY) WHERE id = {0} LOCK IN SHARE MODE";

    // Claims from a queue with a limit come one after the other, so that what one has started is counted by the next.
    private const string LockLimitedQueues = """
        SELECT id, max_running FROM queue FORCE INDEX (PRIMARY) WHERE id IN ({0}) AND paused = 0 AND max_running IS NOT NULL ORDER BY id FOR UPDATE
        """;

    // Index (queue_id, kind) alone. There are never more than the limits.
    private const string CountRunning = """
        SELECT queue_id, COUNT(*) FROM lease FORCE INDEX (ix_lease_queue_id_kind) WHERE queue_id IN ({0}) AND kind = 0 GROUP BY queue_id
        """;

    // By primary key.
    private const string LockFreeReady = """
        SELECT queue_id, position, node_run_id, fence FROM ready FORCE INDEX (PRIMARY) WHERE (queue_id, position, node_run_id) IN ({0})
        ORDER BY queue_id, position, node_run_id FOR UPDATE SKIP LOCKED
        """;

    private readonly record struct Head(long QueueId, long Position, long NodeRunId, long Fence, int Attempt, bool IsStale, int Round);

    public async ValueTask<IReadOnlyList<Claim>> ClaimAsync(ClaimRequest request)
    {
        var claims = new List<Claim>();
        for (int reading = 0; reading < MaxReadings; reading++)
        {
            Dictionary<long, long?> queues = [];
            List<Head> branches = [], work = [];
            await ReadHeadsAsync(request, queues, branches, work).ConfigureAwait(false);
            bool isLimited = queues.Values.Any(limit => limit is not null);
            if (branches.Count + work.Count == 0 || !await LockWorkerAsync(request.WorkerId).ConfigureAwait(false))
            {
                return claims;
            }

            Dictionary<long, long> free = isLimited && work.Count > 0 ? await LockLimitsAsync(queues).ConfigureAwait(false) : [];
            bool isBusy = await TakeAsync(branches, LeaseKind.Control, request, request.Branches, [], claims).ConfigureAwait(false);
            isBusy |= await TakeAsync(work, LeaseKind.Work, request, request.Slots, free, claims).ConfigureAwait(false);
            if (!isBusy || claims.Count > 0)
            {
                break;
            }
        }

        await WrittenAsync().ConfigureAwait(false);
        return claims;
    }

    /// <summary>The heads of what is asked for, each in the order in which it is served. No locks, and in one packet but for which queues are open.</summary>
    private async ValueTask ReadHeadsAsync(ClaimRequest request, Dictionary<long, long?> queues, List<Head> branches, List<Head> work)
    {
        long[] asked = request.Slots > 0 ? [.. request.Queues.Distinct()] : [];
        StatementBatch batch = await BatchAsync(locks: false).ConfigureAwait(false);
        var rows = new List<Action<MySqlDataReader>>();
        var open = new List<Head>();
        if (asked.Length > 0)
        {
            batch.Add(SelectOpenQueues, SqlArgument.List(asked));
            rows.Add(row => queues.Add(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1)));
        }

        if (request.Branches > 0)
        {
            batch.Add(SelectHead, QueueRow.ControlLane, (long)request.Branches * HeadsPerSlot);
            rows.Add(row => branches.Add(ReadHead(row)));
        }

        foreach (long queue in asked)
        {
            batch.Add(SelectHead, queue, (long)request.Slots * HeadsPerSlot);
            rows.Add(row => open.Add(ReadHead(row)));
        }

        if (rows.Count > 0)
        {
            await session.SendAsync(batch, [.. rows]).ConfigureAwait(false);
        }

        work.AddRange(open.Where(head => queues.ContainsKey(head.QueueId)));
        branches.Sort(InOrder);
        work.Sort(InOrder);
    }

    private async ValueTask<bool> LockWorkerAsync(long workerId) =>
        await LockAsync(LockWorker, row => row.GetInt64(0), workerId).ConfigureAwait(false) is [(long)WorkerState.Alive];

    /// <summary>How many more may run of each queue that has a limit, which stays so until this transaction ends.</summary>
    private async ValueTask<Dictionary<long, long>> LockLimitsAsync(Dictionary<long, long?> queues)
    {
        SqlArgument ids = SqlArgument.List([.. queues.Where(q => q.Value is not null).Select(q => q.Key)]);
        var free = new Dictionary<long, long>();
        StatementBatch batch = await BatchAsync(locks: true).ConfigureAwait(false);
        await session.SendAsync(
            batch.Add(LockLimitedQueues, ids).Add(CountRunning, ids),
            row => free[row.GetInt64(0)] = row.GetInt64(1),
            row => free[row.GetInt64(0)] = free.GetValueOrDefault(row.GetInt64(0)) - row.GetInt64(1)).ConfigureAwait(false);
        foreach ((long queue, long? limit) in queues)
        {
            if (limit is not null)
            {
                // Paused, or without a limit, since it was read: the next claim will see.
                free.TryAdd(queue, 0);
            }
        }

        return free;
    }

    /// <summary>Takes up to so many of the heads. True when others took some of what was there.</summary>
    /// <param name="free">How many of a queue with a limit.</param>
    private async ValueTask<bool> TakeAsync(
        List<Head> heads, LeaseKind kind, ClaimRequest request, int most, Dictionary<long, long> free, List<Claim> claims)
    {
        bool collided = false;
        var left = new List<Head>(heads);
        int windows = most > 0 ? (heads.Count + most - 1) / most : 0;
        int from = scatter.First(windows) * most;
        while (most > 0 && left.Count > 0)
        {
            List<Head> window = Window(left, from, most, free);
            if (window.Count == 0)
            {
                break;
            }

            from = 0;
            HashSet<(long, long)> locked = await LockFreeAsync(window).ConfigureAwait(false);
            foreach (Head head in window)
            {
                left.Remove(head);
                if (!locked.Contains((head.NodeRunId, head.Fence)))
                {
                    collided = true;
                    continue;
                }

                _writes.Unready(head.QueueId, head.Position, head.NodeRunId);
                if (!head.IsStale)
                {
                    most--;
                    if (free.TryGetValue(head.QueueId, out long more))
                    {
                        free[head.QueueId] = more - 1;
                    }

                    Start(head, kind, request, claims);
                }
            }
        }

        if (collided)
        {
            scatter.Collided();
        }

        return collided;
    }

    /// <summary>The next of the heads that may be taken, from a place on.</summary>
    private static List<Head> Window(List<Head> left, int from, int most, Dictionary<long, long> free)
    {
        var window = new List<Head>(most);
        var taken = new Dictionary<long, long>();
        for (int i = 0; i < left.Count && window.Count < Math.Min(most, MaxIds); i++)
        {
            Head head = left[(from + i) % left.Count];
            long already = taken.GetValueOrDefault(head.QueueId);
            if (!free.TryGetValue(head.QueueId, out long limit) || already < limit)
            {
                taken[head.QueueId] = already + 1;
                window.Add(head);
            }
        }

        return window;
    }

    private async ValueTask<HashSet<(long NodeRunId, long Fence)>> LockFreeAsync(List<Head> window)
    {
        var keys = new SqlRows();
        foreach (Head head in window)
        {
            keys.Add(head.QueueId, head.Position, head.NodeRunId);
        }

        var locked = new HashSet<(long, long)>();
        StatementBatch batch = await BatchAsync(locks: true, flush: false).ConfigureAwait(false);
        await session.SendAsync(batch.Add(LockFreeReady, keys), row => locked.Add((row.GetInt64(2), row.GetInt64(3)))).ConfigureAwait(false);
        return locked;
    }

    private void Start(in Head head, LeaseKind kind, ClaimRequest request, List<Claim> claims)
    {
        long now = Microseconds.From(request.Now);
        _writes.Start(head.NodeRunId, now);
        _writes.Lease(head.NodeRunId, head.Fence, head.Attempt, request.WorkerId, head.QueueId, (long)kind, now, false);
        Tell(
            NodeRunId.Run(head.NodeRunId),
            new NodeEvent(NodeRunId.Ordinal(head.NodeRunId), head.Round, head.Fence, head.Attempt, NodeState.Running, null), request.Now);
        claims.Add(new Claim(head.NodeRunId, head.Fence, head.Attempt, head.QueueId, kind, request.Now));
    }

    private static int InOrder(Head a, Head b) => (a.Position, a.NodeRunId).CompareTo((b.Position, b.NodeRunId));

    private static Head ReadHead(MySqlDataReader r) => new(
        r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), Int(r, 4),
        IsStale: r.GetInt64(5) != (long)NodeState.Ready || r.GetInt64(6) != r.GetInt64(3), Int(r, 7));
}
