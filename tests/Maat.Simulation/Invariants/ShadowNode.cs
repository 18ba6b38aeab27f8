using Maat.Domain.Runs;

namespace Maat.Simulation.Invariants;

/// <summary>What the judge knows about a node run from what was told of it.</summary>
internal sealed class ShadowNode(int ordinal)
{
    public int Ordinal => ordinal;

    public NodeState State { get; set; }

    public long Fence { get; set; }

    /// <summary>The fence of the last start; each start has a larger one.</summary>
    public long StartedFence { get; set; }

    /// <summary>The attempt that must be the next to start.</summary>
    public int NextAttempt { get; set; } = 1;

    /// <summary>The first attempt of this round.</summary>
    public int FirstAttempt { get; set; } = 1;

    /// <summary>The worker that holds it; null when nobody does.</summary>
    public long? Worker { get; set; }

    /// <summary>How its last claim ended, in the transaction that is judged.</summary>
    public AttemptOutcome? Ended { get; set; }

    /// <summary>A person's mark that waits for its lease to end, as stored before the transaction that is judged.</summary>
    public string? Pending { get; set; }

    /// <summary>The fences whose results were committed as successes.</summary>
    public HashSet<long> Committed { get; } = [];

    /// <summary>The fence whose outputs may be read; 0 for none.</summary>
    public long OutputFence { get; set; }

    /// <summary>A branch's chosen arms as stored.</summary>
    public string? Choice { get; set; }

    /// <summary>The output fences of all nodes of the run when this one was claimed.</summary>
    public long[] ContextAtClaim { get; set; } = [];
}
