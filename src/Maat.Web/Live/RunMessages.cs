using System.Text.Json;
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

/// <param name="Choice">The arms that a finished branch chose.</param>
public sealed record NodeStatus(
    int Node, string State, int Attempt, long Fence, DateTime? StartedAt, DateTime? EndedAt, string? Reason, IReadOnlyList<string>? Choice)
{
    public static NodeStatus Of(LiveNode node) => new(
        node.Ordinal, Names<NodeState>.Of(node.State), node.Attempt, node.Fence, node.StartedAt, node.EndedAt, node.Reason,
        node.Choice is { } choice ? JsonSerializer.Deserialize<string[]>(choice) : null);
}

/// <summary>What of a run's graph never changes: how its nodes hang together, and where the designer drew them.</summary>
/// <param name="Rules">By ordinal, the name of the node's trigger rule.</param>
/// <param name="Places">By ordinal, the upper left corner on the canvas; null for a node that was never placed.</param>
public sealed record RunGraph(IReadOnlyList<string> Rules, IReadOnlyList<GraphEdge> Edges, IReadOnlyList<GraphPlace?> Places)
{
    public static RunGraph Of(CompiledTemplate template)
    {
        var ordinals = template.Nodes.ToDictionary(n => n.Definition.Key, n => n.Ordinal, StringComparer.Ordinal);
        Dictionary<string, NodePosition> places = template.Document.Layout.ToDictionary(p => p.Node, StringComparer.Ordinal);
        return new RunGraph(
            [.. template.Nodes.Select(n => Names<TriggerRule>.Of(n.Definition.TriggerRule))],
            [.. template.Document.Edges.Select(e => new GraphEdge(ordinals[e.From], ordinals[e.To], e.Arm))],
            [.. template.Nodes.Select(n => places.TryGetValue(n.Definition.Key, out NodePosition? place) ? new GraphPlace(place.X, place.Y) : null)]);
    }
}

/// <summary>An edge between ordinals, and the arm by which it leaves a branch.</summary>
public sealed record GraphEdge(int From, int To, string? Arm);

public sealed record GraphPlace(decimal X, decimal Y);
