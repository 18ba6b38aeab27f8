using System.Collections.Concurrent;
using Maat.MariaDb;
using Maat.Storage.MySql;
using Maat.Storage.Tests.MySql;
using MySqlConnector;

[assembly: AssemblyFixture(typeof(MySqlServer))]

namespace Maat.Storage.Tests.MySql;

/// <summary>
/// The one MariaDB of all tests, started by the first that wants it. A test has a database to itself; afterwards it is emptied and the next
/// test's, because emptying two dozen tables is much quicker than making them.
/// </summary>
public sealed class MySqlServer : IAsyncDisposable
{
    /// <summary>More than tests run at once.</summary>
    private const int PoolSize = 20;

    private static readonly Lazy<Task<MariaDbServer>> s_server = new(() => MariaDbServer.StartAsync());
    private static readonly ConcurrentBag<string> s_free = [];
    private static int s_made;

    /// <summary>Where the server listens.</summary>
    public static async Task<int> PortAsync() => (await s_server.Value).Port;

    /// <summary>The name of a database with Maat's tables and nothing in them but what a new one has.</summary>
    public static async Task<string> RentAsync()
    {
        if (s_free.TryTake(out string? name))
        {
            return name;
        }

        name = $"maat_{Interlocked.Increment(ref s_made)}";
        int port = await PortAsync();
        await using MySqlDatabase database = Open(name, port);
        await RunAsync(ConnectionString("", port), $"CREATE DATABASE {name}");
        Assert.Empty(await database.CheckServerAsync(CancellationToken.None));
        await database.MigrateAsync(CancellationToken.None);
        return name;
    }

    public static async Task ReturnAsync(string name)
    {
        int port = await PortAsync();
        var tables = new List<string>();
        await using (var connection = new MySqlConnection(ConnectionString(name, port)))
        {
            await connection.OpenAsync();
            await using MySqlCommand command = connection.CreateCommand();
            command.CommandText = "SHOW TABLES";
            await using MySqlDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        IEnumerable<string> emptied = tables.Where(t => t != "__EFMigrationsHistory").Select(t => $"DELETE FROM `{t}`" + (t == "queue" ? " WHERE id <> 1" : ""));
        await RunAsync(ConnectionString(name, port), string.Join(';', emptied));
        s_free.Add(name);
    }

    public static MySqlDatabase Open(string name, int port, string process = "test") =>
        MySqlDatabase.Open(ConnectionString(name, port), process, new DatabaseClock(TimeProvider.System), new Random(1));

    public static string ConnectionString(string name, int port) => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)port,
        UserID = MariaDbServer.User,
        Password = MariaDbServer.Password,
        Database = name,
        SslMode = MySqlSslMode.None,
        MaximumPoolSize = PoolSize,
    }.ConnectionString;

    public static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        await using MySqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Made by tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (s_server.IsValueCreated)
        {
            MySqlConnection.ClearAllPools();
            await (await s_server.Value).DisposeAsync();
        }
    }
}
