using Maat.Storage.Engine;
using Microsoft.Data.Sqlite;

namespace Maat.Storage.Sqlite.Engine;

/// <summary>
/// Reads the event table on a connection of its own with prepared statements: it is asked after every commit, and making a context for
/// that costs more than the commit.
/// </summary>
/// <param name="connect">Called at the first reading, when the file and its tables are there.</param>
/// <param name="owned">Whether the connection is closed with this object.</param>
internal sealed class SqliteEventReader(Func<SqliteConnection> connect, bool owned) : IDisposable
{
    // One step of the primary key per writer: writers are few, their events many.
    private const string SelectHeads = """
        SELECT w.id, (SELECT max(e.sequence) FROM event e WHERE e.writer_id = w.id) FROM event_writer w
        """;

    private const string SelectEvents = """
        SELECT sequence, run_id, ordinal, round, fence, attempt, state, reason, at FROM event
        WHERE writer_id = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3
        """;

    private readonly Lock _lock = new();
    private SqliteConnection? _connection;
    private SqliteStatements? _statements;
    private bool _disposed;

    /// <exception cref="SqliteException">The database cannot be read.</exception>
    public IReadOnlyDictionary<long, long> Heads()
    {
        lock (_lock)
        {
            var heads = new Dictionary<long, long>();
            foreach ((long writer, long? sequence) in Statements().Query(
                SelectHeads, static row => (row.GetInt64(0), row.IsDBNull(1) ? null : (long?)row.GetInt64(1))))
            {
                if (sequence is { } last)
                {
                    heads.Add(writer, last);
                }
            }

            return heads;
        }
    }

    /// <exception cref="SqliteException">The database cannot be read.</exception>
    public IReadOnlyList<StoredEvent> Events(long writerId, long after, int limit)
    {
        lock (_lock)
        {
            return Statements().Query(
                SelectEvents,
                row => new StoredEvent(
                    writerId, row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.GetInt32(3), row.GetInt64(4),
                    row.GetInt32(5), row.GetByte(6), row.IsDBNull(7) ? null : row.GetString(7), Microseconds.ToUtc(row.GetInt64(8))),
                writerId, after, (long)limit);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _statements?.Dispose();
            if (owned)
            {
                _connection?.Dispose();
            }
        }
    }

    private SqliteStatements Statements()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _statements ??= new SqliteStatements(_connection = connect(), new WriterCounters());
    }
}
