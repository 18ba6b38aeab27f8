using System.Text.Json;
using Maat.Domain.Runs;
using Maat.Storage.Engine;
using MySqlConnector;

namespace Maat.Storage.MySql.Engine;

/// <summary>
/// Node runs of one run as they were read. A step gets copies, for it changes what it gets and may have to be done again.
/// </summary>
internal sealed class MySqlNodeRuns(long runId) : INodeRuns
{
    private readonly Dictionary<int, NodeRun> _read = [];
    private readonly HashSet<int> _leased = [];
    private readonly Dictionary<int, NodeRun> _given = [];

    /// <summary>The first of the lease's columns in what <see cref="Load"/> reads; null without one.</summary>
    public const int LeaseColumn = 19;

    public long RunId => runId;

    public IReadOnlyCollection<int> Loaded => [.. _read.Keys];

    /// <exception cref="NodeNotLoadedException">It was not among those that were read.</exception>
    public NodeRun Get(int ordinal)
    {
        if (!_given.TryGetValue(ordinal, out NodeRun? node))
        {
            node = (_read.GetValueOrDefault(ordinal) ?? throw new NodeNotLoadedException(runId, ordinal)).Copy();
            _given.Add(ordinal, node);
        }

        return node;
    }

    public bool IsLeased(int ordinal) => _read.ContainsKey(ordinal) ? _leased.Contains(ordinal) : throw new NodeNotLoadedException(runId, ordinal);

    public bool HasAll(IReadOnlyCollection<int> ordinals) => ordinals.All(_read.ContainsKey);

    /// <summary>Whether it was ready when it was read, and may have been claimed since.</summary>
    public bool WasReady(int ordinal) => _read.TryGetValue(ordinal, out NodeRun? node) && node.State == NodeState.Ready;

    /// <summary>Before a step is done again.</summary>
    public void Forget() => _given.Clear();

    /// <summary>Before everything is read again.</summary>
    public void Clear()
    {
        _read.Clear();
        _leased.Clear();
        _given.Clear();
    }

    public void Load(MySqlDataReader row)
    {
        int ordinal = NodeRunId.Ordinal(row.GetInt64(0));
        _read[ordinal] = new NodeRun(ordinal)
        {
            State = (NodeState)row.GetInt64(1),
            Decision = (Decision)row.GetInt64(2),
            Attempt = (int)row.GetInt64(3),
            AttemptBase = (int)row.GetInt64(4),
            Losses = (int)row.GetInt64(5),
            Fence = row.GetInt64(6),
            Succeeded = (int)row.GetInt64(7),
            Failed = (int)row.GetInt64(8),
            UpstreamFailed = (int)row.GetInt64(9),
            Skipped = (int)row.GetInt64(10),
            Excluded = (int)row.GetInt64(11),
            Gates = (int)row.GetInt64(12),
            Choice = row.IsDBNull(13) ? null : JsonSerializer.Deserialize<string[]>(row.GetString(13)),
            OutputFence = row.GetInt64(14),
            Resume = row.IsDBNull(15) ? null : row.GetString(15),
            Pending = row.IsDBNull(16) ? null : JsonSerializer.Deserialize<PendingMark>(row.GetString(16)),
            Reason = row.IsDBNull(17) ? null : row.GetString(17),
            ChangedAt = Microseconds.ToUtc(row.GetInt64(18)),
        };
        if (!row.IsDBNull(LeaseColumn))
        {
            _leased.Add(ordinal);
        }
    }
}

/// <summary>A step asked for a node that was not read for it.</summary>
internal sealed class NodeNotLoadedException(long runId, int ordinal) : InvalidOperationException($"Run {runId} has no node run {ordinal}.");
