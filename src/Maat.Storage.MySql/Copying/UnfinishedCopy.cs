using MySqlConnector;

namespace Maat.Storage.MySql.Copying;

/// <summary>
/// A table that is there while a database is being filled by <see cref="DatabaseCopy"/>, and stays when that fails: Maat does not run on such
/// a database, and the next copy may throw away what is in it.
/// </summary>
public static class UnfinishedCopy
{
    internal const string Table = "maat_unfinished_copy";

    /// <exception cref="MySqlException">The server cannot be reached, or refuses.</exception>
    public static async Task<bool> IsInAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new MySqlConnection(connectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            return (await TablesAsync(connection, cancellation).ConfigureAwait(false)).Contains(Table);
        }
    }

    /// <summary>Every table of the connection's database.</summary>
    internal static async Task<IReadOnlyList<string>> TablesAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        var names = new List<string>();
        MySqlCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name";
            MySqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    names.Add(reader.GetString(0));
                }
            }
        }

        return names;
    }
}
