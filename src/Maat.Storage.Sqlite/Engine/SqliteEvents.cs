using Maat.Domain.Runs;

namespace Maat.Storage.Sqlite.Engine;

/// <summary>Numbers the events of one writer, without gaps: the sequence goes back with a command's savepoint.</summary>
internal sealed class SqliteEvents(SqliteStatements statements, long writerId)
{
    private const string InsertWriter = "INSERT INTO event_writer (process, started_at) VALUES (?1, ?2)";

    private const string Insert = """
        INSERT INTO event (writer_id, sequence, run_id, ordinal, round, fence, attempt, state, reason, at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """;

    private static SqlValue Nothing => default;

    /// <summary>The number of the last event.</summary>
    public long Sequence { get; set; }

    public static SqliteEvents NewWriter(SqliteStatements statements, string process, DateTime now)
    {
        statements.Execute(InsertWriter, process, Microseconds.From(now));
        return new SqliteEvents(statements, statements.Number("SELECT last_insert_rowid()")!.Value);
    }

    public void Node(long runId, in NodeEvent told, DateTime at) => statements.Execute(
        Insert, writerId, ++Sequence, runId, (long)told.Ordinal, (long)told.Round, told.Fence, (long)told.Attempt, (long)told.State,
        told.Reason, Microseconds.From(at));

    public void Run(long runId, int round, RunState state, DateTime at) => statements.Execute(
        Insert, writerId, ++Sequence, runId, Nothing, (long)round, 0L, 0L, (long)state, Nothing, Microseconds.From(at));
}
