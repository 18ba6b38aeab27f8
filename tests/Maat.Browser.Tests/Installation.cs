using Maat.MariaDb;
using MySqlConnector;

namespace Maat.Browser.Tests;

/// <summary>The product as several processes on a MariaDB of its own, which share a directory for the logs of nodes.</summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>In seconds. Nothing in these tests takes so long to end; what would end only after it fails the test.</summary>
    private const int Grace = 600;

    private readonly string _logs = Directory.CreateTempSubdirectory("maat-node-logs-").FullName;
    private readonly MariaDbServer _mariaDb;
    private readonly List<(string Is, ProductProcess Process)> _processes = [];

    private Installation(MariaDbServer mariaDb) => _mariaDb = mariaDb;

    public ProductProcess Web => Of("Web").First();

    /// <param name="processes">What each of them is: a role, and the queues that it serves if not all of them, as <c>Worker heavy</c>.</param>
    public static async Task<Installation> StartAsync(params string[] processes)
    {
        MariaDbServer mariaDb = await MariaDbServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        var installation = new Installation(mariaDb);
        try
        {
            string database = await installation.MakeDatabaseAsync();
            foreach (string process in processes)
            {
                string[] words = process.Split(' ');
                installation._processes.Add((process, new ProductProcess(
                [
                    "Database:Provider=MySql", $"Database:ConnectionString={database}", $"NodeLogs={installation._logs}", "Worker:LeaseSeconds=3", $"Worker:GraceSeconds={Grace}", $"Roles:0={words[0]}",
                    .. words.Skip(1).Select((queue, i) => $"Queues:{i}={queue}"),
                ])));
            }

            // The first makes the tables; the others begin meanwhile, and wait for it.
            await Task.WhenAll(installation._processes.Select(p => p.Process.StartAsync()));
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>The processes that were described in these words.</summary>
    public IEnumerable<ProductProcess> Of(string words) => _processes.Where(p => p.Is == words).Select(p => p.Process);

    public async ValueTask DisposeAsync()
    {
        foreach ((_, ProductProcess process) in _processes)
            await process.DisposeAsync();
        await _mariaDb.DisposeAsync();
        Directory.Delete(_logs, recursive: true);
    }

    private async Task<string> MakeDatabaseAsync()
    {
        var address = new MySqlConnectionStringBuilder
        {
            Server = "127.0.0.1",
            Port = (uint)_mariaDb.Port,
            UserID = MariaDbServer.User,
            Password = MariaDbServer.Password,
        };
        await using var connection = new MySqlConnection(address.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "CREATE DATABASE maat";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        address.Database = "maat";
        return address.ConnectionString;
    }
}
