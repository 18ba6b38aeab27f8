using System.Data.Common;
using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Faults.Histories;
using Maat.Storage;

namespace Maat.Faults.Product;

/// <summary>An ended claim of a node.</summary>
public sealed record AttemptRow(long Run, int Ordinal, int Attempt, long Fence, AttemptOutcome Outcome, long Worker);

/// <summary>A node of a run.</summary>
public sealed record NodeRow(long Run, int Ordinal, NodeState State, int Attempt, long Fence, int Losses, long OutputFence);

/// <summary>An event of a node.</summary>
public sealed record EventRow(long Run, int Ordinal, NodeState State, int Attempt, long Fence);

/// <summary>A row of a schedule's history.</summary>
public sealed record FiringRow(DateTimeOffset Due, DateTimeOffset? Until, long Count, FiringFate Fate, long? Run);

/// <summary>A node that a worker holds.</summary>
/// <param name="Losses">How often it was lost before.</param>
public sealed record RunningRow(long Run, int Ordinal, long Fence, int Losses);

/// <summary>When a due instant got its fate, by the product's clock.</summary>
public sealed record DecidedRow(DateTimeOffset Due, DateTimeOffset DecidedAt);

/// <summary>
/// The product's database, read from outside with statements of its own: what is checked must not come through the code that wrote it.
/// It can be read while the product runs and while it does not.
/// </summary>
/// <param name="connect">Makes a connection, which is not open yet.</param>
public sealed class ProductDatabase(Func<DbConnection> connect)
{
    private const string NodeColumns = "id >> 20, id & 0xFFFFF, state, attempt, fence, losses, output_fence";
    private const string AttemptColumns = "node_run_id >> 20, node_run_id & 0xFFFFF, attempt, fence, outcome, worker_id";
    private const string EventColumns = "run_id, ordinal, state, attempt, fence";

    public RunState StateOf(long run) => (RunState)Number("SELECT state FROM run WHERE id = @id", run);

    public long Number(string sql, long? id = null) => Query(sql, id, row => row.GetInt64(0)).Single();

    public IReadOnlyList<long> Runs(long application) => Query("SELECT id FROM run WHERE application_id = @id ORDER BY id", application, row => row.GetInt64(0));

    public IReadOnlyList<NodeRow> Nodes(long run) => Query(
        $"SELECT {NodeColumns} FROM node_run WHERE id >> 20 = @id ORDER BY id", run, Node);

    public IReadOnlyList<AttemptRow> Attempts(long run) => Query(
        $"SELECT {AttemptColumns} FROM attempt WHERE node_run_id >> 20 = @id ORDER BY node_run_id, fence", run, Attempt);

    /// <summary>The output of each node under the fence that counts.</summary>
    public IReadOnlyDictionary<int, string> Outputs(long run, string name) => Query(
        "SELECT n.id & 0xFFFFF, o.value, o.name FROM node_run n JOIN output o ON o.node_run_id = n.id AND o.fence = n.output_fence WHERE n.id >> 20 = @id", run,
        row => (Ordinal: row.GetInt32(0), Value: row.GetString(1), Name: row.GetString(2)))
        .Where(output => output.Name == name).ToDictionary(output => output.Ordinal, output => output.Value);

    /// <summary>What the leases say that a worker holds.</summary>
    /// <param name="worker">What it calls itself.</param>
    public IReadOnlyList<RunningRow> RunningOn(string worker) => Query(
        """
        SELECT n.id >> 20, n.id & 0xFFFFF, l.fence, n.losses FROM lease l JOIN worker w ON w.id = l.worker_id JOIN node_run n ON n.id = l.node_run_id
        WHERE w.name = @id
        """, worker, row => new RunningRow(row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), row.GetInt32(3)));

    public long ApplicationOf(long run) => Number("SELECT application_id FROM run WHERE id = @id", run);

    /// <summary>When the latest due instants of a schedule got their fates, in the order of time; a span counts with its last instant.</summary>
    public IReadOnlyList<DecidedRow> LatestDecided(long schedule) =>
    [
        .. Query(
            "SELECT coalesce(until, due_at), decided_at FROM firing WHERE schedule_id = @id ORDER BY due_at DESC LIMIT 100", schedule,
            row => new DecidedRow(Time(row.GetInt64(0)), Time(row.GetInt64(1)))).AsEnumerable().Reverse(),
    ];

    public long Leases(long run) => Number("SELECT count(*) FROM lease WHERE node_run_id >> 20 = @id", run);

    public IReadOnlyList<FiringRow> Firings(long schedule) => Query(
        "SELECT due_at, until, count, fate, run_id FROM firing WHERE schedule_id = @id ORDER BY due_at", schedule,
        row => new FiringRow(
            Time(row.GetInt64(0)), row.IsDBNull(1) ? null : Time(row.GetInt64(1)), row.GetInt64(2), (FiringFate)row.GetInt32(3),
            row.IsDBNull(4) ? null : row.GetInt64(4)));

    public DateTimeOffset ScheduledAt(long run) => Time(Number("SELECT scheduled_at FROM run WHERE id = @id", run));

    /// <summary>What SQLite finds wrong with its file: <c>ok</c> when nothing.</summary>
    public string Integrity() => string.Join('\n', Query("PRAGMA integrity_check", null, row => row.GetString(0)));

    /// <summary>Everything that the database has, for when nothing changes any more.</summary>
    /// <param name="schedules">Those whose firings are wanted.</param>
    public History ReadHistory(IEnumerable<long> schedules, IReadOnlyList<Effect> effects) => new(
        Query(
            "SELECT id, application_id, kind, scheduled_at, state, `open` FROM run", null,
            row => new RunRow(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2) == 0, Time(row.GetInt64(3)), (RunState)row.GetInt32(4), row.GetInt32(5))),
        Query($"SELECT {NodeColumns} FROM node_run", null, Node),
        Query($"SELECT {AttemptColumns} FROM attempt", null, Attempt),
        Query($"SELECT {EventColumns} FROM event WHERE ordinal IS NOT NULL", null, Event),
        Query("SELECT run_id, state FROM event WHERE ordinal IS NULL", null, row => new RunEventRow(row.GetInt64(0), (RunState)row.GetInt32(1))),
        Query(
            "SELECT writer_id, count(*), min(sequence), max(sequence) FROM event GROUP BY writer_id", null,
            row => new WriterRow(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))),
        Query(
            "SELECT n.id >> 20, n.id & 0xFFFFF, o.name, o.value FROM node_run n JOIN output o ON o.node_run_id = n.id AND o.fence = n.output_fence", null,
            row => new OutputRow(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3))),
        schedules.ToDictionary(schedule => schedule, Firings),
        Query(
            """
            SELECT node_run_id >> 20 FROM lease UNION ALL SELECT node_run_id >> 20 FROM ready
            UNION ALL SELECT node_run_id >> 20 FROM `delayed` UNION ALL SELECT node_run_id >> 20 FROM held
            """, null, row => row.GetInt64(0)),
        effects);

    private static NodeRow Node(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), (NodeState)row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.GetInt32(5), row.GetInt64(6));

    private static AttemptRow Attempt(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), (AttemptOutcome)row.GetInt32(4), row.GetInt64(5));

    private static EventRow Event(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), (NodeState)row.GetInt32(2), row.GetInt32(3), row.GetInt64(4));

    private static DateTimeOffset Time(long microseconds) => new(Microseconds.ToUtc(microseconds));

    private List<T> Query<T>(string sql, object? argument, Func<DbDataReader, T> read)
    {
        using DbConnection connection = connect();
        connection.Open();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this class or of a test.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (argument is not null)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@id", argument);
            command.Parameters.Add(parameter);
        }

        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}
