using Maat.Storage.Engine;
using Maat.Storage.MySql;
using Maat.Storage.Tests.Conformance;

namespace Maat.Storage.Tests.MySql;

/// <summary>A database of its own per test, on the server that all share.</summary>
internal sealed class MySqlTestDatabase : ITestDatabase
{
    private readonly string _name;
    private readonly MySqlDatabase _database;
    private readonly CuttingProxy? _proxy;

    private readonly int _port;

    private MySqlTestDatabase(string name, int port, MySqlDatabase database, CuttingProxy? proxy) =>
        (_name, _port, _database, _proxy) = (name, port, database, proxy);

    public IMaatDatabase Database => _database;

    public IEventReader Events => _database;

    public static async Task<ITestDatabase> CreateAsync() => await CreateAsync(await MySqlServer.RentAsync(), null);

    /// <summary>One whose connections can be cut.</summary>
    public static async Task<ITestDatabase> CreateBehindProxyAsync() =>
        await CreateAsync(await MySqlServer.RentAsync(), CuttingProxy.Start(await MySqlServer.PortAsync()));

    /// <summary>The same database as another process has it; the caller disposes of it.</summary>
    public async Task<MySqlDatabase> OpenAnotherAsync()
    {
        MySqlDatabase database = MySqlServer.Open(_name, _port, "another");
        Assert.Empty(await database.CheckServerAsync(CancellationToken.None));
        return database;
    }

    public Task MakeCommitFailAsync(string idempotencyKey)
    {
        (_proxy ?? throw new InvalidOperationException("This test needs a database whose connections can be cut.")).CutCommitAfter(idempotencyKey);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        await MySqlServer.ReturnAsync(_name);
    }

    private static async Task<ITestDatabase> CreateAsync(string name, CuttingProxy? proxy)
    {
        int port = proxy?.Port ?? await MySqlServer.PortAsync();
        MySqlDatabase database = MySqlServer.Open(name, port);
        Assert.Empty(await database.CheckServerAsync(CancellationToken.None));
        return new MySqlTestDatabase(name, port, database, proxy);
    }
}
