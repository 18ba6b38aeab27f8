using Maat.Engine.Processes;

namespace Maat.Engine;

/// <summary>How this process takes part in the engine. Times that protect leases are derived from <see cref="Lease"/>.</summary>
public sealed record EngineOptions
{
    /// <summary>Names this process among workers: the machine's name and the process id unless set.</summary>
    public string Name { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>What this process does, for people: the names of its roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Which Maat it is: during an upgrade there are two.</summary>
    public string Version { get; init; } = "";

    /// <summary>How many nodes this process runs at once.</summary>
    public int Slots { get; init; } = 16;

    /// <summary>How many branches it evaluates at once: they hold no slot and take microseconds.</summary>
    public int BranchSlots { get; init; } = 32;

    /// <summary>For how long this worker may be silent before its nodes are given to others.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long running nodes may go on after SIGTERM before they are stopped and handed back.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a stopped process may take after TERM before it gets KILL.</summary>
    public TimeSpan KillAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the kernel keeps each process of a task to; none unless set.</summary>
    public TaskLimits TaskLimits { get; init; } = TaskLimits.None;

    /// <summary>Bytes of a task's output that are kept.</summary>
    public long OutputLimit { get; init; } = TaskStart.DefaultOutputLimit;

    /// <summary>A node whose worker died under it more often than this in one round has failed.</summary>
    public int LossLimit { get; init; } = Domain.Runs.StepContext.DefaultLossLimit;

    /// <summary>How often a loop looks by itself, should a wake-up be lost or come from another process.</summary>
    public TimeSpan Backstop { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The queues to serve; empty for all.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    public TimeSpan Heartbeat => TimeSpan.FromTicks(Math.Min(Lease.Ticks / 6, TimeSpan.TicksPerSecond * 5));

    /// <summary>
    /// Counted from sending the last good heartbeat: when it is over the worker kills what it runs, so that all of it is dead before
    /// anyone else may start it.
    /// </summary>
    public TimeSpan SelfFence => Lease * 5 / 6;
}
