using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Engine.Runs;

namespace Maat.Web.Live;

/// <summary>The whole picture of a run: what a browser shows first, and again whenever it has missed something.</summary>
/// <param name="Sequence">The number of the last change that is in it.</param>
/// <param name="Now">The server's time, by which the browser counts durations.</param>
/// <param name="Names">The nodes by ordinal.</param>
/// <param name="Order">Their ordinals, parents before children.</param>
/// <param name="Nodes">Their states, by ordinal.</param>
public sealed record RunSnapshot(
    long Sequence, DateTime Now, RunStatus Run, IReadOnlyList<NodeName> Names, IReadOnlyList<int> Order, IReadOnlyList<NodeStatus> Nodes);

/// <summary>The latest state of what has changed since the message before; numbers grow by one.</summary>
/// <param name="Run">Null when nothing but nodes has changed.</param>
public sealed record RunChanged(long Sequence, RunStatus? Run, IReadOnlyList<NodeStatus> Nodes);

public sealed record RunStatus(string State, bool CancelRequested, DateTime? StartedAt, DateTime? EndedAt)
{
    public static RunStatus Of(LiveRun run) => new(Names<RunState>.Of(run.State), run.CancelRequested, run.StartedAt, run.EndedAt);
}

public sealed record NodeName(string Key, string Name, string Kind)
{
    public static NodeName Of(CompiledNode node) => new(node.Definition.Key, node.Definition.Name ?? node.Definition.Key, node.Definition.Kind);
}

public sealed record NodeStatus(int Node, string State, int Attempt, long Fence, DateTime? StartedAt, DateTime? EndedAt, string? Reason)
{
    public static NodeStatus Of(LiveNode node) =>
        new(node.Ordinal, Names<NodeState>.Of(node.State), node.Attempt, node.Fence, node.StartedAt, node.EndedAt, node.Reason);
}
