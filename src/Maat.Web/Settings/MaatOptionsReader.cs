using Maat.Engine.Processes;
using Maat.Storage.Sqlite;
using MySqlConnector;

namespace Maat.Web.Settings;

/// <summary>Reads the section <c>Maat</c> and says everything that is wrong with it at once.</summary>
public static class MaatOptionsReader
{
    private const int MaxFileMegabytes = 1024;
    private const int MaxFilesKept = 1000;

    /// <summary>More processes than this at once is no worker but a mistake.</summary>
    private const int MaxSlots = 1024;

    /// <summary>Below it a busy machine's hiccup kills what runs.</summary>
    private const int MinLeaseSeconds = 2;

    /// <summary>A day: what is meant to last longer is meant to last for ever.</summary>
    private const int MaxSeconds = 86_400;

    private const int MaxLosses = 1000;

    /// <summary>Ten GiB of text for one attempt is more than anybody reads, or a disk holds.</summary>
    private const int MaxLogMegabytes = 10_240;

    private const int MinMemoryMegabytes = 16;

    private const int MinOpenFiles = 16;

    /// <summary>As many hexadecimal digits as 64 random bits take: nobody guesses that over a network.</summary>
    private const int MinTokenLength = 16;

    /// <exception cref="SettingsException">A setting is unknown, cannot be read, or is out of its bounds.</exception>
    public static MaatOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(MaatOptions.Section);
        var unknown = SettingKeys.Unknown(section, typeof(MaatOptions)).Select(key => $"{key} is not a setting of Maat.").ToList();

        MaatOptions options;
        try
        {
            // Strict, because the binder otherwise leaves out what it cannot read in a list; but keys that are unknown have been found already.
            options = section.Get<MaatOptions>(binder => binder.ErrorOnUnknownConfiguration = unknown.Count == 0) ?? new MaatOptions();
        }
        catch (InvalidOperationException e)
        {
            throw new SettingsException([.. unknown, .. SettingKeys.Unreadable(section, typeof(MaatOptions)).DefaultIfEmpty(e.Message)]);
        }

        List<string> problems = [.. unknown, .. Problems(options, configuration.GetSection("Kestrel:Certificates").Exists())];
        return problems.Count == 0 ? options : throw new SettingsException(problems);
    }

    private static IEnumerable<string> Problems(MaatOptions options, bool hasCertificate)
    {
        if (ListenAddresses.Of(options).Count == 0)
            yield return "Maat:Listen names no address; the default is http://127.0.0.1:5080.";
        foreach (var address in ListenAddresses.Of(options))
        {
            if (ListenAddresses.ProblemWith(address, hasCertificate) is { } problem)
                yield return $"Maat:Listen: '{address}' {problem}.";
        }

        if (options.Advertise is { } advertised && ListenAddresses.ProblemWith(advertised, hasCertificate: true) is { } wrong)
            yield return $"Maat:Advertise: '{advertised}' {wrong}.";
        foreach (var host in options.Hosts.Where(host => !IsHostName(host)))
            yield return $"Maat:Hosts: '{host}' is not a host name. Write the name alone, such as maat.example.com, without scheme, port or path.";

        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            yield return "Maat:DataDirectory is empty; the default is data.";
        if (options.NodeLogs is { } logs && string.IsNullOrWhiteSpace(logs))
            yield return "Maat:NodeLogs is empty; leave it out for node-logs in the data directory.";

        foreach (var twice in options.Roles.GroupBy(role => role).Where(group => group.Count() > 1))
            yield return $"Maat:Roles names {twice.Key} twice.";
        if (options.Queues.Any(string.IsNullOrWhiteSpace))
            yield return "Maat:Queues has an empty name.";
        foreach (var twice in options.Queues.GroupBy(queue => queue).Where(group => group.Count() > 1))
            yield return $"Maat:Queues names '{twice.Key}' twice.";

        foreach (var problem in WorkerProblems(options.Worker))
            yield return problem;
        foreach (var problem in DatabaseProblems(options.Database))
            yield return problem;

        if (options.Metrics.Token is { } token && (token.Length < MinTokenLength || token.Any(c => !char.IsAscii(c) || char.IsControl(c) || c == ' ')))
            yield return $"Maat:Metrics:Token must have at least {MinTokenLength} characters of ASCII without spaces; `openssl rand -hex 32` makes a good one.";

        if (options.Log.FileMegabytes is < 1 or > MaxFileMegabytes)
            yield return $"Maat:Log:FileMegabytes is {options.Log.FileMegabytes}; it must be from 1 to {MaxFileMegabytes}.";
        if (options.Log.FilesKept is < 1 or > MaxFilesKept)
            yield return $"Maat:Log:FilesKept is {options.Log.FilesKept}; it must be from 1 to {MaxFilesKept}.";
    }

    private static IEnumerable<string> WorkerProblems(WorkerOptions worker)
    {
        if (worker.Slots is < 1 or > MaxSlots)
            yield return $"Maat:Worker:Slots is {worker.Slots}; it must be from 1 to {MaxSlots}.";
        if (worker.LeaseSeconds is < MinLeaseSeconds or > MaxSeconds)
            yield return $"Maat:Worker:LeaseSeconds is {worker.LeaseSeconds}; it must be from {MinLeaseSeconds} to {MaxSeconds}.";
        if (worker.GraceSeconds is < 0 or > MaxSeconds)
            yield return $"Maat:Worker:GraceSeconds is {worker.GraceSeconds}; it must be from 0 to {MaxSeconds}.";
        if (worker.KillAfterSeconds is < 0 or > MaxSeconds)
            yield return $"Maat:Worker:KillAfterSeconds is {worker.KillAfterSeconds}; it must be from 0 to {MaxSeconds}.";
        if (worker.LossLimit is < 0 or > MaxLosses)
            yield return $"Maat:Worker:LossLimit is {worker.LossLimit}; it must be from 0 to {MaxLosses}.";
        if (worker.LogMegabytes is < 1 or > MaxLogMegabytes)
            yield return $"Maat:Worker:LogMegabytes is {worker.LogMegabytes}; it must be from 1 to {MaxLogMegabytes}.";
        if (worker.MemoryMegabytes is < MinMemoryMegabytes)
            yield return $"Maat:Worker:MemoryMegabytes is {worker.MemoryMegabytes}; it must be at least {MinMemoryMegabytes}, or bash itself does not start.";
        if (worker.CpuSeconds is < 1)
            yield return $"Maat:Worker:CpuSeconds is {worker.CpuSeconds}; it must be at least 1.";
        if (worker.OpenFiles is < MinOpenFiles)
            yield return $"Maat:Worker:OpenFiles is {worker.OpenFiles}; it must be at least {MinOpenFiles}, or bash itself does not start.";
        foreach (var name in worker.Environment.Where(name => TaskEnvironment.ProblemOfPassing(name) is not null))
            yield return $"Maat:Worker:Environment: '{name}' cannot be passed on: {TaskEnvironment.ProblemOfPassing(name)}";
    }

    private static IEnumerable<string> DatabaseProblems(DatabaseOptions database)
    {
        if (!Enum.GetNames<SqliteDurability>().Contains(database.Durability))
            yield return $"Maat:Database:Durability is '{database.Durability}'; it must be Normal or Full.";
        if (database.Provider == DatabaseProvider.Sqlite && !string.IsNullOrWhiteSpace(database.ConnectionString))
            yield return "Maat:Database:ConnectionString is set, but Maat:Database:Provider is Sqlite, which needs none. Set the provider to MySql, or take the connection string away.";
        if (database.Provider == DatabaseProvider.MySql && ProblemWithConnection(database.ConnectionString) is { } problem)
            yield return $"Maat:Database:ConnectionString {problem} Write Server=db.example.com;Database=maat;User ID=maat;Password=….";
    }

    private static string? ProblemWithConnection(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return "is empty, but Maat:Database:Provider is MySql.";
        try
        {
            var connection = new MySqlConnectionStringBuilder(connectionString);
            return connection.Database.Length == 0 ? "names no database." : connection.UserID.Length == 0 ? "names no user." : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return $"cannot be read: {e.Message}";
        }
    }

    private static bool IsHostName(string host) => Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) != UriHostNameType.Unknown;
}
