using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

internal static class Graphs
{
    /// <summary>
    /// A graph from its edges, such as <c>a&gt;b b&gt;c d</c>; <c>a-x&gt;b</c> leaves a branch by arm x. Nodes are numbered as they appear; a rule
    /// is given by key.
    /// </summary>
    public static Graph Of(string edges, params (string Key, TriggerRule Rule)[] rules)
    {
        var keys = new List<string>();
        var list = new List<(string From, string? Arm, string To)>();
        foreach (string[] ends in edges.Split(' ').Select(edge => edge.Split('>')))
        {
            string[] from = ends[0].Split('-');
            keys.Add(from[0]);
            if (ends.Length > 1)
            {
                keys.Add(ends[1]);
                list.Add((from[0], from.ElementAtOrDefault(1), ends[1]));
            }
        }

        string[] ordered = [.. keys.Distinct()];
        return new Graph(
            [.. ordered.Select(key => new PlanNode(key, rules.FirstOrDefault(r => r.Key == key).Rule, Arms: Arms(key)))],
            [.. list.Select(e => new PlanEdge(Array.IndexOf(ordered, e.From), Array.IndexOf(ordered, e.To), e.Arm))]);

        string[]? Arms(string key)
        {
            string[] arms = [.. list.Where(e => e.From == key && e.Arm is not null).Select(e => e.Arm!).Distinct()];
            return arms.Length > 0 ? arms : null;
        }
    }
}
