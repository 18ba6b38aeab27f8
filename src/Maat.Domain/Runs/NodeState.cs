namespace Maat.Domain.Runs;

/// <summary>Where one node of one run stands. The numbers are stored; never change one.</summary>
public enum NodeState : byte
{
    /// <summary>Its parents have not all finished.</summary>
    Waiting = 0,

    /// <summary>A worker of its queue may claim it now.</summary>
    Ready = 1,

    /// <summary>A worker holds a lease on it.</summary>
    Running = 2,

    /// <summary>It waits for a time or an outside answer and holds no slot.</summary>
    Deferred = 3,

    /// <summary>An attempt ended without a result; the next one waits for its delay.</summary>
    Retrying = 4,

    /// <summary>It would be ready, but its run is paused or a limit is full.</summary>
    Held = 5,

    Succeeded = 10,
    Failed = 11,

    /// <summary>Decided without running: a parent's failure makes its trigger rule impossible.</summary>
    UpstreamFailed = 12,

    /// <summary>Decided by its trigger rule or a branch, or chosen by the node itself.</summary>
    Skipped = 13,

    Cancelled = 14,
}

/// <summary>Where a run stands. The numbers are stored; never change one.</summary>
public enum RunState : byte
{
    /// <summary>Above its application's limit of active runs; it has no node runs yet.</summary>
    Queued = 0,
    Running = 1,

    /// <summary>Starts nothing new; what is running proceeds.</summary>
    Paused = 2,
    Succeeded = 10,
    Failed = 11,
    Cancelled = 12,
}

/// <summary>What the trigger rule, a branch or a person decided for a node in the current round.</summary>
public enum Decision : byte
{
    None = 0,
    Run = 1,
    Skip = 2,
    UpstreamFailed = 3,
}

public static class StateExtensions
{
    /// <summary>Terminal states absorb: only a person's retry or mark leaves them.</summary>
    public static bool IsTerminal(this NodeState state) => state >= NodeState.Succeeded;

    /// <inheritdoc cref="IsTerminal(NodeState)"/>
    public static bool IsTerminal(this RunState state) => state >= RunState.Succeeded;

    /// <summary>True for a state that makes a run fail when a leaf ends in it.</summary>
    public static bool IsBad(this NodeState state) =>
        state is NodeState.Failed or NodeState.UpstreamFailed or NodeState.Cancelled;
}
