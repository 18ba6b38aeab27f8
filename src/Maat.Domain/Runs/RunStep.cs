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
        if (node.State != NodeState.Waiting)
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
                End(node, NodeState.Skipped, node.Excluded > 0 ? StepReasons.OtherArm : StepReasons.Rule);
                break;
            default:
                End(node, NodeState.UpstreamFailed, StepReasons.Upstream);
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
        Change.Events.Add(new NodeEvent(node.Ordinal, run.Round, node.Fence, node.Attempt, to, node.Reason));
    }
}
