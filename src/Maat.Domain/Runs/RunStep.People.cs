namespace Maat.Domain.Runs;

/// <summary>A person's action that the run's present state does not allow; the wording says what to do.</summary>
public sealed class RunConflictException(Wording wording) : Exception
{
    public Wording Wording => wording;

    public override string Message => wording.ToString();
}

/// <summary>
/// What people do to a run. All of it runs under the run's lock with every node loaded, and may cost as much as the graph.
/// </summary>
public sealed partial class RunStep
{
    /// <summary>Starts nothing new; what is ready is held.</summary>
    /// <exception cref="RunConflictException">The run is not running.</exception>
    public void Pause()
    {
        BeginAction();
        Demand(run.State == RunState.Running, $"Only a running run can be paused.");
        SetRunState(RunState.Paused);
        foreach (NodeRun node in AllIn(NodeState.Ready))
        {
            Change.Unqueued.Add((node.Ordinal, NodeState.Ready));
            MakeClaimable(node);
        }
    }

    /// <exception cref="RunConflictException">The run is not paused.</exception>
    public void Resume()
    {
        BeginAction();
        Demand(run.State == RunState.Paused, $"Only a paused run can be resumed.");
        SetRunState(RunState.Running);

        // Everything it had ready was held: entering the queues anew, it owes them nothing.
        run.FairAt = Microseconds(context.Now);
        foreach (NodeRun node in AllIn(NodeState.Held))
        {
            Change.Unqueued.Add((node.Ordinal, NodeState.Held));
            MakeClaimable(node);
        }
    }

    /// <summary>
    /// Asks the run to end: what has not started is cancelled without asking any rule, what runs is asked to stop. The run is cancelled
    /// when its last node has stopped; a result that comes late is kept and starts nothing.
    /// </summary>
    /// <exception cref="RunConflictException">The run has ended.</exception>
    public void Cancel(string actor)
    {
        BeginAction();
        Demand(!run.State.IsTerminal(), $"The run has already ended.");
        run.CancelRequested = true;
        Change.HeadChanged = true;
        for (int ordinal = 0; ordinal < plan.Count && run.State != RunState.Queued; ordinal++)
        {
            NodeRun node = nodes.Get(ordinal);
            if (HoldsLease(node))
            {
                Change.StopRequests.Add(ordinal);
            }
            else if (!node.State.IsTerminal())
            {
                Unqueue(node);
                End(node, NodeState.Cancelled, StepReasons.CancelledBy(actor), Mover.Person);
            }
        }

        // No Settle: nobody is told of these ends, for nothing may follow from them.
        if (run.State == RunState.Queued)
        {
            run.Open = 0;
        }

        Finish();
    }

    /// <summary>
    /// Resets the nodes that failed or were cancelled, and what was decided below them without running. A new round begins.
    /// </summary>
    /// <exception cref="RunConflictException">The run never started, is being cancelled, or has no such node.</exception>
    public void RetryFailed()
    {
        BeginAction();
        DemandStarted();
        DemandNoCancel();
        int[] failed = [.. All().Where(n => n.State is NodeState.Failed or NodeState.Cancelled).Select(n => n.Ordinal)];
        Demand(failed.Length > 0, $"No node of this run failed or was cancelled.");
        Reset(WithUnrun(failed), ResetKind.Retry);
    }

    /// <summary>Resets the nodes and everything below them. A new round begins.</summary>
    /// <exception cref="RunConflictException">The run never started, is being cancelled, or a node to be reset is running.</exception>
    public void RetryFrom(IReadOnlyCollection<int> ordinals)
    {
        BeginAction();
        DemandStarted();
        DemandNoCancel();
        Demand(ordinals.Count > 0, $"No node was chosen to retry from.");
        Reset(plan.WithDescendants(ordinals), ResetKind.Retry);
    }

    /// <summary>
    /// Says how a node ended. A running node is stopped first and marked when its lease has ended. What below it never ran is decided
    /// again.
    /// </summary>
    /// <param name="choice">The arms that a branch takes when it is marked as succeeded.</param>
    /// <exception cref="RunConflictException">
    /// The run never started, a branch is marked as succeeded without a choice of its arms, or the node has ended and the run is being
    /// cancelled.
    /// </exception>
    public void Mark(int ordinal, NodeState state, IReadOnlyList<string>? choice, string actor)
    {
        if (state is not (NodeState.Succeeded or NodeState.Failed or NodeState.Skipped))
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "A node is marked as succeeded, failed or skipped.");
        }

        BeginAction();
        DemandStarted();
        PlanNode planned = plan[ordinal];
        bool chooses = planned.IsBranch && state == NodeState.Succeeded;
        Demand(!chooses || choice is not null, $"'{planned.Key}' is a branch: say which of its arms are chosen ({Wording.List(planned.Arms ?? [])}).");
        Demand(!chooses || choice!.All(arm => planned.Arms!.Contains(arm)), $"'{planned.Key}' has only these arms: {Wording.List(planned.Arms ?? [])}.");
        IReadOnlyList<string>? chosen = chooses ? choice : null;

        NodeRun node = Touch(ordinal);
        if (HoldsLease(node))
        {
            node.Pending = new PendingMark(state, chosen, actor);
            Change.StopRequests.Add(ordinal);
            return;
        }

        if (!node.State.IsTerminal())
        {
            Unqueue(node);
            node.Choice = chosen;
            End(node, state, StepReasons.MarkedBy(actor), Mover.Person);
            Settle();
            return;
        }

        // Nothing may start any more while the run is being cancelled, so nothing could be decided again.
        DemandNoCancel();
        run.Round++;
        HashSet<int> below = WithUnrun([ordinal]);
        below.Remove(ordinal);
        Change.Resets.Add(new ResetEntry(ordinal, run.Round, ResetKind.Mark, node.State, node.Attempt));
        node.Decision = Decision.None;
        node.Choice = chosen;
        node.OutputFence = state == NodeState.Succeeded ? node.OutputFence : 0;
        node.Reason = StepReasons.MarkedBy(actor);
        Move(node, state, Mover.Person);
        Reopen(below, ResetKind.Mark, alsoRecount: [ordinal]);
    }

    private void CheckUnleased(IEnumerable<int> ordinals)
    {
        string[] running = [.. ordinals.Where(o => HoldsLease(nodes.Get(o))).Select(o => plan[o].Key).Order(StringComparer.Ordinal)];
        Demand(running.Length == 0, $"Still running: {Wording.List(running)}. Stop it or wait for it first.");
    }

    private bool HoldsLease(NodeRun node) => node.State == NodeState.Running || (node.State == NodeState.Deferred && nodes.IsLeased(node.Ordinal));

    /// <summary>Takes away the row by which a node that holds no lease waits to be claimed, resumed or moved.</summary>
    private void Unqueue(NodeRun node)
    {
        if (node.State is NodeState.Ready or NodeState.Held or NodeState.Retrying or NodeState.Deferred)
        {
            Change.Unqueued.Add((node.Ordinal, node.State));
        }
    }

    private IEnumerable<NodeRun> All()
    {
        for (int ordinal = 0; ordinal < plan.Count; ordinal++)
        {
            yield return nodes.Get(ordinal);
        }
    }

    private IEnumerable<NodeRun> AllIn(NodeState state) => All().Where(node => node.State == state);

    /// <summary>Two actions in one step would queue a node twice, or queue what the second one ended.</summary>
    private void BeginAction()
    {
        if (Change.HeadChanged || Change.Nodes.Count > 0)
        {
            throw new InvalidOperationException("An action of a person is a step of its own.");
        }
    }

    /// <summary>A run that is queued, or was cancelled while it was, has no node runs.</summary>
    private void DemandStarted() => Demand(run.StartedAt is not null, $"The run has not started, so no node can be retried or marked.");

    private void DemandNoCancel() =>
        Demand(!run.CancelRequested || run.State.IsTerminal(), $"The run is being cancelled. Try again once its last node has stopped.");

    private static void Demand(bool holds, Wording otherwise)
    {
        if (!holds)
        {
            throw new RunConflictException(otherwise);
        }
    }
}
