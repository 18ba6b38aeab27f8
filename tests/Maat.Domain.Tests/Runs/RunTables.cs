using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>
/// A run as a database would hold it: rows that only a <see cref="RunChange"/> or a claim changes. What a step changed without saying so
/// is lost here as it would be there.
/// </summary>
internal sealed class RunTables
{
    private readonly RunInvariants _invariants;
    private NodeRun[] _nodes;

    public RunTables(Graph graph, int lossLimit = StepContext.DefaultLossLimit)
    {
        (Graph, LossLimit) = (graph, lossLimit);
        _nodes = [.. Enumerable.Range(0, graph.Count).Select(i => new NodeRun(i))];
        _invariants = new RunInvariants(this);
    }

    public Graph Graph { get; }

    public int LossLimit { get; }

    public RunHead Head { get; private set; } = new(1);

    public IReadOnlyList<NodeRun> Nodes => _nodes;

    public Dictionary<int, ReadyEntry> Ready { get; } = [];

    public Dictionary<int, HeldEntry> Held { get; } = [];

    public Dictionary<int, DelayedEntry> Delayed { get; } = [];

    /// <summary>Leases with the fence under which they were claimed.</summary>
    public Dictionary<int, long> Leases { get; } = [];

    public HashSet<int> StopRequests { get; } = [];

    public RunChange Last { get; private set; } = new();

    public DateTime Now { get; set; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public NodeRun this[int ordinal] => _nodes[ordinal];

    public static RunTables Begun(Graph graph, int lossLimit = StepContext.DefaultLossLimit)
    {
        var tables = new RunTables(graph, lossLimit);
        tables.Step(step => step.Begin());
        return tables;
    }

    public RunTables Step(Action<RunStep> action, bool person = false)
    {
        var session = new Session(this);
        var step = new RunStep(Graph.Plan, session.Head, session, new StepContext(Now, LossLimit, () => TimeSpan.FromSeconds(1)));
        action(step);
        NodeRun[] before = _nodes;
        RunHead headBefore = Head;
        Apply(step.Change, session);
        _invariants.Check(before, headBefore, step.Change, person);
        return this;
    }

    /// <exception cref="RunConflictException">Nothing was changed.</exception>
    public RunTables Person(Action<RunStep> action) => Step(action, person: true);

    /// <summary>What a worker does: the row that can be claimed goes, a lease under its fence comes.</summary>
    public RunTables Claim(int ordinal)
    {
        NodeRun node = Copy(_nodes[ordinal]);
        if (Delayed.Remove(ordinal, out DelayedEntry poll))
        {
            Assert.Equal(DelayKind.Poll, poll.Kind);
        }
        else
        {
            Assert.True(Ready.Remove(ordinal), $"Node {ordinal} is not ready.");
            node.State = NodeState.Running;
        }

        Leases.Add(ordinal, node.Fence);
        _invariants.Claimed(ordinal, node.Fence);
        _nodes = [.. _nodes];
        _nodes[ordinal] = node;
        return this;
    }

    public RunTables Complete(int ordinal, AttemptResult result) => Step(step => step.Complete(ordinal, result));

    public RunTables ClaimAndComplete(int ordinal, AttemptResult result) => Claim(ordinal).Complete(ordinal, result);

    public RunTables PassDelay(int ordinal)
    {
        DelayedEntry entry = Delayed[ordinal];
        Now = entry.Due > Now ? entry.Due : Now;
        return Step(step => Assert.True(step.DelayPassed(ordinal, entry.Kind, entry.Fence)));
    }

    private void Apply(RunChange change, Session session)
    {
        Last = change;
        foreach (int ordinal in change.Released)
        {
            Assert.True(Leases.Remove(ordinal), $"Node {ordinal} had no lease to release.");
            StopRequests.Remove(ordinal);
        }

        foreach ((int ordinal, NodeState was) in change.Unqueued)
        {
            bool removed = was switch
            {
                NodeState.Ready => Ready.Remove(ordinal),
                NodeState.Held => Held.Remove(ordinal),
                NodeState.Retrying or NodeState.Deferred => Delayed.Remove(ordinal),
                _ => false,
            };
            Assert.True(removed, $"Node {ordinal} had no row as {was}.");
        }

        foreach (ReadyEntry entry in change.Ready)
        {
            Ready.Add(entry.Ordinal, entry);
        }

        foreach (HeldEntry entry in change.Held)
        {
            Held.Add(entry.Ordinal, entry);
        }

        foreach (DelayedEntry entry in change.Delayed)
        {
            Delayed.Add(entry.Ordinal, entry);
        }

        foreach (int ordinal in change.StopRequests)
        {
            Assert.True(Leases.ContainsKey(ordinal), $"Node {ordinal} holds no lease that could be stopped.");
            StopRequests.Add(ordinal);
        }

        Head = change.HeadChanged ? session.Head : Head;
        _nodes = [.. _nodes.Select(node => change.Nodes.GetValueOrDefault(node.Ordinal, node))];
    }

    private static NodeRun Copy(NodeRun node) => new(node.Ordinal)
    {
        State = node.State,
        Decision = node.Decision,
        Attempt = node.Attempt,
        AttemptBase = node.AttemptBase,
        Losses = node.Losses,
        Fence = node.Fence,
        Succeeded = node.Succeeded,
        Failed = node.Failed,
        UpstreamFailed = node.UpstreamFailed,
        Skipped = node.Skipped,
        Excluded = node.Excluded,
        Gates = node.Gates,
        Choice = node.Choice,
        OutputFence = node.OutputFence,
        Resume = node.Resume,
        Pending = node.Pending,
        Reason = node.Reason,
        ChangedAt = node.ChangedAt,
    };

    private static RunHead Copy(RunHead head) => new(head.Id)
    {
        State = head.State,
        Open = head.Open,
        BadLeaves = head.BadLeaves,
        Round = head.Round,
        CancelRequested = head.CancelRequested,
        FairAt = head.FairAt,
        StartedAt = head.StartedAt,
        EndedAt = head.EndedAt,
    };

    /// <summary>The rows as one transaction reads them: copies, so that what is not written is not kept.</summary>
    private sealed class Session(RunTables tables) : INodeRuns
    {
        private readonly NodeRun?[] _read = new NodeRun?[tables._nodes.Length];

        public RunHead Head { get; } = Copy(tables.Head);

        public NodeRun Get(int ordinal) => _read[ordinal] ??= Copy(tables._nodes[ordinal]);

        public bool IsLeased(int ordinal) => tables.Leases.ContainsKey(ordinal);
    }
}
