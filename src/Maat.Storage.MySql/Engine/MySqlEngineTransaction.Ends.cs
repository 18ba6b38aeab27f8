using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.MySql.Statements;
using Maat.Storage.Runs;
using MySqlConnector;

namespace Maat.Storage.MySql.Engine;

/// <summary>The ends of claims, what they leave, and what waits for a time.</summary>
internal sealed partial class MySqlEngineTransaction
{
    private const string LeaseColumns =
        "SELECT l.node_run_id, l.fence, l.attempt, l.worker_id, l.queue_id, l.kind, l.started_at, l.stop_requested FROM lease l";

    // By primary key. Not locking: leases go away under their run's lock alone.
    private const string SelectLeases = LeaseColumns + " FORCE INDEX (PRIMARY) WHERE l.node_run_id IN ({0})";

    // By primary key of both; a node run without outputs has fence 0, which no output has.
    private const string SelectOutputs = """
        SELECT o.node_run_id, o.name, o.value FROM node_run n FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN output o FORCE INDEX (PRIMARY) ON o.node_run_id = n.id AND o.fence = n.output_fence
        WHERE n.id IN ({0}) AND n.state = 10
        """;

    // A loose scan of the primary key: one step per queue that has something delayed.
    private const string SelectLanes = "SELECT queue_id FROM `delayed` FORCE INDEX (PRIMARY) GROUP BY queue_id";

    // Primary key (queue_id, kind, due_at, node_run_id): the first of one range.
    private const string SelectDue = """
        SELECT node_run_id, kind, fence, due_at FROM `delayed` FORCE INDEX (PRIMARY) WHERE queue_id = {0} AND kind = {1} AND due_at <= {2}
        ORDER BY due_at, node_run_id LIMIT {3}
        """;

    // The same range, its first.
    private const string SelectNextDue =
        "SELECT due_at FROM `delayed` FORCE INDEX (PRIMARY) WHERE queue_id = {0} AND kind = {1} ORDER BY due_at LIMIT 1";

    /// <summary>What the scheduler moves when it is due; polls are claimed.</summary>
    private static readonly DelayKind[] s_moved = [DelayKind.Retry, DelayKind.Loss];

    public async ValueTask<IReadOnlyList<Lease>> ReadLeasesAsync(IReadOnlyCollection<long> nodeRunIds)
    {
        if (nodeRunIds.All(_readLeases.ContainsKey))
        {
            return [.. nodeRunIds.Distinct().Select(id => _readLeases[id]).OfType<Lease>()];
        }

        var leases = new List<Lease>(nodeRunIds.Count);
        foreach (long[] some in nodeRunIds.Distinct().Chunk(MaxIds))
        {
            leases.AddRange(await QueryAsync(SelectLeases, ReadLease, SqlArgument.List(some)).ConfigureAwait(false));
        }

        return leases;
    }

    public async ValueTask InsertAttemptsAsync(IReadOnlyList<EndedAttempt> attempts)
    {
        foreach (EndedAttempt a in attempts)
        {
            _writes.Attempt(
                a.NodeRunId, a.Attempt, a.Fence, (long)a.Outcome, a.Reason, (long?)a.ExitCode, a.WorkerId, Microseconds.From(a.StartedAt),
                Microseconds.From(a.EndedAt), a.LogBytes, a.LogCut);
        }

        await WrittenAsync().ConfigureAwait(false);
    }

    public async ValueTask InsertOutputsAsync(long nodeRunId, long fence, IReadOnlyList<KeyValuePair<string, string>> outputs)
    {
        foreach ((string name, string value) in outputs)
        {
            _writes.Output(nodeRunId, fence, name, value);
            await WrittenAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask<IReadOnlyList<StoredOutput>> ReadOutputsAsync(long runId, IReadOnlyCollection<int> ordinals)
    {
        var outputs = new List<StoredOutput>();
        foreach (int[] some in ordinals.Distinct().Chunk(MaxIds))
        {
            outputs.AddRange(await QueryAsync(
                SelectOutputs, row => new StoredOutput(NodeRunId.Ordinal(row.GetInt64(0)), row.GetString(1), row.GetString(2)),
                SqlArgument.List([.. some.Select(ordinal => NodeRunId.Of(runId, ordinal))])).ConfigureAwait(false));
        }

        return outputs;
    }

    public async ValueTask<IReadOnlyList<DueNode>> ReadDueAsync(DateTime now, int limit)
    {
        var due = new List<(DueNode Node, long At)>();
        await AskLanesAsync(
            (batch, queue, kind) => batch.Add(SelectDue, queue, (long)kind, Microseconds.From(now), limit),
            row => due.Add((new DueNode(row.GetInt64(0), (DelayKind)row.GetInt64(1), row.GetInt64(2)), row.GetInt64(3)))).ConfigureAwait(false);
        return [.. due.OrderBy(d => d.At).ThenBy(d => d.Node.NodeRunId).Take(limit).Select(d => d.Node)];
    }

    public async ValueTask<DateTime?> ReadNextDueAsync()
    {
        long? next = null;
        await AskLanesAsync(
            (batch, queue, kind) => batch.Add(SelectNextDue, queue, (long)kind),
            row => next = next < row.GetInt64(0) ? next : row.GetInt64(0)).ConfigureAwait(false);
        return next is { } time ? Microseconds.ToUtc(time) : null;
    }

    /// <summary>Asks the same of each queue that has something delayed and of each kind, in one packet.</summary>
    private async ValueTask AskLanesAsync(Action<StatementBatch, long, DelayKind> ask, Action<MySqlDataReader> read)
    {
        List<long> queues = await QueryAsync(SelectLanes, row => row.GetInt64(0)).ConfigureAwait(false);
        var batch = new StatementBatch();
        var rows = new List<Action<MySqlDataReader>>();
        foreach (long queue in queues)
        {
            foreach (DelayKind kind in s_moved)
            {
                ask(batch, queue, kind);
                rows.Add(read);
            }
        }

        if (rows.Count > 0)
        {
            await session.SendAsync(batch, [.. rows]).ConfigureAwait(false);
        }
    }

    private static Lease ReadLease(MySqlDataReader r) => new(
        r.GetInt64(0), r.GetInt64(1), Int(r, 2), r.GetInt64(3), r.GetInt64(4), (LeaseKind)r.GetInt64(5), Time(r, 6), Bool(r, 7));
}
