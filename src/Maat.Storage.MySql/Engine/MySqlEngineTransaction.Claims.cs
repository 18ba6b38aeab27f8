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

    /// <summary>What of the heads is still to be looked at.</summary>
    /// <param name="free">How many more of a queue with a limit.</param>
    private sealed class Lane(LeaseKind kind, List<Head> heads, int wanted, Dictionary<long, long> free)
    {
        public LeaseKind Kind => kind;

        public List<Head> Heads => heads;

        public int Wanted => wanted;

        /// <summary>Where the first window begins.</summary>
        public int From { get; set; }

        public void Taken(long queue)
        {
            wanted--;
            if (free.TryGetValue(queue, out long more))
            {
                free[queue] = more - 1;
            }
        }

        /// <summary>The next heads that may be taken; they are not looked at again.</summary>
        public List<Head> Next()
        {
            var window = new List<Head>(wanted);
            var taken = new Dictionary<long, long>();
            for (int i = 0; i < heads.Count && window.Count < Math.Min(wanted, MaxIds); i++)
            {
                Head head = heads[(From + i) % heads.Count];
                long already = taken.GetValueOrDefault(head.QueueId);
                if (!free.TryGetValue(head.QueueId, out long limit) || already < limit)
                {
                    taken[head.QueueId] = already + 1;
                    window.Add(head);
                }
            }

            From = 0;
            heads.RemoveAll(new HashSet<Head>(window).Contains);
            return window;
        }
    }

    private readonly record struct Head(long QueueId, long Position, long NodeRunId, long Fence, int Attempt, bool IsStale, int Round);

    public async ValueTask<IReadOnlyList<Claim>> ClaimAsync(ClaimRequest request)
    {
        var claims = new List<Claim>();
        for (int reading = 0; reading < MaxReadings; reading++)
        {
            Dictionary<long, long?> queues = [];
            List<Head> branches = [], work = [];
            await ReadHeadsAsync(request, queues, branches, work).ConfigureAwait(false);
            if (branches.Count + work.Count == 0)
            {
                return claims;
            }

            Dictionary<long, long> free = [];
            if (work.Count > 0 && queues.Values.Any(limit => limit is not null)
                && !await LockLimitsAsync(request.WorkerId, queues, free).ConfigureAwait(false))
            {
                return claims;
            }

            (bool isAlive, bool isBusy) = await TakeAsync(
                new Lane(LeaseKind.Control, branches, request.Branches, []), new Lane(LeaseKind.Work, work, request.Slots, free), request, claims)
                .ConfigureAwait(false);
            if (!isAlive)
            {
                return claims;
            }

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

    /// <summary>Finds how many more may run of each queue that has a limit, which stays so until this transaction ends.</summary>
    /// <returns>Whether the worker is alive.</returns>
    private async ValueTask<bool> LockLimitsAsync(long workerId, Dictionary<long, long?> queues, Dictionary<long, long> free)
    {
        SqlArgument ids = SqlArgument.List([.. queues.Where(q => q.Value is not null).Select(q => q.Key)]);
        StatementBatch batch = await BatchAsync(locks: true).ConfigureAwait(false);
        bool isAlive = false;
        await session.SendAsync(
            batch.Add(LockWorker, workerId).Add(LockLimitedQueues, ids).Add(CountRunning, ids),
            row => isAlive = row.GetInt64(0) == (long)WorkerState.Alive,
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

        return isAlive;
    }

    /// <summary>
    /// Takes what is wanted of the heads of both lanes, a window of each at a time, in one packet. The first also locks the worker: of one
    /// that is dead nothing is taken.
    /// </summary>
    /// <returns>Whether the worker is alive, and whether others took some of what was there.</returns>
    private async ValueTask<(bool IsAlive, bool IsBusy)> TakeAsync(Lane branches, Lane work, ClaimRequest request, List<Claim> claims)
    {
        bool collided = false, isFirst = true;
        Lane[] lanes = [branches, work];
        foreach (Lane lane in lanes)
        {
            lane.From = lane.Wanted > 0 ? scatter.First((lane.Heads.Count + lane.Wanted - 1) / lane.Wanted) * lane.Wanted : 0;
        }

        while (true)
        {
            List<Head>[] windows = [.. lanes.Select(lane => lane.Next())];
            if (windows.All(window => window.Count == 0))
            {
                break;
            }

            (bool isAlive, HashSet<(long, long)> locked) = await LockFreeAsync(isFirst ? request.WorkerId : null, windows).ConfigureAwait(false);
            if (!isAlive)
            {
                return (false, collided);
            }

            isFirst = false;
            for (int i = 0; i < lanes.Length; i++)
            {
                foreach (Head head in windows[i])
                {
                    collided |= !Take(lanes[i], head, locked, request, claims);
                }
            }
        }

        if (collided)
        {
            scatter.Collided();
        }

        return (true, collided);
    }

    /// <summary>False when somebody else has it.</summary>
    private bool Take(Lane lane, in Head head, HashSet<(long, long)> locked, ClaimRequest request, List<Claim> claims)
    {
        if (!locked.Contains((head.NodeRunId, head.Fence)))
        {
            return false;
        }

        _writes.Unready(head.QueueId, head.Position, head.NodeRunId);
        if (!head.IsStale)
        {
            lane.Taken(head.QueueId);
            Start(head, lane.Kind, request, claims);
        }

        return true;
    }

    private async ValueTask<(bool IsAlive, HashSet<(long NodeRunId, long Fence)> Locked)> LockFreeAsync(long? workerId, List<Head>[] windows)
    {
        StatementBatch batch = await BatchAsync(locks: true, flush: false).ConfigureAwait(false);
        var reads = new List<Action<MySqlDataReader>>();
        bool isAlive = workerId is null;
        if (workerId is { } id)
        {
            batch.Add(LockWorker, id);
            reads.Add(row => isAlive = row.GetInt64(0) == (long)WorkerState.Alive);
        }

        var locked = new HashSet<(long, long)>();
        foreach (List<Head> window in windows.Where(window => window.Count > 0))
        {
            var keys = new SqlRows();
            foreach (Head head in window)
            {
                keys.Add(head.QueueId, head.Position, head.NodeRunId);
            }

            batch.Add(LockFreeReady, keys);
            reads.Add(row => locked.Add((row.GetInt64(2), row.GetInt64(3))));
        }

        await session.SendAsync(batch, [.. reads]).ConfigureAwait(false);
        return (isAlive, locked);
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
