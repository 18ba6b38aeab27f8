using System.Text.Json;
using Maat.Domain.Runs;
using Maat.Storage.Engine;

namespace Maat.Storage.Sqlite.Engine;

/// <summary>Node runs of one run, read one by one when the state machine asks: a read costs microseconds within the process.</summary>
internal sealed class SqliteNodeRuns(SqliteStatements statements, long runId) : INodeRuns
{
    // By primary key.
    private const string Select = """
        SELECT state, decision, attempt, attempt_base, losses, fence, succeeded, failed, upstream_failed, skipped, excluded, gates, choice,
               output_fence, resume, pending, reason, changed_at
        FROM node_run WHERE id = ?1
        """;

    private const string SelectLease = "SELECT fence FROM lease WHERE node_run_id = ?1";

    private const string UpdateNode = """
        UPDATE node_run SET state = ?2, decision = ?3, attempt = ?4, attempt_base = ?5, losses = ?6, fence = ?7, succeeded = ?8, failed = ?9,
               upstream_failed = ?10, skipped = ?11, excluded = ?12, gates = ?13, choice = ?14, output_fence = ?15, resume = ?16,
               pending = ?17, reason = ?18, changed_at = ?19
        WHERE id = ?1
        """;

    private const string InsertNode = """
        INSERT INTO node_run (id, state, decision, attempt, attempt_base, losses, fence, succeeded, failed, upstream_failed, skipped, excluded,
               gates, choice, output_fence, resume, pending, reason, changed_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
        """;

    private readonly Dictionary<int, NodeRun> _loaded = [];

    public NodeRun Get(int ordinal)
    {
        if (!_loaded.TryGetValue(ordinal, out NodeRun? node))
        {
            node = statements.First(Select, reader => Read(reader, ordinal), NodeRunId.Of(runId, ordinal))
                ?? throw new InvalidOperationException($"Run {runId} has no node run {ordinal}.");
            _loaded.Add(ordinal, node);
        }

        return node;
    }

    public bool IsLeased(int ordinal) => statements.Number(SelectLease, NodeRunId.Of(runId, ordinal)) is not null;

    public static void Update(SqliteStatements statements, long runId, NodeRun node) => Write(statements, UpdateNode, runId, node);

    public static void Insert(SqliteStatements statements, long runId, NodeRun node) => Write(statements, InsertNode, runId, node);

    private static void Write(SqliteStatements statements, string sql, long runId, NodeRun node) => statements.Execute(
        sql,
        NodeRunId.Of(runId, node.Ordinal),
        (long)node.State,
        (long)node.Decision,
        (long)node.Attempt,
        (long)node.AttemptBase,
        (long)node.Losses,
        node.Fence,
        (long)node.Succeeded,
        (long)node.Failed,
        (long)node.UpstreamFailed,
        (long)node.Skipped,
        (long)node.Excluded,
        (long)node.Gates,
        node.Choice is null ? null : JsonSerializer.Serialize(node.Choice),
        node.OutputFence,
        node.Resume,
        node.Pending is null ? null : JsonSerializer.Serialize(node.Pending),
        node.Reason,
        Microseconds.From(node.ChangedAt));

    private static NodeRun Read(SqliteRow reader, int ordinal) => new(ordinal)
    {
        State = (NodeState)reader.GetByte(0),
        Decision = (Decision)reader.GetByte(1),
        Attempt = reader.GetInt32(2),
        AttemptBase = reader.GetInt32(3),
        Losses = reader.GetInt32(4),
        Fence = reader.GetInt64(5),
        Succeeded = reader.GetInt32(6),
        Failed = reader.GetInt32(7),
        UpstreamFailed = reader.GetInt32(8),
        Skipped = reader.GetInt32(9),
        Excluded = reader.GetInt32(10),
        Gates = reader.GetInt32(11),
        Choice = reader.IsDBNull(12) ? null : JsonSerializer.Deserialize<string[]>(reader.GetString(12)),
        OutputFence = reader.GetInt64(13),
        Resume = reader.IsDBNull(14) ? null : reader.GetString(14),
        Pending = reader.IsDBNull(15) ? null : JsonSerializer.Deserialize<PendingMark>(reader.GetString(15)),
        Reason = reader.IsDBNull(16) ? null : reader.GetString(16),
        ChangedAt = Microseconds.ToUtc(reader.GetInt64(17)),
    };
}
