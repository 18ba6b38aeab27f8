using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>An outcome may cost as much as its node has children, never as much as the graph has nodes; the node itself is read too.</summary>
public sealed class AdvanceCostTests
{
    private const int Count = 10_000;

    [Fact]
    public void Complete_RootOfAWideGraph_ReadsItAndItsChildren() => AssertReads(Fan(), ended: 0, reads: Count);

    [Fact]
    public void Complete_LeafOfAWideGraph_ReadsNoOther() => AssertReads(Fan(), ended: Count / 2, reads: 1);

    [Fact]
    public void Complete_ParentOfAJoin_ReadsTheJoinAlone() =>
        AssertReads(Enumerable.Range(0, Count - 1).Select(i => new PlanEdge(i, Count - 1)), ended: 17, reads: 2);

    [Fact]
    public void Complete_MiddleOfAChain_ReadsTheNext() => AssertReads(Chain(), ended: Count / 2, reads: 2);

    [Fact]
    public void Complete_FailureInAChain_ReadsWhatItDecides() =>
        AssertReads(Chain(), ended: Count - 100, reads: 100, new AttemptResult.Failed("failed", Retryable: false));

    [Fact]
    public void Complete_BranchAboveTwoChains_ReadsItsChildrenAndWhatItSkips()
    {
        IEnumerable<PlanEdge> chains = Enumerable.Range(1, Count - 3).Select(i => new PlanEdge(i, i + 2));
        PlanEdge[] edges = [new PlanEdge(0, 1, "a"), new PlanEdge(0, 2, "b"), .. chains];

        AssertReads(edges, ended: 0, reads: 1 + (Count / 2), new AttemptResult.Succeeded(["a"]), branch: 0);
    }

    [Theory]
    [InlineData(NodeState.Running, 1)]
    [InlineData(NodeState.Retrying, 1)]
    public void LossAndDelay_OfAnyNode_ReadNoOther(NodeState state, int reads)
    {
        var nodes = new CountedNodes(Count);
        RunStep step = Begun(Fan(), nodes);
        nodes[0].State = state;
        nodes.Reset();

        if (state == NodeState.Running)
        {
            step.Complete(0, new AttemptResult.Lost("lost"));
        }
        else
        {
            Assert.True(step.DelayPassed(0, DelayKind.Retry, nodes[0].Fence));
        }

        Assert.Equal(reads, nodes.Read);
    }

    private static IEnumerable<PlanEdge> Fan() => Enumerable.Range(1, Count - 1).Select(i => new PlanEdge(0, i));

    private static IEnumerable<PlanEdge> Chain() => Enumerable.Range(0, Count - 1).Select(i => new PlanEdge(i, i + 1));

    private static void AssertReads(IEnumerable<PlanEdge> edges, int ended, int reads, AttemptResult? result = null, int? branch = null)
    {
        var nodes = new CountedNodes(Count);
        RunStep step = Begun(edges, nodes, branch);
        nodes[ended].State = NodeState.Running;
        nodes.Reset();

        step.Complete(ended, result ?? new AttemptResult.Succeeded());

        Assert.Equal(reads, nodes.Read);
    }

    private static RunStep Begun(IEnumerable<PlanEdge> edges, CountedNodes nodes, int? branch = null)
    {
        var plan = RunPlan.Create(
            [.. Enumerable.Range(0, Count).Select(i => new PlanNode($"n{i}", Arms: i == branch ? ["a", "b"] : null))], [.. edges]);
        var head = new RunHead(1);
        var context = new StepContext(DateTime.UnixEpoch, StepContext.DefaultLossLimit, () => TimeSpan.Zero);
        new RunStep(plan, head, nodes, context).Begin();
        return new RunStep(plan, head, nodes, context);
    }

    private sealed class CountedNodes(int count) : INodeRuns
    {
        private readonly NodeRun[] _nodes = [.. Enumerable.Range(0, count).Select(i => new NodeRun(i))];
        private readonly HashSet<int> _read = [];

        /// <summary>How many different nodes were asked for: asking twice costs nothing.</summary>
        public int Read => _read.Count;

        public NodeRun this[int ordinal] => _nodes[ordinal];

        public NodeRun Get(int ordinal)
        {
            _read.Add(ordinal);
            return _nodes[ordinal];
        }

        public bool IsLeased(int ordinal) => true;

        public void Reset() => _read.Clear();
    }
}
