namespace Maat.Web.Settings;

/// <summary>What a process of the deployable does.</summary>
public enum Role
{
    /// <summary>Serves pages, the REST API and the live hubs.</summary>
    Web,

    /// <summary>Fires schedules, admits runs, mends what dead workers left.</summary>
    Scheduler,

    /// <summary>Executes nodes.</summary>
    Worker,
}

/// <summary>
/// The section <c>Maat</c> of the configuration: <c>appsettings.json</c> in the working directory, environment variables
/// (<c>Maat__Listen</c>) or the command line (<c>--Maat:Listen=…</c>), the last one winning. <c>appsettings.sample.json</c> explains each
/// setting; without any of them Maat runs on loopback with an embedded database.
/// </summary>
public sealed class MaatOptions
{
    public const string Section = "Maat";

    /// <summary>Addresses to listen on, parted by <c>;</c>. Loopback by default: nobody else is let in before somebody decides so.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:5080";

    /// <summary>
    /// Host names under which browsers and programs reach this process, besides those of <see cref="Listen"/> and of loopback. Requests
    /// for any other name are refused, so that a foreign page cannot reach Maat by pointing its own name at this address (DNS rebinding).
    /// </summary>
    public string[] Hosts { get; init; } = [];

    /// <summary>
    /// Where other processes of the installation reach this one, as <c>http://10.0.0.7:5080</c>; the first address of <see cref="Listen"/>
    /// that names a host unless set.
    /// </summary>
    public string? Advertise { get; init; }

    /// <summary>Where the database, the token and logs are kept; relative to the working directory.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Where the output of nodes is kept; below <see cref="DataDirectory"/> unless set. Several processes need one that all of them share.</summary>
    public string? NodeLogs { get; init; }

    /// <summary>What this process does; none named means everything.</summary>
    public Role[] Roles { get; init; } = [];

    /// <summary>The queues that this process's scheduler and worker serve; none named means every queue.</summary>
    public string[] Queues { get; init; } = [];

    public WorkerOptions Worker { get; init; } = new();

    public DatabaseOptions Database { get; init; } = new();

    public MetricsOptions Metrics { get; init; } = new();

    public LogOptions Log { get; init; } = new();

    public bool Takes(Role role) => Roles.Length == 0 || Roles.Contains(role);
}

/// <summary>How this process executes nodes.</summary>
public sealed class WorkerOptions
{
    /// <summary>How many nodes run at once.</summary>
    public int Slots { get; init; } = 16;

    /// <summary>For how many seconds the worker may be silent before its nodes are given to others.</summary>
    public int LeaseSeconds { get; init; } = 30;

    /// <summary>For how many seconds running nodes may go on after SIGTERM before they are stopped and handed back.</summary>
    public int GraceSeconds { get; init; } = 20;

    /// <summary>How many seconds a stopped script has between TERM and KILL.</summary>
    public int KillAfterSeconds { get; init; } = 5;

    /// <summary>How often a node's worker may die under it before the node has failed.</summary>
    public int LossLimit { get; init; } = 3;

    /// <summary>How many MiB of a node's output are kept in its log; the rest is dropped, with a note, and the script goes on.</summary>
    public int LogMegabytes { get; init; } = 100;

    /// <summary>The most memory (address space) of each process of a script, in MiB; none set means no limit.</summary>
    public int? MemoryMegabytes { get; init; }

    /// <summary>The most processor time of each process of a script, in seconds; none set means no limit.</summary>
    public int? CpuSeconds { get; init; }

    /// <summary>The most files that each process of a script may have open; none set means the system's limit.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>The worker's own environment variables that scripts get; none named means the usual ones (PATH, HOME, LANG, TZ and their like).</summary>
    public string[] Environment { get; init; } = [];
}

/// <summary>What kind of database this process works on.</summary>
public enum DatabaseProvider
{
    /// <summary>A file in the data directory, for one process.</summary>
    Sqlite,

    /// <summary>A MySQL or MariaDB server, for any number of processes.</summary>
    MySql,
}

/// <summary>The database.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Sqlite for the embedded one, MySql for a server of MySQL 8.0 or MariaDB 10.6 and newer.</summary>
    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    /// <summary>Where the server is, for MySql: <c>Server=…;Database=…;User ID=…;Password=…</c>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Of the embedded database, Normal or Full: with Normal the last moments before a power failure may be lost, with Full nothing is, at a third of the speed.</summary>
    public string Durability { get; init; } = "Normal";

    /// <summary>Whether pending migrations are applied at the start; if not, they keep Maat from starting.</summary>
    public bool Migrate { get; init; } = true;
}

/// <summary>What Prometheus gets at <c>/metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>The bearer token that reads metrics and lets in nowhere else. Unless set, they are for administrators and their tokens alone.</summary>
    public string? Token { get; init; }
}

/// <summary>What is logged, and how much of it is kept.</summary>
public sealed class LogOptions
{
    /// <summary>The least level at which Maat itself logs.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>The least level at which the libraries below Maat log.</summary>
    public LogLevel FrameworkLevel { get; init; } = LogLevel.Warning;

    /// <summary>Whether the console gets the log too.</summary>
    public bool Console { get; init; } = true;

    /// <summary>A file larger than this, in MiB, is closed and the next one begun.</summary>
    public int FileMegabytes { get; init; } = 50;

    /// <summary>How many files are kept; the oldest goes first.</summary>
    public int FilesKept { get; init; } = 10;
}
