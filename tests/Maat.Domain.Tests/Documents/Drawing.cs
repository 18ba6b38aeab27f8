using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Documents;

/// <summary>
/// Graphs in one line: <c>a f:x,y b!none_failed, a>f f>b/x</c> has a node <c>a</c>, a fork with two arms (<c>f::x,y</c> may take
/// both), a node with a trigger rule, and an edge by an arm.
/// </summary>
internal static class Drawing
{
    public static TemplateDocument Read(string drawing)
    {
        // The comma between nodes and edges has a space behind it, that between arms has none.
        var parts = drawing.Split(", ");
        return new TemplateDocument("drawing")
        {
            Nodes = Words(parts[0]).Select(Node).ToItemList(),
            Edges = Words(parts.ElementAtOrDefault(1) ?? "").Select(Edge).ToItemList(),
        };
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static NodeDefinition Node(string word)
    {
        var (head, rule) = Cut(word, '!');
        var (key, arms) = Cut(head, ':');
        var node = arms is null ? new NodeDefinition(key, "nothing") : Fork(key, arms);
        return rule is not null && Names<TriggerRule>.TryParse(rule, out var parsed) ? node with { TriggerRule = parsed } : node;
    }

    private static NodeDefinition Fork(string key, string arms) => new(key, "fork")
    {
        With = new ObjectValue(
        [
            new("arms", new ListValue(arms.TrimStart(':').Split(',').Select(arm => new TextValue(arm)))),
            new("all", BooleanValue.Of(arms[0] == ':')),
        ]),
    };

    private static EdgeDefinition Edge(string word)
    {
        var (from, rest) = Cut(word, '>');
        var (to, arm) = Cut(rest!, '/');
        return new EdgeDefinition(from, to, arm);
    }

    private static (string Head, string? Tail) Cut(string text, char at)
    {
        int index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }
}
