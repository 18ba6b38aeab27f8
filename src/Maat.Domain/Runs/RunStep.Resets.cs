namespace Maat.Domain.Runs;

/// <summary>A new round: nodes go back to waiting and are decided from what their parents are now.</summary>
public sealed partial class RunStep
{
    private void Reset(HashSet<int> chosen, ResetKind kind)
    {
        CheckUnleased(chosen);
        run.Round++;
        Reopen(chosen, kind, alsoRecount: []);
    }

    /// <summary>
    /// Sets nodes back to waiting and decides them from their parents' present states, along with waiting children, whose counts are
    /// of parents that changed.
    /// </summary>
    private void Reopen(HashSet<int> chosen, ResetKind kind, IEnumerable<int> alsoRecount)
    {
        run.FairAt = Microseconds(context.Now);
        foreach (int ordinal in chosen.Order())
        {
            NodeRun node = Touch(ordinal);
            Unqueue(node);
            Change.Resets.Add(new ResetEntry(ordinal, run.Round, kind, node.State, node.Attempt));
            node.Attempt += node.Fence > 0 ? 1 : 0;
            node.AttemptBase = node.Attempt;
            node.Losses = 0;
            node.Decision = Decision.None;
            node.Choice = null;
            node.OutputFence = 0;
            node.Reason = null;
            node.Resume = null;
            Move(node, NodeState.Waiting, Mover.Person);
        }

        var recounted = new SortedSet<int>(chosen);
        foreach (int parent in chosen.Concat(alsoRecount))
        {
            foreach (int child in plan.Children(parent))
            {
                if (nodes.Get(child).State == NodeState.Waiting)
                {
                    recounted.Add(child);
                }
            }
        }

        foreach (int ordinal in recounted)
        {
            Recount(Touch(ordinal));
        }

        RecountRun();
        if (run.State.IsTerminal() && run.Open > 0)
        {
            run.EndedAt = null;
            run.CancelRequested = false;
            SetRunState(RunState.Running);
        }

        foreach (int ordinal in recounted)
        {
            Decide(nodes.Get(ordinal));
        }

        EndAgain();
    }

    private void Recount(NodeRun node)
    {
        node.ClearCounts();
        foreach (int ordinal in plan.Parents(node.Ordinal))
        {
            NodeRun parent = nodes.Get(ordinal);
            bool branch = plan[ordinal].IsBranch;
            if (!parent.State.IsTerminal())
            {
                node.Gates += branch ? 1 : 0;
                continue;
            }

            node.CountParent(parent.State);
            if (branch && parent.State == NodeState.Succeeded && plan.Excluded(ordinal, parent.Choice ?? []).Contains(node.Ordinal))
            {
                node.Excluded++;
            }
        }
    }

    private void RecountRun()
    {
        run.Open = 0;
        run.BadLeaves = 0;
        foreach (NodeRun node in All())
        {
            run.Open += node.State.IsTerminal() ? 0 : 1;
            run.BadLeaves += plan.IsLeaf(node.Ordinal) && node.State.IsBad() ? 1 : 0;
        }

        Change.HeadChanged = true;
    }

    /// <summary>A mark may change how a run ended without opening any node.</summary>
    private void EndAgain()
    {
        if (run.State.IsTerminal() && run.State != FinalState())
        {
            run.EndedAt = context.Now;
            SetRunState(FinalState());
        }

        Finish();
    }

    /// <summary>The nodes, and below them whatever was decided without running, transitively.</summary>
    private HashSet<int> WithUnrun(IEnumerable<int> ordinals)
    {
        var found = new HashSet<int>(ordinals);
        var open = new Stack<int>(found);
        while (open.TryPop(out int ordinal))
        {
            foreach (int child in plan.Children(ordinal))
            {
                NodeRun node = nodes.Get(child);
                bool unrun = node.State == NodeState.UpstreamFailed
                    || (node.State == NodeState.Skipped && node.Decision == Decision.Skip)
                    || (node.State == NodeState.Cancelled && node.Decision == Decision.None);
                if (unrun && found.Add(child))
                {
                    open.Push(child);
                }
            }
        }

        return found;
    }
}
