using System.Globalization;
using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Values;

namespace Maat.Benchmarks;

/// <summary>One node of a recorded execution: what it waited for, and how long it ran, in seconds.</summary>
internal sealed record RecordedNode(string Key, string Name, IReadOnlyList<string> Parents, double RuntimeSeconds);

/// <summary>
/// A recorded execution of a real workflow, as JSON: <c>{ "source": …, "nodes": [{ "key", "name", "parents": […], "runtime_s" }] }</c>.
/// </summary>
internal sealed record RecordedWorkflow(string Name, IReadOnlyList<RecordedNode> Nodes)
{
    public static RecordedWorkflow Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new RecordedWorkflow(
            Path.GetFileNameWithoutExtension(path),
            [.. document.RootElement.GetProperty("nodes").EnumerateArray().Select(node => new RecordedNode(
                node.GetProperty("key").GetString()!,
                node.GetProperty("name").GetString()!,
                [.. node.GetProperty("parents").EnumerateArray().Select(parent => parent.GetString()!)],
                node.GetProperty("runtime_s").GetDouble()))]);
    }

    /// <summary>Each node a script that sleeps its time, scaled, and writes an output.</summary>
    public TemplateDocument ToTemplate(double scale)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (RecordedNode node in Nodes)
        {
            string key = Key.FromName(node.Key, taken);
            taken.Add(key);
            keys.Add(node.Key, key);
        }

        return new TemplateDocument(Name)
        {
            Nodes = [.. Nodes.Select(node => new NodeDefinition(keys[node.Key], "bash") { Name = node.Name, With = Script(node.RuntimeSeconds * scale) })],
            Edges = [.. Nodes.SelectMany(node => node.Parents.Select(parent => new EdgeDefinition(keys[parent], keys[node.Key])))],
        };
    }

    /// <summary>The longest chain of recorded times, in seconds: no scheduler ends earlier.</summary>
    public double CriticalPathSeconds()
    {
        var ends = new Dictionary<string, double>(StringComparer.Ordinal);
        var byKey = Nodes.ToDictionary(n => n.Key, StringComparer.Ordinal);
        double End(RecordedNode node)
        {
            if (!ends.TryGetValue(node.Key, out double end))
            {
                end = node.RuntimeSeconds + (node.Parents.Count == 0 ? 0 : node.Parents.Max(parent => End(byKey[parent])));
                ends.Add(node.Key, end);
            }

            return end;
        }

        return Nodes.Max(End);
    }

    private static ObjectValue Script(double seconds)
    {
        string script = string.Create(CultureInfo.InvariantCulture, $"sleep {seconds:0.######}\necho \"slept={seconds:0.######}\" >> \"$MAAT_OUTPUT\"\n");
        return new ObjectValue([KeyValuePair.Create("script", (Value)new TextValue(script))]);
    }
}
