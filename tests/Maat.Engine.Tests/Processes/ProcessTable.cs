using System.Globalization;
using System.Runtime.InteropServices;

namespace Maat.Engine.Tests.Processes;

/// <summary>What runs on this machine, from /proc.</summary>
internal static partial class ProcessTable
{
    /// <summary>The variable that marks every process that a test's task starts, however it detaches itself.</summary>
    internal const string MarkName = "MAAT_TEST_MARK";

    /// <summary>The living processes whose environment carries the mark.</summary>
    internal static List<int> Marked(string mark) =>
        [.. All().Where(pid => State(pid) is not (null or 'Z' or 'X') && Read($"/proc/{pid}/environ").Split('\0').Contains($"{MarkName}={mark}"))];

    internal static bool IsAlive(int pid) => State(pid) is not (null or 'Z' or 'X');

    /// <summary>The state's letter (proc_pid_stat(5)), or null when there is no such process.</summary>
    internal static char? State(int pid) => Stat(pid) is [var state, ..] ? state[0] : null;

    internal static int? Parent(int pid) => Stat(pid) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : null;

    internal static List<int> ChildrenOf(int pid) => [.. All().Where(child => Parent(child) == pid)];

    internal static void Send(int pid, int signal) => _ = kill(pid, signal);

    private static string[]? Stat(int pid)
    {
        var text = Read($"/proc/{pid}/stat");
        return text.Length == 0 ? null : text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static IEnumerable<int> All() =>
        Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0);

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
