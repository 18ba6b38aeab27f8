using Maat.MariaDb;
using Maat.MySqlConnector.Tests.Server;
using MySqlConnector;

[assembly: AssemblyFixture(typeof(ServerFixture))]

namespace Maat.MySqlConnector.Tests.Server;

/// <summary>One real server for all tests that need nothing special of it, with a database for them.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private MariaDbServer? _server;

    public MariaDbServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _server = await MariaDbServer.StartAsync();
        await using var connection = new MySqlConnection(Settings("").ConnectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand("CREATE DATABASE tests", connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await MySqlConnection.ClearAllPoolsAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>Settings without a pool, as tests should not share sessions unless they test sharing.</summary>
    public MySqlConnectionStringBuilder Settings(string database = "tests") => new()
    {
        Server = "127.0.0.1",
        Port = (uint)Server.Port,
        UserID = MariaDbServer.User,
        Password = MariaDbServer.Password,
        Database = database,
        Pooling = false,
        ConnectionTimeout = 120,
        DefaultCommandTimeout = 120,
        CancellationTimeout = 120,
        MaximumPoolSize = 10,
    };

    public async Task<MySqlConnection> OpenAsync(Action<MySqlConnectionStringBuilder>? change = null)
    {
        var settings = Settings();
        change?.Invoke(settings);
        var connection = new MySqlConnection(settings.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
