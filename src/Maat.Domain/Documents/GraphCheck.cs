using Maat.Domain.Runs;

namespace Maat.Domain.Documents;

/// <summary>Problems of the graph as a whole.</summary>
internal static class GraphCheck
{
    /// <summary>How many nodes of a cycle a message names; a longer list is not read.</summary>
    private const int ShownNodes = 20;

    public static void Check(TemplateDocument document, TemplateGraph graph, EdgeCheck edges, ProblemList problems)
    {
        foreach (var (cycle, groupSize) in graph.Cycles())
            problems.Error("cycle", Describe(document, cycle, groupSize), Place(document, cycle[0]));
        if (edges.Sound.Count > 0)
            Unconnected(document, graph, problems);
        if (!graph.HasCycle)
            NeverRunning(document, graph, edges, problems);
    }

    private static Wording Describe(TemplateDocument document, IReadOnlyList<int> cycle, int groupSize)
    {
        string names = string.Join(" → ", cycle.Take(ShownNodes).Select(node => document.Nodes[node].Key));
        Wording rest = cycle.Count > ShownNodes ? Wording.Of($" → … ({cycle.Count} nodes)") : Wording.Nothing;
        Wording entangled = groupSize > cycle.Count ? Wording.Of($"; {groupSize - cycle.Count} more are on cycles with them") : Wording.Nothing;
        return $"these nodes wait for one another: {names}{rest} → {document.Nodes[cycle[0]].Key}{entangled}; remove one of the edges";
    }

    private static void Unconnected(TemplateDocument document, TemplateGraph graph, ProblemList problems)
    {
        for (int i = 0; i < graph.Count; i++)
        {
            if (graph.Parents(i).IsEmpty && graph.Children(i).IsEmpty)
                problems.Warning("unconnected_node", $"no edge leads to '{document.Nodes[i].Key}' or leaves it: it runs at once, by itself", Place(document, i));
        }
    }

    private static void NeverRunning(TemplateDocument document, TemplateGraph graph, EdgeCheck edges, ProblemList problems)
    {
        var rules = document.Nodes.Select(node => node.TriggerRule).ToArray();
        foreach (var (node, branch) in ExclusiveArms.NeverRunning(graph, rules, edges))
        {
            Wording offer = rules[node] == TriggerRule.AllSuccess
                ? Wording.Of($"; the trigger rule {Names<TriggerRule>.Of(TriggerRule.NoneFailedMinOneSuccess)} runs it after whichever was chosen")
                : Wording.Of($"; choose another trigger rule, or remove an edge");
            Wording message = $"'{document.Nodes[node].Key}' can never run: it waits for nodes on different arms of '{document.Nodes[branch].Key}', of which only one is chosen{offer}";
            problems.Warning("join_never_runs", message, Place(document, node, "trigger_rule"));
        }
    }

    private static ProblemPlace Place(TemplateDocument document, int node, string? field = null)
    {
        string path = JsonPointer.Item("/nodes", node);
        return new(field is null ? path : JsonPointer.Field(path, field), document.Nodes[node].Key, field);
    }
}
