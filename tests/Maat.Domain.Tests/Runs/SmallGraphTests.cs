using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>
/// Every graph up to four nodes, driven to the end and compared with <see cref="ReferenceRun"/>. A graph is an edge set over a fixed
/// topological order. A node's outcome is varied only where the node runs: it has none elsewhere.
/// </summary>
public sealed class SmallGraphTests
{
    private static readonly TriggerRule[] s_rules = Enum.GetValues<TriggerRule>();

    /// <summary>
    /// Among four nodes with a branch these stand for the others: the default; one that holds at once; the join that a branch is meant to
    /// have. Three nodes are tried with all rules.
    /// </summary>
    private static readonly TriggerRule[] s_rulesBelowBranches =
        [TriggerRule.AllSuccess, TriggerRule.Always, TriggerRule.NoneFailedMinOneSuccess];

    private static readonly Scripted[] s_ends = [new(NodeState.Succeeded), new(NodeState.Failed), new(NodeState.Skipped)];

    private static readonly Scripted[] s_branchEnds =
    [
        new(NodeState.Succeeded, ["a"]), new(NodeState.Succeeded, ["b"]), new(NodeState.Succeeded, ["a", "b"]), new(NodeState.Succeeded, []),
        new(NodeState.Failed), new(NodeState.Skipped),
    ];

    private static readonly string[] s_keys = ["n0", "n1", "n2", "n3"];
    private static readonly string[] s_arms = ["a", "b"];

    private static readonly int[][][] s_orders = [.. Enumerable.Range(0, 5).Select(n => Permutations(n).ToArray())];

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 156)]
    [InlineData(3, 33_192)]
    public void EveryGraph_AllRulesOutcomesAndOrders_EndsAsDefined(int nodes, int cases) =>
        Assert.Equal(cases, CheckAll(EveryGraph(nodes), s_rules, everyOrder: true));

    [Fact]
    public void EveryGraphOfFour_AllRulesAndOutcomes_EndsAsDefined() =>
        Assert.Equal(882_680, CheckAll(EveryGraph(4), s_rules, everyOrder: false));

    [Fact]
    public void EveryGraphOfTwoWithBranches_AllRulesChoicesAndOrders_EndsAsDefined() =>
        Assert.Equal(740, CheckAll(EveryGraphWithBranches(2), s_rules, everyOrder: true));

    [Fact]
    public void EveryGraphOfThreeWithBranches_AllRulesAndChoices_EndsAsDefined() =>
        Assert.Equal(232_942, CheckAll(EveryGraphWithBranches(3), s_rules, everyOrder: false));

    [Fact]
    public void EveryGraphOfFourWithABranch_AllChoices_EndsAsDefined() =>
        Assert.Equal(
            841_556,
            CheckAll(EveryGraphWithBranches(4).Where(shape => shape.Branches.Count(b => b) == 1), s_rulesBelowBranches, everyOrder: false));

    private sealed record Shape(int Nodes, PlanEdge[] Edges, bool[] Branches);

    private static IEnumerable<Shape> EveryGraph(int nodes)
    {
        (int From, int To)[] pairs = [.. from to in Enumerable.Range(0, nodes) from @from in Enumerable.Range(0, to) select (@from, to)];
        for (int set = 0; set < 1 << pairs.Length; set++)
        {
            yield return new Shape(
                nodes, [.. pairs.Where((_, i) => (set >> i & 1) == 1).Select(p => new PlanEdge(p.From, p.To))], new bool[nodes]);
        }
    }

    /// <summary>Every set of branches among the nodes that have children, every way to put the arms a, b or both on their edges.</summary>
    private static IEnumerable<Shape> EveryGraphWithBranches(int nodes)
    {
        foreach (Shape plain in EveryGraph(nodes))
        {
            for (int set = 1; set < 1 << nodes; set++)
            {
                bool[] branches = [.. Enumerable.Range(0, nodes).Select(i => (set >> i & 1) == 1)];
                if (Enumerable.Range(0, nodes).All(i => !branches[i] || plain.Edges.Any(e => e.From == i)))
                {
                    foreach (PlanEdge[] edges in Labelled(plain.Edges, branches, plain.Edges.Length))
                    {
                        yield return new Shape(nodes, edges, branches);
                    }
                }
            }
        }
    }

    private static IEnumerable<PlanEdge[]> Labelled(PlanEdge[] edges, bool[] branches, int first)
    {
        if (first == 0)
        {
            return [[]];
        }

        PlanEdge edge = edges[first - 1];
        PlanEdge[][] ways = !branches[edge.From]
            ? [[edge]]
            : [[edge with { Arm = "a" }], [edge with { Arm = "b" }], [edge with { Arm = "a" }, edge with { Arm = "b" }]];
        return from rest in Labelled(edges, branches, first - 1) from way in ways select (PlanEdge[])[.. rest, .. way];
    }

    private static int CheckAll(IEnumerable<Shape> shapes, TriggerRule[] rules, bool everyOrder)
    {
        int cases = 0;
        Parallel.ForEach(
            shapes.SelectMany(shape => Graphs(shape, rules)),
            new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken },
            () => 0,
            (graph, _, count) => count + Check(graph, everyOrder),
            count => Interlocked.Add(ref cases, count));
        return cases;
    }

    /// <summary>Every rule on every node that has a parent: on a root no rule matters.</summary>
    private static IEnumerable<Graph> Graphs(Shape shape, TriggerRule[] rules)
    {
        int[] ruled = [.. shape.Edges.Select(e => e.To).Distinct()];
        for (int number = 0; number < (int)Math.Pow(rules.Length, ruled.Length); number++)
        {
            var chosen = new TriggerRule[shape.Nodes];
            int rest = number;
            foreach (int node in ruled)
            {
                chosen[node] = rules[rest % rules.Length];
                rest /= rules.Length;
            }

            yield return new Graph(
                [.. Enumerable.Range(0, shape.Nodes).Select(i => new PlanNode(s_keys[i], chosen[i], Arms: shape.Branches[i] ? s_arms : null))],
                shape.Edges);
        }
    }

    private static IEnumerable<int[]> Permutations(int length) =>
        length == 0 ? [[]] : from shorter in Permutations(length - 1) from at in Enumerable.Range(0, length) select (int[])[.. shorter[..at], length - 1, .. shorter[at..]];

    /// <summary>
    /// Counts through the outcomes of the nodes that run, the last such node fastest: whether a node runs depends only on those before
    /// it.
    /// </summary>
    private static int Check(Graph graph, bool everyOrder)
    {
        int cases = 0;
        int[] digits = new int[graph.Count];
        var script = new Scripted[graph.Count];
        int[][] orders = s_orders[graph.Count];
        bool more = true;
        while (more)
        {
            for (int i = 0; i < script.Length; i++)
            {
                script[i] = (graph.Nodes[i].IsBranch ? s_branchEnds : s_ends)[digits[i]];
            }

            var states = new NodeState[graph.Count];
            ReferenceRun.Finish(graph, states, new IReadOnlyList<string>?[graph.Count], script);
            PlainRun run = null!;
            for (int order = 0; order < (everyOrder ? orders.Length : 1); order++)
            {
                // Where not every order is driven, they take turns.
                run = new PlainRun(graph);
                int[] rank = orders[everyOrder ? order : cases % orders.Length];
                run.Drive(script, rank);
                cases++;
                Compare(graph, script, rank, states, run);
            }

            int node = graph.Count - 1;
            while (node >= 0 && (run[node].Decision != Decision.Run || ++digits[node] == (graph.Nodes[node].IsBranch ? s_branchEnds : s_ends).Length))
            {
                digits[node--] = 0;
            }

            more = node >= 0;
        }

        return cases;
    }

    private static void Compare(Graph graph, Scripted[] script, int[] rank, NodeState[] states, PlainRun run)
    {
        bool same = run.Head.State == ReferenceRun.EndOf(graph, states);
        for (int i = 0; i < states.Length; i++)
        {
            same &= run[i].State == states[i];
        }

        if (!same)
        {
            Assert.Fail($"{graph}; outcomes {string.Join(" ", script)}; order {string.Join(" ", rank)}: "
                + $"expected {string.Join(" ", states)}, got {string.Join(" ", Enumerable.Range(0, states.Length).Select(i => run[i].State))}, {run.Head.State}");
        }
    }
}
