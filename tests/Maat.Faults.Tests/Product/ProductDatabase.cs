using System.Data.Common;
using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Storage;

namespace Maat.Faults.Tests.Product;

/// <summary>An ended claim of a node.</summary>
internal sealed record AttemptRow(long Run, int Ordinal, int Attempt, long Fence, AttemptOutcome Outcome, long Worker);

/// <summary>A node of a run.</summary>
internal sealed record NodeRow(long Run, int Ordinal, NodeState State, int Attempt, long Fence, int Losses, long OutputFence);

/// <summary>An event of a node.</summary>
internal sealed record EventRow(long Run, int Ordinal, NodeState State, int Attempt, long Fence);

/// <summary>A row of a schedule's history.</summary>
internal sealed record FiringRow(DateTimeOffset Due, DateTimeOffset? Until, long Count, FiringFate Fate, long? Run);

/// <summary>
/// The product's database, read from outside with statements of its own: what is checked must not come through the code that wrote it.
/// It can be read while the product runs and while it does not.
/// </summary>
/// <param name="connect">Makes a connection, which is not open yet.</param>
internal sealed class ProductDatabase(Func<DbConnection> connect)
{
    private const string RunOf = "node_run_id >> 20, node_run_id & 0xFFFFF";

    public RunState StateOf(long run) => (RunState)Number("SELECT state FROM run WHERE id = @id", run);

    public long Number(string sql, long? id = null) => Query(sql, id, row => row.GetInt64(0)).Single();

    public IReadOnlyList<long> Runs(long application) => Query("SELECT id FROM run WHERE application_id = @id ORDER BY id", application, row => row.GetInt64(0));

    public IReadOnlyList<NodeRow> Nodes(long run) => Query(
        "SELECT id >> 20, id & 0xFFFFF, state, attempt, fence, losses, output_fence FROM node_run WHERE id >> 20 = @id ORDER BY id", run,
        row => new NodeRow(row.GetInt64(0), row.GetInt32(1), (NodeState)row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.GetInt32(5), row.GetInt64(6)));

    public IReadOnlyList<AttemptRow> Attempts(long run) => Query(
        $"SELECT {RunOf}, attempt, fence, outcome, worker_id FROM attempt WHERE node_run_id >> 20 = @id ORDER BY node_run_id, fence", run,
        row => new AttemptRow(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), (AttemptOutcome)row.GetInt32(4), row.GetInt64(5)));

    public IReadOnlyList<EventRow> NodeEvents(long run) => Query(
        "SELECT run_id, ordinal, state, attempt, fence FROM event WHERE run_id = @id AND ordinal IS NOT NULL", run,
        row => new EventRow(row.GetInt64(0), row.GetInt32(1), (NodeState)row.GetInt32(2), row.GetInt32(3), row.GetInt64(4)));

    public IReadOnlyList<RunState> RunEvents(long run) =>
        Query("SELECT state FROM event WHERE run_id = @id AND ordinal IS NULL", run, row => (RunState)row.GetInt32(0));

    /// <summary>How many events each writer has, and the numbers of its first and its last.</summary>
    public IReadOnlyList<(long Count, long First, long Last)> EventWriters() => Query(
        "SELECT count(*), min(sequence), max(sequence) FROM event GROUP BY writer_id", null, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));

    /// <summary>The output of each node under the fence that counts.</summary>
    public IReadOnlyDictionary<int, string> Outputs(long run, string name) => Query(
        "SELECT n.id & 0xFFFFF, o.value, o.name FROM node_run n JOIN output o ON o.node_run_id = n.id AND o.fence = n.output_fence WHERE n.id >> 20 = @id", run,
        row => (Ordinal: row.GetInt32(0), Value: row.GetString(1), Name: row.GetString(2)))
        .Where(output => output.Name == name).ToDictionary(output => output.Ordinal, output => output.Value);

    /// <summary>How many rows say that a node of the run runs, may run now or will run.</summary>
    public long Unfinished(long run) => Number(
        """
        SELECT (SELECT count(*) FROM lease WHERE node_run_id >> 20 = @id) + (SELECT count(*) FROM ready WHERE node_run_id >> 20 = @id)
             + (SELECT count(*) FROM `delayed` WHERE node_run_id >> 20 = @id) + (SELECT count(*) FROM held WHERE node_run_id >> 20 = @id)
        """, run);

    public long Leases(long run) => Number("SELECT count(*) FROM lease WHERE node_run_id >> 20 = @id", run);

    public IReadOnlyList<FiringRow> Firings(long schedule) => Query(
        "SELECT due_at, until, count, fate, run_id FROM firing WHERE schedule_id = @id ORDER BY due_at", schedule,
        row => new FiringRow(
            Time(row.GetInt64(0)), row.IsDBNull(1) ? null : Time(row.GetInt64(1)), row.GetInt64(2), (FiringFate)row.GetInt32(3),
            row.IsDBNull(4) ? null : row.GetInt64(4)));

    public DateTimeOffset ScheduledAt(long run) => Time(Number("SELECT scheduled_at FROM run WHERE id = @id", run));

    /// <summary>What SQLite finds wrong with its file: <c>ok</c> when nothing.</summary>
    public string Integrity() => string.Join('\n', Query("PRAGMA integrity_check", null, row => row.GetString(0)));

    private static DateTimeOffset Time(long microseconds) => new(Microseconds.ToUtc(microseconds));

    private List<T> Query<T>(string sql, long? id, Func<DbDataReader, T> read)
    {
        using DbConnection connection = connect();
        connection.Open();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this class or of a test.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (id is { } given)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@id", given);
            command.Parameters.Add(parameter);
        }

        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}
