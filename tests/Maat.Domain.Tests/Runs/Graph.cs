using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>A graph as plain lists, from which both the product's plan and the reference are made.</summary>
internal sealed class Graph
{
    private readonly bool[,] _reaches;
    private readonly bool[] _leaves;

    public Graph(PlanNode[] nodes, PlanEdge[] edges)
    {
        (Nodes, Edges) = (nodes, edges);
        Plan = RunPlan.Create(nodes, edges);
        Parents = [.. Enumerable.Range(0, nodes.Length).Select(to => (int[])[.. edges.Where(e => e.To == to).Select(e => e.From).Distinct()])];
        _leaves = [.. nodes.Select((_, node) => !edges.Any(e => e.From == node))];
        _reaches = new bool[nodes.Length, nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            Mark(i, i);
        }
    }

    public PlanNode[] Nodes { get; }

    public PlanEdge[] Edges { get; }

    public RunPlan Plan { get; }

    public int[][] Parents { get; }

    public int Count => Nodes.Length;

    public bool IsLeaf(int node) => _leaves[node];

    /// <summary>A child is excluded if no chosen arm leads to it, neither at once nor through another child.</summary>
    public bool Excludes(int branch, IReadOnlyList<string>? choice, int child)
    {
        foreach (PlanEdge edge in Edges)
        {
            if (edge.From == branch && choice?.Contains(edge.Arm!) == true && _reaches[edge.To, child])
            {
                return false;
            }
        }

        return true;
    }

    public override string ToString() =>
        string.Join(" ", Nodes.Select((n, i) => $"{i}:{n.Rule}{(n.IsBranch ? "(branch)" : "")}")) + " | "
        + string.Join(" ", Edges.Select(e => $"{e.From}-{e.Arm}>{e.To}"));

    private void Mark(int from, int node)
    {
        if (_reaches[from, node])
        {
            return;
        }

        _reaches[from, node] = true;
        foreach (PlanEdge edge in Edges.Where(e => e.From == node))
        {
            Mark(from, edge.To);
        }
    }
}
