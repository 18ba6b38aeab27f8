using System.Globalization;
using Maat.Supervisor;

namespace Maat.Engine.Processes;

/// <summary>
/// Kills what a dead supervisor left running. Nothing holds the process numbers any more, so each process is looked at before it
/// is killed: it must belong to a session that a task opened in the span in which the task began, or have the task's output pipe
/// as standard output or error (which finds also a task whose process number never arrived).
/// </summary>
internal static class StrayProcesses
{
    /// <summary>Start times in /proc are in ticks of a hundredth of a second, the unit of the kernel's interface on every architecture.</summary>
    private const long NanosecondsPerTick = 10_000_000;

    /// <summary>A process may fork while it is being looked for; each pass finds what the last one missed.</summary>
    private const int MaxPasses = 20;

    /// <returns>How many processes were killed.</returns>
    internal static int Kill(IReadOnlyCollection<RunningTask> tasks)
    {
        var pipes = tasks.Where(task => task.Pipe.IsOpen).Select(task => LinkTarget("self", task.Pipe.Descriptor)).OfType<string>().ToHashSet();
        var sessions = tasks.Where(task => task.ProcessId > 0 && !IsReused(task)).Select(task => task.ProcessId).ToHashSet();
        var killed = new HashSet<int>();
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var before = killed.Count;
            foreach (var pid in ProcessIds())
            {
                if (pid == Environment.ProcessId || killed.Contains(pid) || !Belongs(pid, sessions, pipes))
                    continue;
                killed.Add(pid);
                _ = Libc.kill(pid, Libc.SigKill);
            }

            if (killed.Count == before)
                break;
        }

        return killed.Count;
    }

    private static bool Belongs(int pid, HashSet<int> sessions, HashSet<string> pipes) =>
        sessions.Contains(Libc.getsid(pid))
        || (LinkTarget(pid.ToString(CultureInfo.InvariantCulture), 1) is { } output && pipes.Contains(output))
        || (LinkTarget(pid.ToString(CultureInfo.InvariantCulture), 2) is { } error && pipes.Contains(error));

    /// <summary>
    /// A process that has the task's number but began outside the task's span is another. When the task's process is gone, the
    /// number is not given out while its session has members.
    /// </summary>
    private static bool IsReused(RunningTask task)
    {
        if (StartTime(task.ProcessId) is not { } ticks)
            return false;
        var start = ticks * NanosecondsPerTick;
        return start < task.AskedAt - NanosecondsPerTick || start > task.KnownAt;
    }

    private static long? StartTime(int pid)
    {
        try
        {
            // Behind the name, which may hold anything, in brackets: the state is field 3, the start time field 22 (proc_pid_stat(5)).
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return long.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static IEnumerable<int> ProcessIds() =>
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0);

    private static string? LinkTarget(string process, int descriptor)
    {
        try
        {
            return new FileInfo($"/proc/{process}/fd/{descriptor}").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
