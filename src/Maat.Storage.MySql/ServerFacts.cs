using System.Globalization;
using MySqlConnector;

namespace Maat.Storage.MySql;

/// <summary>What a server says of itself that matters to Maat.</summary>
/// <param name="Version">As it names it: 8.0.36, 10.11.6-MariaDB-1.</param>
/// <param name="Packet"><c>max_allowed_packet</c>, in bytes.</param>
/// <param name="SqlMode">The modes of a new connection.</param>
/// <param name="BinaryLog">The format of the binary log; null when it is off.</param>
/// <param name="MaxConnections">Over all processes.</param>
/// <param name="GaleraNodes">Members of its Galera cluster; 0 when it is in none.</param>
/// <param name="IsMultiPrimary">Whether its group replication lets several members write.</param>
/// <param name="IsReadOnly">Whether it takes no writes.</param>
public sealed record ServerFacts(
    string Version, long Packet, string SqlMode, string? BinaryLog, long MaxConnections, int GaleraNodes, bool IsMultiPrimary,
    bool IsReadOnly)
{
    /// <summary>
    /// The least packet: an output of a mebibyte and what waits beside it, every character escaped and of several bytes, is sent at once. A
    /// packet above the server's limit loses the connection, and would be sent again and again.
    /// </summary>
    public const long LeastPacket = 16 << 20;

    private const string Ask = """
        SHOW VARIABLES WHERE Variable_name IN ('version', 'max_allowed_packet', 'sql_mode', 'log_bin', 'binlog_format',
            'max_connections', 'wsrep_on', 'group_replication_group_name', 'group_replication_single_primary_mode', 'read_only')
        """;

    private const string AskCluster = "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'";

    public bool IsMariaDb => Version.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="MySqlException">The server cannot be reached, or refuses the user or the database.</exception>
    internal static async Task<ServerFacts> ReadAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new MySqlConnection(connectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (string sql in new[] { Ask, AskCluster })
            {
                MySqlCommand command = connection.CreateCommand();
                await using (command.ConfigureAwait(false))
                {
#pragma warning disable CA2100 // Constants of this class.
                    command.CommandText = sql;
#pragma warning restore CA2100
                    MySqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                    await using (reader.ConfigureAwait(false))
                    {
                        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                        {
                            read[reader.GetString(0)] = reader.GetString(1);
                        }
                    }
                }
            }

            return Of(read);
        }
    }

    internal static ServerFacts Of(IReadOnlyDictionary<string, string> variables)
    {
        string Text(string name) => variables.GetValueOrDefault(name, "");
        bool On(string name) => Text(name) is "ON" or "1";
        long Number(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : 0;
        return new ServerFacts(
            Text("version"),
            Number("max_allowed_packet"),
            Text("sql_mode"),
            On("log_bin") ? Text("binlog_format") : null,
            Number("max_connections"),
            On("wsrep_on") ? (int)Number("wsrep_cluster_size") : 0,
            Text("group_replication_group_name").Length > 0 && !On("group_replication_single_primary_mode"),
            On("read_only"));
    }
}
