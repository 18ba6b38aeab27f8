using System.Text.Json.Nodes;

namespace Maat.Faults.Product;

/// <summary>A template document of Bash nodes. Their order is that of their ordinals in a run.</summary>
public sealed class Graph(string name = "Faults")
{
    private readonly List<string> keys = [];
    private readonly JsonArray nodes = [];
    private readonly JsonArray edges = [];

    public IReadOnlyList<string> Keys => keys;

    public JsonObject Document => new()
    {
        ["apiVersion"] = "maat/v1",
        ["kind"] = "Template",
        ["name"] = name,
        ["nodes"] = nodes.DeepClone(),
        ["edges"] = edges.DeepClone(),
    };

    public Graph Add(string key, string script, params string[] parents)
    {
        keys.Add(key);
        nodes.Add(new JsonObject { ["key"] = key, ["kind"] = "bash", ["with"] = new JsonObject { ["script"] = script } });
        foreach (string parent in parents)
            edges.Add(new JsonObject { ["from"] = parent, ["to"] = key });
        return this;
    }

    /// <summary>Sets a field of the node that was added last, as <c>queue</c>.</summary>
    public Graph With(string field, JsonNode value)
    {
        nodes[^1]![field] = value;
        return this;
    }
}
