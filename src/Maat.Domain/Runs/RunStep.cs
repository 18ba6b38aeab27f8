namespace Maat.Domain.Runs;

/// <summary>The node runs of one run, as they stand under its lock. Called again for a node, it returns the same object.</summary>
public interface INodeRuns
{
    NodeRun Get(int ordinal);

    /// <summary>Whether a worker holds the node. Asked only of deferred nodes: a running one always is held.</summary>
    bool IsLeased(int ordinal);
}

/// <summary>What a step needs to know beside the run itself.</summary>
/// <param name="Now">The time of the transaction, UTC.</param>
/// <param name="LossLimit">A node whose worker died under it more often than this in one round has failed.</param>
/// <param name="LossDelay">
/// How long a lost node waits from its second loss on; random, so that a node that kills its worker does not take the same neighbours
/// down again.
/// </param>
public sealed record StepContext(DateTime Now, int LossLimit, Func<TimeSpan> LossDelay)
{
    public const int DefaultLossLimit = 3;
}

/// <summary>
/// The run state machine: one step of one run under its lock. It decides which nodes become ready, skipped or failed and when the run is
/// over, and collects what to write. Pure: the same run, context and calls give the same <see cref="Change"/>. The cost of an outcome
/// grows with the node's children, not with the graph; what people do reads the whole run. A step is either any number of outcomes and
/// passed delays, or one action of a person: then no node is queued twice in one <see cref="Change"/>.
/// </summary>
public sealed partial class RunStep(RunPlan plan, RunHead run, INodeRuns nodes, StepContext context)
{
    /// <summary>
    /// The share of a queue that one ready node costs its run, in microseconds: a fan-out of 1,000 spreads over five virtual seconds,
    /// and other runs interleave.
    /// </summary>
    public const long FairShareMicroseconds = 5_000;

    private readonly Stack<int> _undecided = new();
    private bool _settling;

    public RunChange Change { get; } = new();

    /// <summary>Makes a new run's nodes and starts its roots. The node runs must be fresh.</summary>
    public void Begin()
    {
        SetRunState(RunState.Running);
        run.StartedAt = context.Now;
        run.Open = plan.Count;
        for (int ordinal = 0; ordinal < plan.Count; ordinal++)
        {
            NodeRun node = Touch(ordinal);
            node.ChangedAt = context.Now;
            node.Gates = plan.BranchParents(ordinal);
        }

        foreach (int ordinal in plan.Topological)
        {
            Decide(nodes.Get(ordinal));
        }

        Finish();
    }

    /// <summary>
    /// Takes the result of a claim. The caller has found the lease under the run's lock with the same fence; anything else is stale and
    /// must not come here.
    /// </summary>
    public void Complete(int ordinal, AttemptResult result)
    {
        NodeRun node = Touch(ordinal);
        Change.Released.Add(ordinal);
        PendingMark? mark = node.Pending;
        node.Pending = null;
        if (mark is null)
        {
            Apply(node, result);
        }
        else
        {
            ApplyMark(node, mark, result);
        }

        Settle();
    }

    /// <summary>The mark wins over how the claim ended, arms included; outputs of a success that came first stay readable.</summary>
    private void ApplyMark(NodeRun node, PendingMark mark, AttemptResult result)
    {
        node.Choice = mark.Choice;
        node.OutputFence = mark.State == NodeState.Succeeded && result is AttemptResult.Succeeded { HasOutputs: true } ? node.Fence : 0;
        End(node, mark.State, $"Marked by {mark.Actor}.", Mover.Person);
    }

    /// <summary>Moves a node whose delay is over to where it can be claimed. False when it is no longer that delay's.</summary>
    public bool DelayPassed(int ordinal, DelayKind kind, long fence)
    {
        NodeRun node = nodes.Get(ordinal);
        if (node.State != NodeState.Retrying || node.Fence != fence)
        {
            return false;
        }

        Touch(ordinal);
        Change.Unqueued.Add((ordinal, NodeState.Retrying));
        if (kind == DelayKind.Retry)
        {
            node.Attempt++;
        }

        node.Reason = null;
        MakeClaimable(node);
        return true;
    }

    private void Apply(NodeRun node, AttemptResult result)
    {
        switch (result)
        {
            case AttemptResult.Succeeded succeeded:
                node.Choice = succeeded.Choice;
                node.OutputFence = succeeded.HasOutputs ? node.Fence : 0;
                End(node, NodeState.Succeeded, null);
                break;
            case AttemptResult.Skipped skipped:
                End(node, NodeState.Skipped, skipped.Reason);
                break;
            case AttemptResult.Failed failed when failed.Retryable && !run.CancelRequested && RetriesUsed(node) < Retries(node).Count:
                // The next attempt begins anew: what this one was waiting for outside has failed.
                node.Resume = null;
                Delay(node, DelayKind.Retry, Retries(node).DelayBefore(RetriesUsed(node) + 1), failed.Reason);
                break;
            case AttemptResult.Failed failed:
                End(node, NodeState.Failed, failed.Reason);
                break;
            case AttemptResult.Stopped or AttemptResult.Lost or AttemptResult.HandedBack or AttemptResult.Deferred when run.CancelRequested:
                End(node, NodeState.Cancelled, "The run was cancelled.");
                break;
            case AttemptResult.Deferred deferred:
                node.Resume = deferred.Resume;
                node.Reason = null;
                Defer(node, deferred.Due);
                break;
            case AttemptResult.Lost lost:
                Lose(node, lost);
                break;
            case AttemptResult.HandedBack or AttemptResult.Stopped:
                node.Reason = result.Reason();
                Return(node);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result, "Not a result of an attempt.");
        }
    }

    private RetryPolicy Retries(NodeRun node) => plan[node.Ordinal].Retries;

    private static int RetriesUsed(NodeRun node) => node.Attempt - node.AttemptBase;

    private void Lose(NodeRun node, AttemptResult.Lost lost)
    {
        node.Losses += lost.Counts ? 1 : 0;
        if (node.Losses > context.LossLimit)
        {
            End(node, NodeState.Failed, $"Its worker was lost {node.Losses} times; the limit is {context.LossLimit}. {lost.Reason}");
        }
        else if (node.Losses > 1)
        {
            DelayLost(node, lost.Reason);
        }
        else
        {
            node.Reason = lost.Reason;
            Return(node);
        }
    }

    /// <summary>Claimable again, for the same attempt: a node that polls goes on polling.</summary>
    private void Return(NodeRun node)
    {
        if (node.State == NodeState.Deferred)
        {
            Defer(node, context.Now);
        }
        else
        {
            MakeClaimable(node);
        }
    }

    private void DelayLost(NodeRun node, string reason)
    {
        node.Reason = reason;
        if (node.State == NodeState.Deferred)
        {
            Defer(node, context.Now + context.LossDelay());
        }
        else
        {
            Delay(node, DelayKind.Loss, context.LossDelay(), reason);
        }
    }

    private void Delay(NodeRun node, DelayKind kind, TimeSpan delay, string reason)
    {
        node.Reason = reason;
        Move(node, NodeState.Retrying, Mover.Engine);
        Change.Delayed.Add(new DelayedEntry(node.Ordinal, kind, context.Now + delay, node.Fence));
    }

    /// <summary>The poll at <paramref name="due"/> is claimed under a new fence; no event tells of each poll.</summary>
    private void Defer(NodeRun node, DateTime due)
    {
        node.Fence++;
        if (node.State != NodeState.Deferred)
        {
            Move(node, NodeState.Deferred, Mover.Engine);
        }

        Change.Delayed.Add(new DelayedEntry(node.Ordinal, DelayKind.Poll, due, node.Fence));
    }

    /// <summary>Ready under a new fence, or held when the run is paused.</summary>
    private void MakeClaimable(NodeRun node)
    {
        node.Fence++;
        long fair = Math.Max(Microseconds(context.Now), run.FairAt) + FairShareMicroseconds;
        run.FairAt = fair;
        Change.HeadChanged = true;
        long position = ((long)(PlanNode.MaxPriority - plan[node.Ordinal].Priority) << 56) | fair;
        if (run.State == RunState.Paused)
        {
            Move(node, NodeState.Held, Mover.Engine);
            Change.Held.Add(new HeldEntry(node.Ordinal, HoldKind.PausedRun, position, node.Fence, node.Attempt));
        }
        else
        {
            Move(node, NodeState.Ready, Mover.Engine);
            Change.Ready.Add(new ReadyEntry(node.Ordinal, position, node.Fence, node.Attempt));
        }
    }

    private static long Microseconds(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Decides a waiting node if its parents make something certain. Each node is decided once per round.</summary>
    private void Decide(NodeRun node)
    {
        if (node.State != NodeState.Waiting || run.CancelRequested)
        {
            return;
        }

        Decision decision = TriggerRules.Decide(plan[node.Ordinal].Rule, node.Counts(plan));
        if (decision == Decision.None)
        {
            return;
        }

        Touch(node.Ordinal).Decision = decision;
        switch (decision)
        {
            case Decision.Run:
                MakeClaimable(node);
                break;
            case Decision.Skip:
                End(node, NodeState.Skipped, node.Excluded > 0 ? "A branch chose other arms." : "Its trigger rule did not hold.");
                break;
            default:
                End(node, NodeState.UpstreamFailed, "A node before it failed.");
                break;
        }

        Settle();
    }

    /// <summary>Ends a node that is not terminal; its children learn of it in <see cref="Settle"/>.</summary>
    private void End(NodeRun node, NodeState state, string? reason, Mover mover = Mover.Engine)
    {
        run.BadLeaves += plan.IsLeaf(node.Ordinal) && state.IsBad() ? 1 : 0;
        run.Open--;
        Change.HeadChanged = true;
        node.Reason = reason;
        node.Resume = null;
        Move(node, state, mover);
        _undecided.Push(node.Ordinal);
    }

    /// <summary>Tells the children of what ended, until nothing more follows. Not recursive: a chain may be 10,000 nodes long.</summary>
    private void Settle()
    {
        if (_settling)
        {
            return;
        }

        _settling = true;
        while (_undecided.TryPop(out int ordinal))
        {
            TellChildren(nodes.Get(ordinal));
        }

        _settling = false;
        Finish();
    }

    private void TellChildren(NodeRun parent)
    {
        PlanNode planned = plan[parent.Ordinal];
        IReadOnlySet<int>? excluded = planned.IsBranch && parent.State == NodeState.Succeeded
            ? plan.Excluded(parent.Ordinal, parent.Choice ?? [])
            : null;
        foreach (int ordinal in plan.Children(parent.Ordinal))
        {
            NodeRun child = nodes.Get(ordinal);
            if (child.State != NodeState.Waiting)
            {
                continue;
            }

            Touch(ordinal);
            child.CountParent(parent.State);
            child.Gates -= planned.IsBranch ? 1 : 0;
            child.Excluded += excluded?.Contains(ordinal) == true ? 1 : 0;
            Decide(child);
        }
    }

    /// <summary>The run ends with its last node: exactly once, for a terminal run's nodes are all terminal.</summary>
    private void Finish()
    {
        if (_settling || run.Open > 0 || run.State.IsTerminal())
        {
            return;
        }

        run.EndedAt = context.Now;
        SetRunState(FinalState());
    }

    private RunState FinalState() =>
        run.CancelRequested ? RunState.Cancelled : run.BadLeaves > 0 ? RunState.Failed : RunState.Succeeded;

    private void SetRunState(RunState state)
    {
        run.State = state;
        Change.RunState = state;
        Change.HeadChanged = true;
    }

    private NodeRun Touch(int ordinal)
    {
        NodeRun node = nodes.Get(ordinal);
        Change.Nodes[ordinal] = node;
        return node;
    }

    private void Move(NodeRun node, NodeState to, Mover mover)
    {
        if (!NodeTransitions.IsLegal(node.State, to, mover))
        {
            throw new IllegalTransitionException(node.Ordinal, node.State, to, mover);
        }

        node.State = to;
        node.ChangedAt = context.Now;
        Touch(node.Ordinal);
        if (to != NodeState.Waiting)
        {
            Change.Events.Add(new NodeEvent(node.Ordinal, run.Round, node.Fence, node.Attempt, to, node.Reason));
        }
    }
}
