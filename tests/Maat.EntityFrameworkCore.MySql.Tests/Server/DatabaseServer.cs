using Maat.EntityFrameworkCore.MySql.Tests.Server;
using Maat.MariaDb;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

[assembly: AssemblyFixture(typeof(DatabaseServer))]

namespace Maat.EntityFrameworkCore.MySql.Tests.Server;

/// <summary>The one MariaDB of all tests; each test has a database of its own on it.</summary>
public sealed class DatabaseServer : IAsyncLifetime
{
    /// <summary>Long enough for a loaded machine; no test waits for it to pass.</summary>
    public const int HangMilliseconds = 120_000;

    private MariaDbServer? _server;
    private int _databases;

    public ServerVersion Version { get; private set; } = new MariaDbServerVersion(new Version(10, 6));

    public async ValueTask InitializeAsync()
    {
        _server = await MariaDbServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        Version = ServerVersion.AutoDetect(ConnectionString(""));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>The connection string of a database that does not exist yet.</summary>
    public string NewDatabase() => ConnectionString($"test_{Interlocked.Increment(ref _databases)}");

    private string ConnectionString(string database) => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)_server!.Port,
        UserID = MariaDbServer.User,
        Password = MariaDbServer.Password,
        Database = database,
        SslMode = MySqlSslMode.None,
    }.ConnectionString;
}
