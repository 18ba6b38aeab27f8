using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>Random graphs of up to twelve nodes with everything in them: all rules, branches, arms, several edges between two nodes.</summary>
internal static class RandomGraphs
{
    private const int MaxNodes = 12;

    private static readonly TriggerRule[] s_rules = Enum.GetValues<TriggerRule>();
    private static readonly string[] s_arms = ["a", "b", "c"];

    public static Graph Next(Random random)
    {
        int count = random.Next(1, MaxNodes + 1);
        double density = random.NextDouble();
        bool plainRules = random.Next(4) == 0;
        var nodes = new PlanNode[count];
        for (int i = 0; i < count; i++)
        {
            nodes[i] = new PlanNode(
                $"n{i}",
                plainRules ? TriggerRule.AllSuccess : s_rules[random.Next(s_rules.Length)],
                new RetryPolicy(random.Next(3), TimeSpan.FromSeconds(random.Next(3))),
                random.Next(PlanNode.MaxPriority + 1),
                Arms: random.Next(4) == 0 ? s_arms : null);
        }

        // Ordinals are no topological order, as they are none in a template.
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        var edges = new List<PlanEdge>();
        for (int to = 1; to < count; to++)
        {
            for (int from = 0; from < to; from++)
            {
                if (random.NextDouble() >= density)
                {
                    continue;
                }

                bool branch = nodes[order[from]].IsBranch;
                for (int edge = random.Next(branch ? 3 : 1); edge >= 0; edge--)
                {
                    edges.Add(new PlanEdge(order[from], order[to], branch ? s_arms[random.Next(s_arms.Length)] : null));
                }
            }
        }

        return new Graph(nodes, [.. edges]);
    }

    public static Scripted[] Script(Random random, Graph graph)
    {
        int good = random.Next(1, 10);
        return [.. graph.Nodes.Select(node => random.Next(10) < good
            ? new Scripted(NodeState.Succeeded, node.IsBranch ? Choice(random) : null)
            : new Scripted(random.Next(2) == 0 ? NodeState.Failed : NodeState.Skipped))];
    }

    /// <summary>One arm, as in mode first, or any set of them, as in mode all.</summary>
    public static string[] Choice(Random random) =>
        random.Next(2) == 0 ? [s_arms[random.Next(s_arms.Length)]] : [.. s_arms.Where(_ => random.Next(2) == 0)];
}
