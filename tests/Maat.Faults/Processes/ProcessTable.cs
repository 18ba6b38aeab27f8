using System.Globalization;
using System.Runtime.InteropServices;

namespace Maat.Faults.Processes;

/// <summary>A process that a node's script is or has started.</summary>
/// <param name="Fence">Under which claim of the node it was started.</param>
public sealed record TaskProcess(int Id, string Node, long Fence);

/// <summary>What runs on this machine, from /proc.</summary>
public static partial class ProcessTable
{
    /// <summary>The variable that marks all processes of one installation: the product, its supervisor, and whatever scripts start, however it detaches itself.</summary>
    public const string MarkName = "FAULTS_MARK";

    /// <summary>The living processes that carry the mark.</summary>
    public static List<int> Marked(string mark) => [.. WithEnvironment(found => found == mark).Select(process => process.Id)];

    /// <summary>The living processes whose mark begins so.</summary>
    public static List<int> MarkedAs(string beginning) =>
        [.. WithEnvironment(found => found.StartsWith(beginning, StringComparison.Ordinal)).Select(process => process.Id)];

    /// <summary>Those of them that belong to scripts.</summary>
    public static List<TaskProcess> Tasks(string mark) =>
        [.. WithEnvironment(found => found == mark)
            .Where(process => process.Environment.ContainsKey("MAAT_NODE"))
            .Select(process => new TaskProcess(
                process.Id, process.Environment["MAAT_NODE"], long.Parse(process.Environment["MAAT_FENCE"], CultureInfo.InvariantCulture)))];

    public static bool IsAlive(int process) => State(process) is not (null or 'Z' or 'X');

    /// <summary>The state's letter (proc_pid_stat(5)), or null when there is no such process.</summary>
    public static char? State(int process) => Stat(process) is [[var state, ..], ..] ? state : null;

    /// <summary>The one living child whose command line holds the text.</summary>
    public static int Child(int parent, string command) =>
        All().Single(process => Stat(process) is [_, var of, ..] && of == parent.ToString(CultureInfo.InvariantCulture)
            && Read($"/proc/{process}/cmdline").Contains(command, StringComparison.Ordinal));

    public static void Send(int process, Signal signal) => _ = kill(process, (int)signal);

    private static IEnumerable<(int Id, Dictionary<string, string> Environment)> WithEnvironment(Func<string, bool> isMine)
    {
        foreach (int process in All())
        {
            var environment = Read($"/proc/{process}/environ").Split('\0').Select(entry => entry.Split('=', 2)).Where(entry => entry.Length == 2)
                .DistinctBy(entry => entry[0]).ToDictionary(entry => entry[0], entry => entry[1]);
            if (environment.TryGetValue(MarkName, out string? mark) && isMine(mark) && IsAlive(process))
                yield return (process, environment);
        }
    }

    /// <summary>From field 3 on; the second, the program's name, stands in brackets and may hold anything.</summary>
    private static string[]? Stat(int process)
    {
        string text = Read($"/proc/{process}/stat");
        return text.Length == 0 ? null : text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static IEnumerable<int> All() =>
        Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out int process) ? process : 0)
            .Where(process => process > 0);

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}

/// <summary>Linux's numbers (signal(7)).</summary>
public enum Signal
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
