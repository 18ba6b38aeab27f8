using System.Globalization;
using System.Text.RegularExpressions;
using Maat.Web.Composition;
using Maat.Web.Settings;
using Microsoft.Extensions.Configuration;

namespace Maat.Web.Tests.Deployment;

/// <summary>A process as a manifest starts it: its environment, and how it is stopped and asked.</summary>
/// <param name="Environment">With something usable in place of secrets.</param>
/// <param name="Ports">That it is reached by.</param>
/// <param name="Paths">Of HTTP that it is asked for.</param>
/// <param name="Mounts">What it may write to.</param>
/// <param name="Patience">How long it may take to end.</param>
internal sealed record DescribedProcess(
    string Name, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Ports, IReadOnlyList<string> Paths, IReadOnlyList<string> Mounts, TimeSpan Patience);

/// <summary>Holds what manifests say of a process against what Maat does.</summary>
internal static partial class ProcessCheck
{
    /// <summary>In place of a secret: what any secret of Maat's may be.</summary>
    public const string Placeholder = "0123456789abcdef0123";

    public const string PlaceholderOfDatabase = $"Server=db;Database=maat;User ID=maat;Password={Placeholder}";

    /// <param name="paths">That Maat answers.</param>
    public static IEnumerable<string> Problems(DescribedProcess process, IReadOnlyCollection<string> paths)
    {
        MaatOptions options;
        try
        {
            options = MaatOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(process.Environment
                .Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build());
        }
        catch (SettingsException wrong)
        {
            return wrong.Problems.Select(problem => $"{process.Name}: {problem}");
        }

        return Problems(process, options, paths).Select(problem => $"{process.Name}: {problem}");
    }

    private static IEnumerable<string> Problems(DescribedProcess process, MaatOptions options, IReadOnlyCollection<string> paths)
    {
        string port = new Uri(ListenAddresses.Of(options)[0].Replace("0.0.0.0", "localhost", StringComparison.Ordinal)).Port.ToString(CultureInfo.InvariantCulture);
        foreach (string wrong in process.Ports.Where(named => named != port))
            yield return $"port {wrong} is named, but it listens on {port}";
        foreach (string unknown in process.Paths.Where(path => !paths.Contains(path)))
            yield return $"nothing answers at {unknown}";
        foreach (string directory in new[] { options.DataDirectory, options.NodeLogs ?? "" }.Where(directory => !process.Mounts.Contains(directory)))
            yield return $"'{directory}' is no volume";
        if (process.Patience <= EngineSetup.ShutdownTimeout(options))
            yield return $"it is killed after {process.Patience}, but may take {EngineSetup.ShutdownTimeout(options)} to end";
        if (options.Roles.Length != 1)
            yield return "it has not one role";
        if (options.Roles.Contains(Role.Worker) && options.Queues.Length == 0)
            yield return "it serves every queue";
        if (options.Advertise is null)
            yield return "the others are not told where it is";
        if (options.Database.Provider != DatabaseProvider.MySql)
            yield return "it is on a database of its own";
    }

    /// <summary>Settings that a text names anywhere, and Maat does not have.</summary>
    public static IEnumerable<string> UnknownSettings(string file, string text)
    {
        HashSet<string> known = [.. SettingKeys.Of(typeof(MaatOptions), MaatOptions.Section)];
        return Setting().Matches(text).Select(match => ListItem().Replace(match.Value.Replace("__", ":", StringComparison.Ordinal), ""))
            .Where(key => !known.Contains(key)).Distinct().Select(key => $"{file}: {key} is not a setting of Maat");
    }

    /// <summary>Metrics that a text names anywhere, and Maat does not tell.</summary>
    public static IEnumerable<string> UnknownMetrics(string file, string text, IReadOnlyCollection<string> metrics) =>
        Metric().Matches(text).Select(match => match.Value).Where(name => !metrics.Contains(name)).Distinct().Select(name => $"{file}: {name} is not a metric of Maat");

    [GeneratedRegex(@"Maat__\w+|Maat(:[A-Z]\w+)+")]
    private static partial Regex Setting();

    [GeneratedRegex(@":\d+$")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\bmaat_[a-z_]+\b")]
    private static partial Regex Metric();
}
