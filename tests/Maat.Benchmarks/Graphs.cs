using Maat.Domain.Documents;
using Maat.Domain.Values;

namespace Maat.Benchmarks;

/// <summary>Templates to measure with.</summary>
internal static class Graphs
{
    /// <summary>Layers of no-ops, each node joined to two of the next layer.</summary>
    public static TemplateDocument Layers(int width, int depth)
    {
        var nodes = new List<NodeDefinition>();
        var edges = new List<EdgeDefinition>();
        for (int layer = 0; layer < depth; layer++)
        {
            for (int i = 0; i < width; i++)
            {
                nodes.Add(NoOp($"n{layer}_{i}"));
                if (layer > 0)
                {
                    edges.Add(new EdgeDefinition($"n{layer - 1}_{i}", $"n{layer}_{i}"));
                    edges.Add(new EdgeDefinition($"n{layer - 1}_{(i + 1) % width}", $"n{layer}_{i}"));
                }
            }
        }

        return new TemplateDocument("layers") { Nodes = [.. nodes], Edges = [.. edges] };
    }

    /// <summary>No-ops one after the other, by turns on the given queues if there are any.</summary>
    public static TemplateDocument Chain(int length, params string[] queues) => new("chain")
    {
        Nodes = [.. Enumerable.Range(0, length).Select(i => NoOp($"n{i}") with { Queue = queues.Length == 0 ? null : queues[i % queues.Length] })],
        Edges = [.. Enumerable.Range(1, length - 1).Select(i => new EdgeDefinition($"n{i - 1}", $"n{i}"))],
    };

    /// <summary>No-ops beside each other, and one after all of them.</summary>
    public static TemplateDocument Join(int width) => new("join")
    {
        Nodes = [.. Enumerable.Range(0, width).Select(i => NoOp($"n{i}")), NoOp("join")],
        Edges = [.. Enumerable.Range(0, width).Select(i => new EdgeDefinition($"n{i}", "join"))],
    };

    /// <summary>No-ops beside each other.</summary>
    public static TemplateDocument NoOps(string name, int width) => new(name)
    {
        Nodes = [.. Enumerable.Range(0, width).Select(i => NoOp($"n{i}"))],
    };

    /// <summary>Bash nodes beside each other.</summary>
    public static TemplateDocument Scripts(string name, int width, string script) => new(name)
    {
        Nodes = [.. Enumerable.Range(0, width).Select(i => new NodeDefinition($"n{i}", "bash")
        {
            With = new ObjectValue([KeyValuePair.Create("script", (Value)new TextValue(script))]),
        })],
    };

    private static NodeDefinition NoOp(string key) => new(key, NoOpKind.KindName);
}
