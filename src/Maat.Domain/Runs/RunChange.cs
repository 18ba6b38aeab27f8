namespace Maat.Domain.Runs;

/// <summary>Why a node waits for a time. The numbers are stored; never change one.</summary>
public enum DelayKind : byte
{
    /// <summary>A failed attempt's next one.</summary>
    Retry = 0,

    /// <summary>A lost attempt, kept apart from its neighbours for a moment.</summary>
    Loss = 1,

    /// <summary>A deferred node's next poll.</summary>
    Poll = 2,
}

/// <summary>Why a node is held. The numbers are stored; never change one.</summary>
public enum HoldKind : byte
{
    /// <summary>Its run is paused; the hold's id is the run's.</summary>
    PausedRun = 0,
}

/// <summary>A row of what may be claimed. <paramref name="Position"/> orders the queue, lowest first.</summary>
public readonly record struct ReadyEntry(int Ordinal, long Position, long Fence, int Attempt);

public readonly record struct HeldEntry(int Ordinal, HoldKind Kind, long Position, long Fence, int Attempt);

public readonly record struct DelayedEntry(int Ordinal, DelayKind Kind, DateTime Due, long Fence);

/// <summary>A change of state, in the order within a node given by (round, fence, state).</summary>
public readonly record struct NodeEvent(int Ordinal, int Round, long Fence, int Attempt, NodeState State, string? Reason);

/// <summary>History of a node run that a person reset or marked.</summary>
public readonly record struct ResetEntry(int Ordinal, int Round, ResetKind Kind, NodeState Previous, int PreviousAttempt);

/// <summary>What opened a round. The numbers are stored; never change one.</summary>
public enum ResetKind : byte
{
    Retry = 0,
    Mark = 1,
}

/// <summary>Everything that one step of a run changes, for one transaction. Lists hold at most one entry per node.</summary>
public sealed class RunChange
{
    /// <summary>Node runs with their new values.</summary>
    public Dictionary<int, NodeRun> Nodes { get; } = [];

    public List<ReadyEntry> Ready { get; } = [];

    public List<HeldEntry> Held { get; } = [];

    public List<DelayedEntry> Delayed { get; } = [];

    /// <summary>Nodes whose ready, held or delayed row goes, in the state in which it was.</summary>
    public List<(int Ordinal, NodeState Was)> Unqueued { get; } = [];

    /// <summary>Leases whose holder is asked to stop.</summary>
    public List<int> StopRequests { get; } = [];

    /// <summary>Nodes whose lease ends.</summary>
    public List<int> Released { get; } = [];

    public List<NodeEvent> Events { get; } = [];

    public List<ResetEntry> Resets { get; } = [];

    /// <summary>The run's new state when it changed, for its event.</summary>
    public RunState? RunState { get; set; }

    /// <summary>Whether the run's own row changed at all.</summary>
    public bool HeadChanged { get; set; }
}
