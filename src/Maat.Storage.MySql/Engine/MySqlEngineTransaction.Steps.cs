using System.Text.Json;
using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.MySql.Statements;
using Maat.Storage.Runs;
using MySqlConnector;

namespace Maat.Storage.MySql.Engine;

/// <summary>
/// A step of a run under its lock: reading its node runs, and writing what the step changes.
/// <para>
/// Everything about a run changes under its lock but one thing: a claim makes a ready node running, under the lock of its ready row. So
/// whoever takes a ready node away, or writes it at all, locks that row first; if it is gone, the node was claimed in between, and the step
/// is done again with what is true now.
/// </para>
/// </summary>
internal sealed partial class MySqlEngineTransaction
{
    // By primary key of both.
    private const string NodeColumns = """
        SELECT n.id, n.state, n.decision, n.attempt, n.attempt_base, n.losses, n.fence, n.succeeded, n.failed, n.upstream_failed, n.skipped,
               n.excluded, n.gates, n.choice, n.output_fence, n.resume, n.pending, n.reason, n.changed_at,
               l.fence, l.attempt, l.worker_id, l.queue_id, l.kind, l.started_at, l.stop_requested
        FROM node_run n FORCE INDEX (PRIMARY) LEFT JOIN lease l ON l.node_run_id = n.id
        """;

    private const string SelectNodes = NodeColumns + " WHERE n.id IN ({0})";

    // One range of the primary key: the run's.
    private const string SelectAllNodes = NodeColumns + " WHERE n.id BETWEEN {0} AND {1}";

    // Index (node_run_id), which has all three. Not locking: a lock taken here and the primary key's after it would be the other way round
    // than a claim takes them.
    private const string FindReady =
        "SELECT queue_id, position, node_run_id FROM ready FORCE INDEX (ix_ready_node_run_id) WHERE node_run_id IN ({0})";

    // By primary key.
    private const string LockReady = """
        SELECT queue_id, position, node_run_id FROM ready FORCE INDEX (PRIMARY) WHERE (queue_id, position, node_run_id) IN ({0})
        ORDER BY queue_id, position, node_run_id FOR UPDATE
        """;

    /// <summary>Ready rows that are locked, by node run.</summary>
    private readonly Dictionary<long, List<(long Queue, long Position)>> _lockedReady = [];

    /// <summary>Node runs that were read when their run was locked, for the first step of each run: later ones meet what it has written.</summary>
    private readonly Dictionary<long, MySqlNodeRuns> _readNodes = [];

    /// <summary>The leases that were read with them; null for a node run without one. Gone with the first step.</summary>
    private readonly Dictionary<long, Lease?> _readLeases = [];

    /// <summary>Node runs that are read with the lock of their runs; of more each step asks for its own, and the lock is not held up.</summary>
    private const int MostAtLock = 4 * MaxIds;

    /// <summary>Ids of one statement: the server materialises lists of a thousand.</summary>
    private const int MaxIds = 500;

    public async ValueTask<RunChange> StepAsync(
        LockedRun run, RunPlan plan, StepWrites writes, IReadOnlyCollection<int> preload, Func<RunHead, INodeRuns, RunChange> step)
    {
        long runId = run.Facts.Id;
        bool all = preload.Count is 0 or > MaxIds;
        _readLeases.Clear();
        if (!_readNodes.Remove(runId, out MySqlNodeRuns? nodes) || all || !nodes.HasAll(preload))
        {
            nodes = new MySqlNodeRuns(runId);
            await LoadAsync(nodes, all ? null : preload, plan.Count).ConfigureAwait(false);
        }

        while (true)
        {
            RunHead head = run.Head.Copy();
            nodes.Forget();
            RunChange change;
            try
            {
                change = step(head, nodes);
            }
            catch (NodeNotLoadedException) when (!all)
            {
                // A cascade: from its second level on the whole run is read, once.
                all = true;
                await LoadAsync(nodes, null, plan.Count).ConfigureAwait(false);
                continue;
            }

            long[] ready = [.. change.Nodes.Keys.Where(nodes.WasReady).Concat(change.Unqueued.Where(u => u.Was == NodeState.Ready).Select(u => u.Ordinal))
                .Select(ordinal => NodeRunId.Of(runId, ordinal)).Distinct().Where(id => !_lockedReady.ContainsKey(id)).Order()];
            if (ready.Length > 0 && await LockReadyAsync(ready, runId).ConfigureAwait(false))
            {
                await LoadAsync(nodes, all ? null : nodes.Loaded, plan.Count).ConfigureAwait(false);
                continue;
            }

            head.CopyTo(run.Head);
            foreach (NodeRun node in change.Nodes.Values)
            {
                _writes.Node(NodeRunId.Of(runId, node.Ordinal), Row(runId, node));
            }

            await WriteAsync(run, change, writes).ConfigureAwait(false);
            return change;
        }
    }

    public async ValueTask<RunChange> BeginRunAsync(LockedRun run, RunPlan plan, StepWrites writes, Func<RunHead, INodeRuns, RunChange> step)
    {
        RunChange change = step(run.Head, new FreshNodeRuns(plan.Count));
        InsertNodes(run.Facts.Id, plan, change);
        await WriteAsync(run, change, writes).ConfigureAwait(false);
        return change;
    }

    /// <summary>Asks for node runs and their leases in the packet that locks their runs.</summary>
    private void AddNodes(StatementBatch batch, List<Action<MySqlDataReader>> reads, IReadOnlyCollection<long> nodeRunIds)
    {
        long[] distinct = [.. nodeRunIds.Distinct()];
        if (distinct.Length > MostAtLock)
        {
            return;
        }

        foreach (long[] some in distinct.Chunk(MaxIds))
        {
            batch.Add(SelectNodes, SqlArgument.List(some));
            reads.Add(Read);
        }

        foreach (long id in distinct)
        {
            _readLeases[id] = null;
        }

        void Read(MySqlDataReader row)
        {
            long id = row.GetInt64(0), runId = NodeRunId.Run(id);
            if (!_readNodes.TryGetValue(runId, out MySqlNodeRuns? nodes))
            {
                _readNodes.Add(runId, nodes = new MySqlNodeRuns(runId));
            }

            nodes.Load(row);
            if (!row.IsDBNull(MySqlNodeRuns.LeaseColumn))
            {
                int at = MySqlNodeRuns.LeaseColumn;
                _readLeases[id] = new Lease(
                    id, row.GetInt64(at), Int(row, at + 1), row.GetInt64(at + 2), row.GetInt64(at + 3), (LeaseKind)row.GetInt64(at + 4),
                    Time(row, at + 5), Bool(row, at + 6));
            }
        }
    }

    private async ValueTask LoadAsync(MySqlNodeRuns nodes, IReadOnlyCollection<int>? ordinals, int count)
    {
        // What waits to be written of other runs can wait on.
        StatementBatch batch = await BatchAsync(locks: false, flush: _stepped.Contains(nodes.RunId)).ConfigureAwait(false);
        if (ordinals is null)
        {
            batch.Add(SelectAllNodes, NodeRunId.Of(nodes.RunId, 0), NodeRunId.Of(nodes.RunId, Math.Max(0, count - 1)));
        }
        else
        {
            batch.Add(SelectNodes, SqlArgument.List([.. ordinals.Distinct().Select(o => NodeRunId.Of(nodes.RunId, o))]));
        }

        nodes.Clear();
        await session.SendAsync(batch, nodes.Load).ConfigureAwait(false);
    }

    /// <summary>Locks the ready rows of nodes, waiting for claims that hold them. True when one of them was claimed meanwhile.</summary>
    private async ValueTask<bool> LockReadyAsync(long[] nodeRunIds, long runId)
    {
        bool flush = _stepped.Contains(runId);
        bool claimed = false;
        foreach (long[] some in nodeRunIds.Chunk(MaxIds))
        {
            var found = new SqlRows();
            StatementBatch find = await BatchAsync(locks: false, flush).ConfigureAwait(false);
            await session.SendAsync(
                find.Add(FindReady, SqlArgument.List(some)), row => found.Add(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))).ConfigureAwait(false);
            foreach (long id in some)
            {
                _lockedReady[id] = [];
            }

            if (found.Count > 0)
            {
                StatementBatch take = await BatchAsync(locks: true, flush: false).ConfigureAwait(false);
                await session.SendAsync(
                    take.Add(LockReady, found), row => _lockedReady[row.GetInt64(2)].Add((row.GetInt64(0), row.GetInt64(1)))).ConfigureAwait(false);
            }

            claimed |= some.Any(id => _lockedReady[id].Count == 0);
        }

        return claimed;
    }

    private void InsertNodes(long runId, RunPlan plan, RunChange change)
    {
        for (int ordinal = 0; ordinal < plan.Count; ordinal++)
        {
            _writes.NewNode(Row(runId, change.Nodes[ordinal]));
        }
    }

    private async ValueTask WriteAsync(LockedRun run, RunChange change, StepWrites writes)
    {
        Write(run.Facts.Id, change, writes);
        if (change.HeadChanged)
        {
            RunHead head = run.Head;
            _writes.Add(
                UpdateRun, run.Facts.Id, (long)head.State, head.Open, head.BadLeaves, head.Round, head.CancelRequested, head.FairAt, Stored(head.StartedAt),
                Stored(head.EndedAt));
            _lines.Remove(run.Facts.ApplicationId);
        }

        TellState(run.Facts.Id, run.Head, change, writes);
        await WrittenAsync().ConfigureAwait(false);
    }

    private void TellState(long runId, RunHead head, RunChange change, StepWrites writes)
    {
        if (change.RunState is { } state)
        {
            TellRun(runId, head.Round, state, writes.Now);
        }
    }

    /// <summary>All but the run's own row.</summary>
    private void Write(long runId, RunChange change, StepWrites writes)
    {
        _stepped.Add(runId);
        foreach (int ordinal in change.Released)
        {
            _writes.Release(NodeRunId.Of(runId, ordinal));
        }

        foreach ((int ordinal, NodeState was) in change.Unqueued)
        {
            Unqueue(NodeRunId.Of(runId, ordinal), was);
        }

        foreach (int ordinal in change.StopRequests)
        {
            _writes.Stop(NodeRunId.Of(runId, ordinal));
        }

        foreach (ReadyEntry entry in change.Ready)
        {
            _writes.Ready(writes.QueueOf(entry.Ordinal), entry.Position, NodeRunId.Of(runId, entry.Ordinal), entry.Fence, entry.Attempt);
        }

        foreach (HeldEntry entry in change.Held)
        {
            _writes.Hold((long)entry.Kind, runId, entry.Position, NodeRunId.Of(runId, entry.Ordinal), entry.Fence, entry.Attempt);
        }

        foreach (DelayedEntry entry in change.Delayed)
        {
            _writes.Delay(
                writes.QueueOf(entry.Ordinal), Microseconds.From(entry.Due), NodeRunId.Of(runId, entry.Ordinal), (long)entry.Kind, entry.Fence);
        }

        foreach (ResetEntry reset in change.Resets)
        {
            _writes.Reset(
                NodeRunId.Of(runId, reset.Ordinal), reset.Round, (long)reset.Kind, writes.Actor ?? "", (long)reset.Previous, reset.PreviousAttempt,
                Microseconds.From(writes.Now));
        }

        foreach (NodeEvent told in change.Events)
        {
            Tell(runId, told, writes.Now);
        }
    }

    private void Unqueue(long nodeRunId, NodeState was)
    {
        switch (was)
        {
            case NodeState.Ready:
                _lockedReady[nodeRunId].ForEach(row => _writes.Unready(row.Queue, row.Position, nodeRunId));
                _lockedReady.Remove(nodeRunId);
                break;
            case NodeState.Held:
                _writes.Unhold(nodeRunId);
                break;
            case NodeState.Retrying or NodeState.Deferred:
                _writes.Undelay(nodeRunId);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(was), was, "Such a node is in no table of waiting nodes.");
        }
    }

    private static SqlArgument[] Row(long runId, NodeRun node) =>
    [
        NodeRunId.Of(runId, node.Ordinal), (long)node.State, (long)node.Decision, node.Attempt, node.AttemptBase, node.Losses, node.Fence,
        node.Succeeded, node.Failed, node.UpstreamFailed, node.Skipped, node.Excluded, node.Gates,
        node.Choice is null ? null : JsonSerializer.Serialize(node.Choice), node.OutputFence, node.Resume,
        node.Pending is null ? null : JsonSerializer.Serialize(node.Pending), node.Reason, Microseconds.From(node.ChangedAt),
    ];
}
