using Maat.Storage.Sqlite.Engine;
using Microsoft.Data.Sqlite;

namespace Maat.Storage.Sqlite;

/// <summary>The writer's connection, and the event writer that numbers what is committed on it.</summary>
internal sealed class WriterSession(SqliteConnection connection, bool owned, WriterCounters counters) : IDisposable
{
    private SqliteEngineTransaction? _transaction;

    public SqliteStatements Statements { get; } = new(connection, counters);

    public SqliteEngineTransaction Transaction => _transaction ?? throw new InvalidOperationException("Nothing has begun.");

    /// <exception cref="SqliteException">Nothing has begun, and nothing was written.</exception>
    public void Begin(string process, TimeProvider time)
    {
        _transaction ??= new SqliteEngineTransaction(
            Statements, SqliteEvents.NewWriter(Statements, process, time.GetUtcNow().UtcDateTime));
        Statements.Execute("BEGIN IMMEDIATE");
    }

    public void Dispose()
    {
        try
        {
            if (Statements.InTransaction)
            {
                Statements.Execute("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // A connection that cannot roll back is closed below, which does; a caller's own connection is the caller's to judge.
        }

        Statements.Dispose();
        if (owned)
        {
            connection.Dispose();
        }
    }
}
