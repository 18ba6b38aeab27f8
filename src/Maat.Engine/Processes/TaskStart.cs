namespace Maat.Engine.Processes;

/// <summary>What to run, and under which bounds.</summary>
public sealed record TaskStart
{
    /// <summary>
    /// Time between TERM and KILL when nothing else is said: enough for a script to tidy up, and short beside the drain of a worker.
    /// </summary>
    public static readonly TimeSpan DefaultKillAfter = TimeSpan.FromSeconds(10);

    /// <summary>100 MiB: far beyond what a person reads, and a full disk is a thousand such logs away.</summary>
    public const long DefaultOutputLimit = 100L << 20;

    /// <summary>The caller's number for <see cref="TaskSupervisor.Kill"/>, for example the node run's.</summary>
    public required long Id { get; init; }

    /// <summary>The program, by its absolute path, and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The whole environment: nothing is added from the worker's own.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>From the moment of asking until TERM is sent; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Between TERM and KILL, for a stop and a timeout alike.</summary>
    public TimeSpan KillAfter { get; init; } = DefaultKillAfter;

    public TaskLimits Limits { get; init; } = TaskLimits.None;

    /// <summary>Bytes of output that are handed on; what comes after is read and dropped, with a note, and the task goes on.</summary>
    public long OutputLimit { get; init; } = DefaultOutputLimit;
}

/// <summary>
/// Limits that the kernel keeps on each process of a task (setrlimit(2)); null for none. Where the worker's own hard limit is
/// lower, that one holds. Any limit costs one more exec at the start.
/// </summary>
/// <param name="MemoryBytes">Address space; an allocation beyond it fails inside the program.</param>
/// <param name="CpuSeconds">CPU time; SIGXCPU when it is spent, SIGKILL five seconds of CPU time later.</param>
/// <param name="OpenFiles">Descriptors open at once.</param>
public sealed record TaskLimits(long? MemoryBytes = null, long? CpuSeconds = null, long? OpenFiles = null)
{
    public static readonly TaskLimits None = new();
}

/// <summary>
/// Takes the output of a task, exactly as it came. Called by one thread for all tasks of a worker: while it is inside, their
/// output waits (the tasks block in their writes), so it must not wait for anything slow. If it throws, the rest of the task's output is dropped.
/// </summary>
public interface ITaskOutput
{
    void Write(ReadOnlySpan<byte> bytes);
}
