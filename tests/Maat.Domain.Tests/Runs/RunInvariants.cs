using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>What must hold after every step of a run, found by looking at all of it.</summary>
internal sealed class RunInvariants(RunTables tables)
{
    private readonly HashSet<(int Ordinal, long Fence)> _claims = [];
    private readonly HashSet<(int Ordinal, int Round)> _decided = [];
    private readonly Dictionary<int, (int Round, long Fence, NodeState State)> _lastEvents = [];

    /// <summary>At most one start under a fence.</summary>
    public void Claimed(int ordinal, long fence) => Assert.True(_claims.Add((ordinal, fence)), $"Node {ordinal} started twice under fence {fence}.");

    public void Check(IReadOnlyList<NodeRun> before, RunHead headBefore, RunChange change, bool person)
    {
        foreach (NodeRun node in tables.Nodes)
        {
            Rows(node);
            Budgets(node);
            Waiting(node);
            Changed(before[node.Ordinal], node, change, person);
        }

        HashSet<int> queued = [.. change.Ready.Select(e => e.Ordinal), .. change.Held.Select(e => e.Ordinal), .. change.Delayed.Where(e => e.Kind == DelayKind.Poll).Select(e => e.Ordinal)];
        Assert.All(queued, ordinal => Assert.True(tables[ordinal].Fence > before[ordinal].Fence, $"Node {ordinal} may be claimed under an old fence."));
        Assert.All(change.Ready, entry => Assert.InRange(entry.Position & ((1L << 56) - 1), 0, tables.Head.FairAt));
        foreach (NodeEvent happened in change.Events)
        {
            (int, long, NodeState) now = (happened.Round, happened.Fence, happened.State);
            Assert.True(now.CompareTo(_lastEvents.GetValueOrDefault(happened.Ordinal)) > 0, $"Events of node {happened.Ordinal} are out of order.");
            _lastEvents[happened.Ordinal] = now;
        }

        Run(headBefore, change, person);
    }

    private void Rows(NodeRun node)
    {
        int i = node.Ordinal;
        bool leased = tables.Leases.TryGetValue(i, out long leaseFence);
        Assert.Equal(node.State == NodeState.Ready, tables.Ready.TryGetValue(i, out ReadyEntry ready));
        Assert.Equal(node.State == NodeState.Held, tables.Held.TryGetValue(i, out HeldEntry held));
        Assert.Equal(node.State == NodeState.Retrying || (node.State == NodeState.Deferred && !leased), tables.Delayed.TryGetValue(i, out DelayedEntry delayed));
        Assert.True(node.State == NodeState.Running ? leased : node.State == NodeState.Deferred || !leased, $"Node {i} is {node.State}, leased: {leased}.");
        switch (node.State)
        {
            case NodeState.Ready:
                Assert.Equal((node.Fence, node.Attempt), (ready.Fence, ready.Attempt));
                Assert.Equal(RunState.Running, tables.Head.State);
                break;
            case NodeState.Held:
                Assert.Equal((node.Fence, node.Attempt, HoldKind.PausedRun), (held.Fence, held.Attempt, held.Kind));
                Assert.Equal(RunState.Paused, tables.Head.State);
                break;
            case NodeState.Retrying:
                Assert.Equal(node.Fence, delayed.Fence);
                Assert.NotEqual(DelayKind.Poll, delayed.Kind);
                break;
            case NodeState.Deferred when !leased:
                Assert.Equal((node.Fence, DelayKind.Poll), (delayed.Fence, delayed.Kind));
                break;
            case NodeState.Deferred or NodeState.Running:
                Assert.Equal(node.Fence, leaseFence);
                break;
        }

        Assert.Equal(node.State == NodeState.Deferred, node.Resume is not null);
        Assert.True(node.Pending is null || leased, $"Node {i} has a mark that waits for no lease.");
    }

    private void Budgets(NodeRun node)
    {
        Assert.InRange(node.Attempt - node.AttemptBase, 0, tables.Graph.Nodes[node.Ordinal].Retries.Count);
        Assert.InRange(node.Losses, 0, tables.LossLimit + 1);
        Assert.True(node.Losses <= tables.LossLimit || node.State.IsTerminal(), $"Node {node.Ordinal} was lost too often and goes on.");
    }

    /// <summary>A waiting node's counters are of its parents' present states, and nothing about it is certain yet.</summary>
    private void Waiting(NodeRun node)
    {
        if (node.State != NodeState.Waiting)
        {
            return;
        }

        int[] parents = tables.Graph.Parents[node.Ordinal];
        int In(params NodeState[] states) => parents.Count(p => states.Contains(tables[p].State));
        Assert.Equal(
            new ParentCounts(
                parents.Length,
                In(NodeState.Succeeded),
                In(NodeState.Failed, NodeState.Cancelled),
                In(NodeState.UpstreamFailed),
                In(NodeState.Skipped),
                parents.Count(p => Branch(p) && tables[p].State == NodeState.Succeeded && tables.Graph.Excludes(p, tables[p].Choice, node.Ordinal)),
                parents.Count(p => Branch(p) && !tables[p].State.IsTerminal())),
            node.Counts(tables.Graph.Plan));
        Assert.Equal(Decision.None, Certain(node.Ordinal));
        Assert.Equal(Decision.None, node.Decision);
        Assert.False(tables.Head.CancelRequested && !tables.Head.State.IsTerminal(), $"Node {node.Ordinal} waits in a run that is being cancelled.");
    }

    private void Changed(NodeRun before, NodeRun after, RunChange change, bool person)
    {
        int i = after.Ordinal;
        bool reset = change.Resets.Any(r => r.Ordinal == i);
        Assert.True(after.Fence >= before.Fence, $"The fence of node {i} went back.");
        Assert.True(after.Attempt >= before.Attempt, $"The attempt of node {i} went back.");
        if (reset)
        {
            Assert.True(person);
            Assert.DoesNotContain(i, tables.Leases.Keys);
        }
        else if (before.State.IsTerminal())
        {
            Assert.Same(before, after);
        }

        // Claims do not wait for the run's lock: writing a decided node that does not move could undo one.
        if (change.Nodes.ContainsKey(i) && !reset && before.State != NodeState.Waiting && !change.StopRequests.Contains(i))
        {
            Assert.NotEqual((before.State, before.Fence, before.Pending), (after.State, after.Fence, after.Pending));
        }

        if (after.Decision != before.Decision || (reset && after.Decision != Decision.None))
        {
            Assert.True(reset || before.Decision == Decision.None, $"Node {i} was decided over.");
            if (after.Decision != Decision.None)
            {
                Assert.True(_decided.Add((i, tables.Head.Round)), $"Node {i} was decided twice in round {tables.Head.Round}.");
                Assert.Equal(Certain(i), after.Decision);
            }
        }

        // Whatever is about to run or ran by itself was decided to.
        if (after.State is NodeState.Ready or NodeState.Held or NodeState.Running or NodeState.Retrying or NodeState.Deferred)
        {
            Assert.Equal(Decision.Run, after.Decision);
        }
    }

    private void Run(RunHead before, RunChange change, bool person)
    {
        RunHead head = tables.Head;
        Assert.Equal(tables.Nodes.Count(n => !n.State.IsTerminal()), head.Open);
        Assert.Equal(tables.Nodes.Count(n => tables.Graph.IsLeaf(n.Ordinal) && n.State.IsBad()), head.BadLeaves);
        Assert.Equal(head.Open == 0, head.State.IsTerminal());
        Assert.Equal(head.State.IsTerminal(), head.EndedAt is not null);
        Assert.True(head.Round == before.Round || (person && head.Round == before.Round + 1 && change.Resets.Count > 0), "A round opened unasked.");
        Assert.True(!before.State.IsTerminal() || person, "A run that had ended was stepped.");
        Assert.Equal(change.RunState ?? before.State, head.State);
        if (head.State.IsTerminal())
        {
            NodeState[] states = [.. tables.Nodes.Select(n => n.State)];
            Assert.Equal(head.CancelRequested ? RunState.Cancelled : ReferenceRun.EndOf(tables.Graph, states), head.State);
            Assert.Empty(tables.Leases);
        }
    }

    private bool Branch(int ordinal) => tables.Graph.Nodes[ordinal].IsBranch;

    private Decision Certain(int ordinal) => ReferenceRun.Decide(
        tables.Graph, ordinal, [.. tables.Nodes.Select(n => n.State)], [.. tables.Nodes.Select(n => n.Choice)]);
}
