using Maat.Domain.Runs;

namespace Maat.Storage.Engine;

/// <summary>The node runs of a run that is just being made.</summary>
public sealed class FreshNodeRuns(int count) : INodeRuns
{
    private readonly NodeRun[] _nodes = [.. Enumerable.Range(0, count).Select(ordinal => new NodeRun(ordinal))];

    public NodeRun Get(int ordinal) => _nodes[ordinal];

    public bool IsLeased(int ordinal) => false;
}
