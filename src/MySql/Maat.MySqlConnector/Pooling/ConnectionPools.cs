using System.Collections.Concurrent;
using MySqlConnector.Connections;

namespace MySqlConnector.Pooling;

/// <summary>The pools of this process, one for each connection string as it is written.</summary>
internal static class ConnectionPools
{
    private static readonly ConcurrentDictionary<string, ConnectionPool> All = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The string is not understood.</exception>
    public static ConnectionPool Of(string connectionString) =>
        All.TryGetValue(connectionString, out var pool) ? pool : All.GetOrAdd(connectionString, static text => new(new ConnectionSettings(new MySqlConnectionStringBuilder(text)), TimeProvider.System));

    public static async Task ClearAsync()
    {
        foreach (var pool in All.Values)
            await pool.ClearAsync().ConfigureAwait(false);
    }
}
