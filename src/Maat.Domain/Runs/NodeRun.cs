namespace Maat.Domain.Runs;

/// <summary>
/// One node within one run, as the state machine changes it under the run's lock. History (attempts, resets, events) is written
/// beside it and never here.
/// </summary>
public sealed class NodeRun(int ordinal)
{
    /// <summary>Index of the node in its template version.</summary>
    public int Ordinal { get; } = ordinal;

    public NodeState State { get; set; }

    /// <summary>What was decided in this round; at most once per round.</summary>
    public Decision Decision { get; set; }

    /// <summary>Grows when an attempt failed and the next begins, or with a new round; never by a loss. From 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>The attempt with which this round began: retries used are <c>Attempt − AttemptBase</c>.</summary>
    public int AttemptBase { get; set; } = 1;

    /// <summary>How often a worker died under it in this round.</summary>
    public int Losses { get; set; }

    /// <summary>Grows each time the node becomes claimable again, for any reason; a writer with an older one changes nothing.</summary>
    public long Fence { get; set; }

    public int Succeeded { get; set; }

    public int Failed { get; set; }

    public int UpstreamFailed { get; set; }

    public int Skipped { get; set; }

    /// <summary>How many finished branch parents did not choose this node.</summary>
    public int Excluded { get; set; }

    /// <summary>How many branch parents have not finished.</summary>
    public int Gates { get; set; }

    /// <summary>A finished branch's chosen arms; null for any other node, and for a branch that has not chosen.</summary>
    public IReadOnlyList<string>? Choice { get; set; }

    /// <summary>The fence whose outputs later nodes read; 0 when there are none.</summary>
    public long OutputFence { get; set; }

    /// <summary>What a deferred node goes on with: opaque to everything but its kind's executor.</summary>
    public string? Resume { get; set; }

    /// <summary>What a person asked this node to become once its lease has ended.</summary>
    public PendingMark? Pending { get; set; }

    /// <summary>Why it failed, was skipped, waits or was cancelled, in one sentence; null when the state says it all.</summary>
    public string? Reason { get; set => field = Reasons.Shorten(value); }

    public DateTime ChangedAt { get; set; }

    /// <summary>Another one with the same values: a step that has to be done again begins with what was read.</summary>
    public NodeRun Copy() => (NodeRun)MemberwiseClone();

    public ParentCounts Counts(RunPlan plan) =>
        new(plan.Parents(Ordinal).Length, Succeeded, Failed, UpstreamFailed, Skipped, Excluded, Gates);

    /// <summary>Counts one finished parent.</summary>
    public void CountParent(NodeState state)
    {
        switch (state)
        {
            case NodeState.Succeeded: Succeeded++; break;
            case NodeState.Failed or NodeState.Cancelled: Failed++; break;
            case NodeState.UpstreamFailed: UpstreamFailed++; break;
            case NodeState.Skipped: Skipped++; break;
            default: throw new ArgumentOutOfRangeException(nameof(state), state, "Only a finished parent counts.");
        }
    }

    public void ClearCounts() => (Succeeded, Failed, UpstreamFailed, Skipped, Excluded, Gates) = (0, 0, 0, 0, 0, 0);
}

/// <summary>A mark that waits for a lease to end.</summary>
public sealed record PendingMark(NodeState State, IReadOnlyList<string>? Choice, string Actor);

/// <summary>The part of a run's row that the state machine reads and writes.</summary>
public sealed class RunHead(long id)
{
    public long Id { get; } = id;

    public RunState State { get; set; }

    /// <summary>How many node runs are not terminal.</summary>
    public int Open { get; set; }

    /// <summary>How many leaves ended failed, upstream_failed or cancelled.</summary>
    public int BadLeaves { get; set; }

    /// <summary>Grows when a person retries or marks what was decided. From 1.</summary>
    public int Round { get; set; } = 1;

    public bool CancelRequested { get; set; }

    /// <summary>Virtual time up to which this run has used its share of a queue, in microseconds since 1970.</summary>
    public long FairAt { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary>Another one with the same values: a step that has to be done again begins with what was read.</summary>
    public RunHead Copy() => (RunHead)MemberwiseClone();

    public void CopyTo(RunHead other) =>
        (other.State, other.Open, other.BadLeaves, other.Round, other.CancelRequested, other.FairAt, other.StartedAt, other.EndedAt) =
            (State, Open, BadLeaves, Round, CancelRequested, FairAt, StartedAt, EndedAt);
}
