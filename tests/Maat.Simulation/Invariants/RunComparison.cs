using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Queues;

namespace Maat.Simulation.Invariants;

/// <summary>Whether the rows of a run are what was told of it, and agree with one another.</summary>
internal sealed class RunComparison(World world, Tables tables)
{
    private const string Waits = "SELECT count(*) FROM run_wait WHERE run_id = $1";

    public void Compare(RunAfter run)
    {
        (ShadowRun shadow, RunSeen seen) = (run.Shadow, run.Seen);
        if (seen.TemplateId != shadow.First.TemplateId || seen.Version != shadow.First.Version || seen.Values != shadow.First.Values)
        {
            Violate(Invariant.Pinned, $"Run {seen.Id} changed its version or its values.");
        }

        if (seen.State != shadow.State)
        {
            Violate(Invariant.TablesAgree, $"Run {seen.Id} is {seen.State}, and was told to be {shadow.State}.");
        }

        if (tables.Number(Waits, seen.Id) != (seen.State == RunState.Queued ? 1 : 0))
        {
            Violate(Invariant.TablesAgree, $"Run {seen.Id} is {seen.State}, and is {(seen.State == RunState.Queued ? "not " : "")}in line.");
        }

        if (run.Nodes.Count == 0)
        {
            if (seen.State is not (RunState.Queued or RunState.Cancelled))
            {
                Violate(Invariant.TablesAgree, $"Run {seen.Id} is {seen.State} and has no node runs.");
            }

            return;
        }

        CompareState(run);
        foreach (NodeSeen node in run.Nodes)
        {
            CompareNode(run, node);
        }
    }

    /// <summary>A run's state follows from its nodes and from whether somebody asked to cancel it.</summary>
    private void CompareState(RunAfter run)
    {
        RunSeen seen = run.Seen;
        int open = run.Nodes.Count(n => !n.State.IsTerminal());
        int bad = run.Nodes.Count(n => run.Shadow.IsLeaf(n.Ordinal) && n.State.IsBad());
        RunState expected = open > 0 ? seen.State : seen.CancelRequested ? RunState.Cancelled : bad > 0 ? RunState.Failed : RunState.Succeeded;
        if (seen.State != expected || seen.State.IsTerminal() != (open == 0) || seen.Open != open || seen.BadLeaves != bad)
        {
            Violate(
                Invariant.RunState,
                $"Run {seen.Id} is {seen.State} with {seen.Open} open nodes and {seen.BadLeaves} bad leaves; it has {open} and {bad}, and should be {expected}.");
        }
    }

    private void CompareNode(RunAfter run, NodeSeen node)
    {
        ShadowNode shadow = run.Shadow.Nodes[node.Ordinal];
        string shown = $"run {run.Seen.Id} n{node.Ordinal}";
        if (node.State != shadow.State || node.Fence != shadow.Fence)
        {
            Violate(Invariant.TablesAgree, $"{shown} is {node.State} under fence {node.Fence}, and was told to be {shadow.State} under {shadow.Fence}.");
        }

        if (node.OutputFence > 0 && !(shadow.Committed.Contains(node.OutputFence) && node.State == NodeState.Succeeded))
        {
            Violate(Invariant.CommittedContext, $"{shown} is {node.State} and names the outputs of fence {node.OutputFence}, which never was a committed success.");
        }

        if (shadow.Ended == Domain.Runs.AttemptOutcome.Succeeded && node.State == NodeState.Succeeded
            && world.Model.Outputs.Find(NodeRunId.Of(run.Seen.Id, node.Ordinal), node.Fence) is not null && node.OutputFence != node.Fence)
        {
            Violate(Invariant.ResultsKept, $"{shown} succeeded with outputs, which it does not name.");
        }

        ComparePlaces(run, node, shown);
        if (node.State == NodeState.Waiting)
        {
            CompareCounts(run, node, shown);
        }
    }

    private void ComparePlaces(RunAfter run, NodeSeen node, string shown)
    {
        bool needed = node.State is NodeState.Ready or NodeState.Running or NodeState.Retrying or NodeState.Held;
        List<PlaceSeen> places = run.Places.FindAll(p => p.Ordinal == node.Ordinal);
        if (places.Count != (needed ? 1 : 0) || (needed && (places[0].Table != node.State || places[0].Fence != node.Fence)))
        {
            Violate(
                Invariant.TablesAgree,
                $"{shown} is {node.State} under fence {node.Fence}, and has {(places.Count == 0 ? "no row" : "rows for " + string.Join(", ", places.Select(p => $"{p.Table} under {p.Fence}")))}.");
            return;
        }

        if (node.State is NodeState.Ready or NodeState.Running or NodeState.Held && places[0].Attempt != node.Attempt)
        {
            Violate(Invariant.Attempts, $"{shown} is at attempt {node.Attempt}, and its row at {places[0].Attempt}.");
        }

        if (node.State is NodeState.Ready or NodeState.Running or NodeState.Retrying && places[0].QueueId != QueueOf(run, node.Ordinal))
        {
            Violate(Invariant.TablesAgree, $"{shown} waits in queue {places[0].QueueId}, not in {QueueOf(run, node.Ordinal)}.");
        }
    }

    private static long QueueOf(RunAfter run, int ordinal) => run.Shadow.IsBranch(ordinal)
        ? QueueRow.ControlLane
        : run.Shadow.Template.Nodes[ordinal].Definition.Queue switch
        {
            null => run.Seen.QueueId,
            "default" => 1,
            "wide" => 2,
            _ => 3,
        };

    private void CompareCounts(RunAfter run, NodeSeen node, string shown)
    {
        int succeeded = 0, failed = 0, upstream = 0, skipped = 0, excluded = 0, gates = 0;
        foreach (int parent in run.Shadow.Parents(node.Ordinal))
        {
            NodeState state = run.Shadow.Nodes[parent].State;
            bool branch = run.Shadow.IsBranch(parent);
            succeeded += state == NodeState.Succeeded ? 1 : 0;
            failed += state is NodeState.Failed or NodeState.Cancelled ? 1 : 0;
            upstream += state == NodeState.UpstreamFailed ? 1 : 0;
            skipped += state == NodeState.Skipped ? 1 : 0;
            gates += branch && !state.IsTerminal() ? 1 : 0;
            excluded += branch && state == NodeState.Succeeded && run.Shadow.Excludes(parent, node.Ordinal) ? 1 : 0;
        }

        if ((node.Succeeded, node.Failed, node.UpstreamFailed, node.Skipped, node.Excluded, node.Gates) != (succeeded, failed, upstream, skipped, excluded, gates))
        {
            Violate(Invariant.RuleHeld, $"{shown} counts {node.Succeeded} {node.Failed} {node.UpstreamFailed} {node.Skipped} {node.Excluded} {node.Gates}; its parents are {succeeded} {failed} {upstream} {skipped} {excluded} {gates}.");
        }

        if (node.Decision != Decision.None || run.Shadow.Certain(node.Ordinal) is not Decision.None)
        {
            Violate(Invariant.OneDecision, $"{shown} waits, although {run.Shadow.Certain(node.Ordinal)} is certain and {node.Decision} is stored.");
        }
    }

    private void Violate(Invariant invariant, string message) => world.Violate(invariant, message);
}
