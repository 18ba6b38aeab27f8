using Maat.Faults.Network;
using Maat.Faults.Processes;
using Maat.Faults.Product;
using Maat.MariaDb;
using MySqlConnector;

namespace Maat.Soak.Fleets;

/// <summary>An installation on one MariaDB: web, two schedulers and three workers, each a process of its own, for two queues.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    public const string SecondQueue = "heavy";
    private const string Schema = "maat";

    /// <summary>Few, so that a killed worker's nodes find room beside those of others, and many wait.</summary>
    private const int Slots = 6;

    /// <summary>Nothing here is poison: a node that is lost again and again is just unlucky.</summary>
    private const int LossLimit = 1_000;

    private readonly string folder = Directory.CreateTempSubdirectory("maat-soak-").FullName;
    private readonly Violations violations;
    private readonly int? leaseSeconds;

    private Fleet(MariaDbServer server, Violations violations, int? leaseSeconds, TimeProvider time)
    {
        (Server, this.violations, this.leaseSeconds, Time) = (server, violations, leaseSeconds, time);
        Effects = new Effects(Path.Combine(folder, "effects"));
        Database = new ProductDatabase(() => new MySqlConnection(Address(server.Port)));
        Web = new Member(this, "web", "Web", []);
        Schedulers = [new Member(this, "scheduler-1", "Scheduler", []), new Member(this, "scheduler-2", "Scheduler", [])];
        Workers =
        [
            new Member(this, "worker-1", "Worker", []), new Member(this, "worker-2", "Worker", []),
            new Member(this, "worker-3", "Worker", ["default", SecondQueue]),
        ];
        Members = [Web, .. Schedulers, .. Workers];
    }

    public MariaDbServer Server { get; }

    public TimeProvider Time { get; }

    public string Mark { get; } = Guid.NewGuid().ToString("N");

    public Effects Effects { get; }

    /// <summary>Reads past the proxies.</summary>
    public ProductDatabase Database { get; }

    public Member Web { get; }

    public IReadOnlyList<Member> Schedulers { get; }

    public IReadOnlyList<Member> Workers { get; }

    public IReadOnlyList<Member> Members { get; }

    /// <summary>Where its data directories, logs and effects are.</summary>
    public string Folder => folder;

    /// <summary>Starts a database, and everything on it.</summary>
    public static async Task<Fleet> StartAsync(Violations violations, int? leaseSeconds, TimeProvider time, CancellationToken cancellation)
    {
        // Every commit is on the disk: that of a killed server must not lose any.
        MariaDbServer server = await MariaDbServer.StartAsync(["--innodb-flush-log-at-trx-commit=1"], cancellation);
        await using (var connection = new MySqlConnection(Address(server.Port, database: "")))
        {
            await connection.OpenAsync(cancellation);
            await using MySqlCommand command = connection.CreateCommand();
            command.CommandText = $"CREATE DATABASE {Schema}";
            await command.ExecuteNonQueryAsync(cancellation);
        }

        var fleet = new Fleet(server, violations, leaseSeconds, time);
        await fleet.Web.StartAsync();
        await Task.WhenAll(fleet.Members.Skip(1).Select(member => member.StartAsync()));
        return fleet;
    }

    public string DataOf(string member) => Path.Combine(folder, member);

    public IEnumerable<string> SettingsOf(Member member, IReadOnlyList<string> queues) =>
    [
        "--Maat:Worker:Environment:0=PATH", $"--Maat:Worker:Environment:1={ProcessTable.MarkName}", "--Maat:Log:Console=false",
        $"--Maat:Worker:Slots={Slots}", $"--Maat:Worker:LossLimit={LossLimit}", "--Maat:Worker:KillAfterSeconds=1",
        .. leaseSeconds is { } lease ? [$"--Maat:Worker:LeaseSeconds={lease}"] : Array.Empty<string>(),
        $"--Maat:NodeLogs={Path.Combine(folder, "node-logs")}", "--Maat:Database:Provider=MySql",
        $"--Maat:Database:ConnectionString={Address(member.Proxy.Port)}", $"--Maat:Roles:0={member.Role}",
        .. queues.Select((queue, place) => $"--Maat:Queues:{place}={queue}"),
    ];

    public void Violated(string what) => violations.Add(what, Time.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        foreach (Member member in Members)
        {
            await member.DisposeAsync();
        }

        // Also of those whose start was interrupted.
        ProcessTable.MarkedAs(Mark).ForEach(process => ProcessTable.Send(process, Signal.Kill));
        await Server.DisposeAsync();
        if (violations.Count == 0)
            Directory.Delete(folder, recursive: true);
        else
            Console.WriteLine($"Logs and effects are kept in {folder}.");
    }

    private static string Address(int port, string database = Schema) => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)port,
        Database = database,
        UserID = MariaDbServer.User,
        Password = MariaDbServer.Password,
    }.ConnectionString;
}
