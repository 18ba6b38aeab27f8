using System.Data;
using Maat.Storage.MySql.Statements;
using MySqlConnector;

namespace Maat.Storage.MySql.Sessions;

/// <summary>
/// What one engine transaction at a time runs on: a connection, opened when it is wanted, and the event writer that numbers what is
/// committed here. Because a session begins nothing before the fate of its last commit is known, its events become visible in the order of
/// their numbers. The writer outlives the connection, but not one that was lost: what was sent last may still come to be, under its numbers.
/// </summary>
internal sealed class EngineSession(string connectionString, string process, DatabaseClock clock) : IAsyncDisposable
{
    /// <summary>
    /// A client that is stopped holds its locks until the server gives up on it: seconds, and not the eight hours of the default.
    /// </summary>
    public const int IdleSecondsAtServer = 10;

    /// <summary>A connection that has been idle for so long is not used again, before the server closes it under the next transaction.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(8);

    /// <summary>How long a statement waits for a row lock. Beyond it the transaction is rolled back and tried again.</summary>
    public const int LockWaitSeconds = 5;

    /// <summary>
    /// How long one packet of statements may take. Longer than a lock is waited for; so short that a worker whose connection has fallen silent
    /// (a firewall forgot it, and nobody says so) opens another one within its lease.
    /// </summary>
    private const uint LongestAnswerSeconds = 10;

    // READ COMMITTED: gap locks would cost inserts a factor of five, and each statement must see what others have committed.
    private const string Prepare = """
        SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
        SET SESSION wait_timeout = {0}, innodb_lock_wait_timeout = {1}
        """;

    // No type of Maat's depends on a time zone; UTC_TIMESTAMP does not either.
    private const string ReadClock = "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6))";

    private const string InsertWriter = "INSERT INTO event_writer (process, started_at) VALUES ({0}, {1})";

    private const string LastId = "SELECT LAST_INSERT_ID()";

    private MySqlConnection? _connection;
    private long _usedAt;

    /// <summary>How an engine session connects: outside the pool, and no statement without a limit.</summary>
    public static string ConnectionString(string given)
    {
        var builder = new MySqlConnectionStringBuilder(given) { Pooling = false, TreatTinyAsBoolean = false };
        builder.DefaultCommandTimeout = builder.DefaultCommandTimeout is 0 or > LongestAnswerSeconds ? LongestAnswerSeconds : builder.DefaultCommandTimeout;
        return builder.ConnectionString;
    }

    /// <summary>Null until the first event is written.</summary>
    public long? WriterId { get; set; }

    /// <summary>The number of the last committed event.</summary>
    public long Sequence { get; set; }

    /// <summary>Makes the connection ready for a transaction.</summary>
    /// <exception cref="MySqlException">The server cannot be reached.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        if (_connection is not null && (_connection.State != ConnectionState.Open || clock.GetElapsedTime(_usedAt) > LongestIdle))
        {
            await CloseAsync().ConfigureAwait(false);
        }

        if (_connection is null)
        {
            var connection = new MySqlConnection(connectionString);
            try
            {
                await connection.OpenAsync(cancellation).ConfigureAwait(false);
                _connection = connection;
                await SendAsync(new StatementBatch().Add(Prepare, IdleSecondsAtServer, LockWaitSeconds)).ConfigureAwait(false);
            }
            catch
            {
                _connection = null;
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        if (clock.WantsReading())
        {
            long sent = clock.GetTimestamp();
            await SendAsync(new StatementBatch().Add(ReadClock), row => clock.Set(row.GetInt64(0), sent, clock.GetTimestamp())).ConfigureAwait(false);
        }
    }

    /// <summary>Sends statements in one packet and reads what they answer.</summary>
    /// <param name="rows">What to do with each row of the first, the second, … of them that answers with rows.</param>
    /// <exception cref="MySqlException">One failed; those after it were not run.</exception>
    public async ValueTask SendAsync(StatementBatch statements, params Action<MySqlDataReader>[] rows)
    {
        MySqlCommand command = _connection!.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
#pragma warning disable CA2100 // Constants of this assembly, with numbers; every text is a parameter.
            command.CommandText = statements.Text.ToString();
#pragma warning restore CA2100
            for (int i = 0; i < statements.Parameters.Count; i++)
            {
                command.Parameters.AddWithValue($"@p{i}", statements.Parameters[i]);
            }

            MySqlDataReader reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                int answered = 0;
                do
                {
                    while (reader.FieldCount > 0 && await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
                    {
                        rows[answered](reader);
                    }

                    answered += reader.FieldCount > 0 ? 1 : 0;
                }
                while (await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false));
            }
        }

        _usedAt = clock.GetTimestamp();
    }

    /// <summary>Registers a new event writer within the running transaction; it goes away with it.</summary>
    public async ValueTask<long> NewWriterAsync()
    {
        long id = 0;
        await SendAsync(
            new StatementBatch().Add(InsertWriter, process, Microseconds.From(clock.GetUtcNow().UtcDateTime)).Add(LastId),
            row => id = row.GetInt64(0)).ConfigureAwait(false);
        return id;
    }

    /// <summary>Whether the connection still stands, as far as is known.</summary>
    public bool IsOpen => _connection?.State == ConnectionState.Open;

    /// <summary>Closes the connection and forgets the writer: whatever was sent last may or may not come to be.</summary>
    public async ValueTask LoseAsync()
    {
        WriterId = null;
        Sequence = 0;
        await CloseAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async ValueTask CloseAsync()
    {
        MySqlConnection? connection = _connection;
        _connection = null;
        if (connection is not null)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
