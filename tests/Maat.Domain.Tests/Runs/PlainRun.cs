using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>The least that drives a run to its end: node runs in an array, every claim taken at once, outcomes scripted.</summary>
internal sealed class PlainRun : INodeRuns
{
    private static readonly StepContext s_context =
        new(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), StepContext.DefaultLossLimit, () => TimeSpan.Zero);

    private readonly Graph _graph;
    private readonly NodeRun[] _nodes;

    public PlainRun(Graph graph)
    {
        _graph = graph;
        _nodes = new NodeRun[graph.Count];
        for (int i = 0; i < _nodes.Length; i++)
        {
            _nodes[i] = new NodeRun(i);
        }
    }

    public RunHead Head { get; } = new(1);

    public NodeRun this[int ordinal] => _nodes[ordinal];

    public NodeRun Get(int ordinal) => _nodes[ordinal];

    public bool IsLeased(int ordinal) => false;

    /// <param name="rank">Of the nodes that are ready, the one with the lowest rank ends first.</param>
    public void Drive(Scripted[] script, ReadOnlySpan<int> rank)
    {
        var step = new RunStep(_graph.Plan, Head, this, s_context);
        step.Begin();
        for (int next = Next(rank); next >= 0; next = Next(rank))
        {
            _nodes[next].State = NodeState.Running;
            step.Complete(next, script[next].Result);
        }
    }

    private int Next(ReadOnlySpan<int> rank)
    {
        int best = -1;
        for (int i = 0; i < _nodes.Length; i++)
        {
            if (_nodes[i].State == NodeState.Ready && (best < 0 || rank[i] < rank[best]))
            {
                best = i;
            }
        }

        return best;
    }
}
