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
    private string[] settings;
    private string? mariaDb;

    /// <summary>On the embedded database.</summary>
    /// <param name="settings">As <c>Worker:Slots=8</c>.</param>
    public Installation(params string[] settings) : this(null, settings)
    {
    }

    private Installation(string? mariaDb, string[] settings)
    {
        this.mariaDb = mariaDb;
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

    public ProductDatabase Database { get; private set; }

    /// <summary>The living processes of its scripts.</summary>
    public List<TaskProcess> Tasks => ProcessTable.Tasks(mark);

    /// <summary>On a database of its own.</summary>
    public static async Task<Installation> OnAsync(MariaDbServer server, params string[] settings)
    {
        string address = await MakeDatabaseAsync(server);
        return new Installation(address, [.. settings, "Database:Provider=MySql", $"Database:ConnectionString={address}"]);
    }

    /// <summary>
    /// Copies the embedded database to one of its own on the server, by the product's command. What is started from now on works there, on
    /// the logs that there are.
    /// </summary>
    /// <returns>What the command said.</returns>
    public async Task<string> MoveAsync(MariaDbServer server)
    {
        string address = await MakeDatabaseAsync(server);
        settings = [.. settings, "--Maat:Database:Provider=MySql", $"--Maat:Database:ConnectionString={address}", $"--Maat:NodeLogs={Path.Combine(folder, AllRoles, "node-logs")}"];
        mariaDb = address;
        Database = new ProductDatabase(() => new MySqlConnection(address));
        return await MoveAgainAsync();
    }

    /// <summary>The same command once more.</summary>
    public Task<string> MoveAgainAsync() => ProductProcess.CopyAsync(Path.Combine(folder, AllRoles), settings);

    private static async Task<string> MakeDatabaseAsync(MariaDbServer server)
    {
        string name = $"faults_{Guid.NewGuid():N}";
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
#pragma warning disable CA2100 // A name of our own making.
            command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        address.Database = name;
        return address.ConnectionString;
    }

    /// <param name="role">What the process does, as <c>Web</c> or <c>Web+Scheduler</c>; it has a data directory of its own. Every role, unless it is given.</param>
    /// <param name="number">Which of several of the same role.</param>
    /// <param name="own">Settings of this process, which count more than the installation's.</param>
    /// <param name="environment">Variables of this process.</param>
    public async Task<ProductProcess> StartAsync(
        string role = AllRoles, int number = 1, IEnumerable<string>? own = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        IEnumerable<string> roles = role == AllRoles ? [] : role.Split('+').Select((one, place) => $"--Maat:Roles:{place}={one}");
        ProductProcess product = await ProductProcess.StartAsync(
            Path.Combine(folder, role == AllRoles ? role : $"{role}-{number}"), [.. settings, .. roles, .. (own ?? []).Select(setting => $"--Maat:{setting}")],
            mark, said, environment);
        started.Add(product);
        return product;
    }

    /// <summary>The setting with which a process reaches the database through a port of loopback, such as a proxy's.</summary>
    /// <param name="options">More for the connection string, as <c>Default Command Timeout=2</c>.</param>
    public string Through(int port, string options = "") =>
        $"Database:ConnectionString={new MySqlConnectionStringBuilder(mariaDb!) { Port = (uint)port }.ConnectionString};{options}";

    public void Close(string gate) => File.Delete(GateFile(gate));

    /// <summary>A connection to the database, past every proxy, for a test that wants to be in the way.</summary>
    public async Task<MySqlConnection> ConnectAsync()
    {
        var connection = new MySqlConnection(mariaDb!);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>A line of bash that waits until the gate is open.</summary>
    public string WaitAt(string gate) => $"until [ -e '{GateFile(gate)}' ]; do sleep 0.02; done";

    public void Open(string gate) => File.WriteAllText(GateFile(gate), "");

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

    /// <summary>The file that is there when the gate is open.</summary>
    public string GateFile(string name) => Path.Combine(folder, $"gate-{name}");
}
