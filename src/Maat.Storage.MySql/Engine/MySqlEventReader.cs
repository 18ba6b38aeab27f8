using Maat.Storage.Engine;
using MySqlConnector;

namespace Maat.Storage.MySql.Engine;

/// <summary>Reads the event table on connections of the pool.</summary>
internal sealed class MySqlEventReader(string connectionString) : IEventReader
{
    // A loose scan of the primary key: one step per writer, however many its events.
    private const string SelectHeads = "SELECT writer_id, MAX(sequence) FROM event FORCE INDEX (PRIMARY) GROUP BY writer_id";

    // By primary key: one range.
    private const string SelectEvents = """
        SELECT sequence, run_id, ordinal, round, fence, attempt, state, reason, at FROM event FORCE INDEX (PRIMARY)
        WHERE writer_id = {0} AND sequence > {1} ORDER BY sequence LIMIT {2}
        """;

    public async Task<IReadOnlyDictionary<long, long>> ReadHeadsAsync(CancellationToken cancellation)
    {
        var heads = new Dictionary<long, long>();
        await ReadAsync(SelectHeads, row => heads.Add(row.GetInt64(0), row.GetInt64(1)), cancellation).ConfigureAwait(false);
        return heads;
    }

    public async Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long writerId, long after, int limit, CancellationToken cancellation)
    {
        var events = new List<StoredEvent>();
        await ReadAsync(
            SelectEvents,
            row => events.Add(new StoredEvent(
                writerId, row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : (int)row.GetInt64(2), (int)row.GetInt64(3), row.GetInt64(4),
                (int)row.GetInt64(5), (byte)row.GetInt64(6), row.IsDBNull(7) ? null : row.GetString(7), Microseconds.ToUtc(row.GetInt64(8)))),
            cancellation, writerId, after, limit).ConfigureAwait(false);
        return events;
    }

    private async Task ReadAsync(string sql, Action<MySqlDataReader> read, CancellationToken cancellation, params Statements.SqlArgument[] arguments)
    {
        var connection = new MySqlConnection(connectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            MySqlCommand command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
#pragma warning disable CA2100 // Constants of this class, with numbers.
                command.CommandText = new Statements.StatementBatch().Add(sql, arguments).Text.ToString();
#pragma warning restore CA2100
                MySqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                    {
                        read(reader);
                    }
                }
            }
        }
    }
}
