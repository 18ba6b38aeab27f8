using System.Collections.Concurrent;
using Maat.Domain.Runs;
using Maat.Faults.Processes;
using Maat.MariaDb;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Maat.Faults.Product;

/// <summary>
/// A data directory on which the product is started again and again, or one for each of several processes on one MariaDB, and beside it what
/// scripts and tests tell each other: the file of effects, and gates at which scripts wait.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    private const string AllRoles = "data";

    private readonly string folder = Directory.CreateTempSubdirectory("maat-faults-").FullName;
    private readonly string mark = Guid.NewGuid().ToString("N");
    private readonly List<ProductProcess> started = [];
    private readonly ConcurrentQueue<string> said = [];
    private readonly string[] settings;

    /// <summary>On the embedded database.</summary>
    /// <param name="settings">As <c>Worker:Slots=8</c>.</param>
    public Installation(params string[] settings) : this(null, settings)
    {
    }

    private Installation(string? mariaDb, string[] settings)
    {
        this.settings =
        [
            "--Maat:Worker:Environment:0=PATH", $"--Maat:Worker:Environment:1={ProcessTable.MarkName}", "--Maat:Log:FrameworkLevel=Error",
            .. settings.Select(setting => $"--Maat:{setting}"),
        ];
        Effects = new Effects(Path.Combine(folder, "effects"));
        string file = $"Data Source={Path.Combine(folder, AllRoles, "maat.db")};Mode=ReadOnly;Pooling=False";
        Database = new ProductDatabase(() => mariaDb is null ? new SqliteConnection(file) : new MySqlConnection(mariaDb));
    }

    public Effects Effects { get; }

    public ProductDatabase Database { get; }

    /// <summary>The living processes of its scripts.</summary>
    public List<TaskProcess> Tasks => ProcessTable.Tasks(mark);

    /// <summary>On a database of its own.</summary>
    public static async Task<Installation> OnAsync(MariaDbServer server, params string[] settings)
    {
        var address = new MySqlConnectionStringBuilder
        {
            Server = "127.0.0.1",
            Port = (uint)server.Port,
            UserID = MariaDbServer.User,
            Password = MariaDbServer.Password,
        };
        await using (var connection = new MySqlConnection(address.ConnectionString))
        {
            await connection.OpenAsync(CancellationToken.None);
            await using MySqlCommand command = connection.CreateCommand();
            command.CommandText = "CREATE DATABASE faults";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        address.Database = "faults";
        return new Installation(address.ConnectionString, [.. settings, "Database:Provider=MySql", $"Database:ConnectionString={address.ConnectionString}"]);
    }

    /// <param name="role">What the process does; it has a data directory of its own. Every role, unless it is given.</param>
    /// <param name="number">Which of several of the same role.</param>
    public async Task<ProductProcess> StartAsync(string role = AllRoles, int number = 1)
    {
        string[] own = role == AllRoles ? settings : [.. settings, $"--Maat:Roles:0={role}"];
        ProductProcess product = await ProductProcess.StartAsync(Path.Combine(folder, role == AllRoles ? role : $"{role}-{number}"), own, mark, said);
        started.Add(product);
        return product;
    }

    /// <summary>A line of bash that waits until the gate is open.</summary>
    public string WaitAt(string gate) => $"until [ -e '{Gate(gate)}' ]; do sleep 0.02; done";

    public void Open(string gate) => File.WriteAllText(Gate(gate), "");

    /// <summary>Waits until nothing that belongs to the installation is alive: no product, no supervisor, nothing of a script.</summary>
    public Task NothingLivesAsync() => Eventually.HoldsAsync(() => ProcessTable.Marked(mark).Count == 0, "nothing is left of the product and its scripts");

    /// <summary>Waits for the end of a run, which must be a success.</summary>
    public async Task SucceedsAsync(long run)
    {
        await Eventually.HoldsAsync(() => Database.StateOf(run).IsTerminal(), $"run {run} ends");
        if (Database.StateOf(run) != RunState.Succeeded)
            throw new InvalidOperationException($"Run {run} ended as {Database.StateOf(run)}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ProductProcess product in started)
        {
            // A process counts as dead in the table while threads of it may still write into the folder.
            product.End();
            await product.ExitAsync();
            product.Dispose();
        }

        await Eventually.HoldsAsync(KillTheRest, "nothing is left of the product and its scripts");
        foreach (string line in said)
            Console.WriteLine(line);
        Directory.Delete(folder, recursive: true);
    }

    private bool KillTheRest()
    {
        List<int> left = ProcessTable.Marked(mark);
        left.ForEach(process => ProcessTable.Send(process, Signal.Kill));
        return left.Count == 0;
    }

    private string Gate(string name) => Path.Combine(folder, $"gate-{name}");
}
