namespace Maat.Domain.Documents;

/// <summary>
/// The graph that a document draws, as far as its edges make sense: edges that dangle, repeat or lead to their own node are left
/// out. It may have cycles.
/// </summary>
internal sealed class TemplateGraph
{
    private readonly int[][] _children;
    private readonly int[][] _parents;
    private readonly int[][] _components;
    private readonly int[] _componentOf;
    private ulong[][]? _ancestors;

    /// <param name="edges">Pairs of ordinals below <paramref name="count"/>.</param>
    public TemplateGraph(int count, IReadOnlySet<(int From, int To)> edges)
    {
        _children = Neighbours(count, edges, edge => edge.From, edge => edge.To);
        _parents = Neighbours(count, edges, edge => edge.To, edge => edge.From);
        _componentOf = new int[count];
        _components = Components();
    }

    public int Count => _children.Length;

    public bool HasCycle => _components.Any(component => component.Length > 1);

    /// <summary>All ordinals, parents before children wherever there is no cycle.</summary>
    public IEnumerable<int> Topological => _components.Reverse().SelectMany(component => component);

    public ReadOnlySpan<int> Parents(int node) => _parents[node];

    public ReadOnlySpan<int> Children(int node) => _children[node];

    public bool IsUpstream(int node, int of) => Contains(Ancestors(of), node);

    /// <summary>All nodes from which <paramref name="node"/> can be reached, a bit for each ordinal.</summary>
    public ReadOnlySpan<ulong> Ancestors(int node) => (_ancestors ??= FindAncestors())[_componentOf[node]];

    public static bool Contains(ReadOnlySpan<ulong> bits, int node) => (bits[node >> 6] & (1UL << node)) != 0;

    /// <summary>
    /// A shortest cycle of each group of nodes that can all reach one another, beginning at its first node in document order, with
    /// the size of the group. Cycles that share nodes are one group.
    /// </summary>
    public IEnumerable<(IReadOnlyList<int> Cycle, int GroupSize)> Cycles() =>
        _components.Where(component => component.Length > 1)
            .Select(component => ((IReadOnlyList<int>)Shortest(component.Min()), component.Length))
            .OrderBy(found => found.Item1[0]);

    private static int[][] Neighbours(
        int count, IReadOnlySet<(int From, int To)> edges, Func<(int From, int To), int> of, Func<(int From, int To), int> neighbour)
    {
        var sizes = new int[count];
        foreach (var edge in edges)
            sizes[of(edge)]++;
        int[][] neighbours = Array.ConvertAll(sizes, size => new int[size]);
        foreach (var edge in edges)
            neighbours[of(edge)][--sizes[of(edge)]] = neighbour(edge);
        return neighbours;
    }

    /// <summary>
    /// Strongly connected components, children before parents (Tarjan, SIAM J. Comput. 1:2, 1972), with a stack of its own: ten
    /// thousand nodes in a row would exhaust the thread's.
    /// </summary>
    private int[][] Components()
    {
        var components = new List<int[]>();
        var index = new int[Count];
        var low = new int[Count];
        var open = new Stack<int>();
        var path = new Stack<(int Node, int Next)>();
        int visited = 0;
        Array.Fill(_componentOf, -1);
        for (int root = 0; root < Count; root++)
        {
            if (index[root] != 0)
                continue;
            path.Push((root, 0));
            while (path.TryPop(out var step))
            {
                var (node, next) = step;
                if (next == 0)
                {
                    index[node] = low[node] = ++visited;
                    open.Push(node);
                }
                else
                {
                    low[node] = Math.Min(low[node], low[_children[node][next - 1]]);
                }

                while (next < _children[node].Length && index[_children[node][next]] != 0)
                {
                    int child = _children[node][next++];
                    if (_componentOf[child] < 0)
                        low[node] = Math.Min(low[node], index[child]);
                }

                if (next < _children[node].Length)
                {
                    path.Push((node, next + 1));
                    path.Push((_children[node][next], 0));
                }
                else if (low[node] == index[node])
                {
                    components.Add(Close(node, open, components.Count));
                }
            }
        }

        return [.. components];
    }

    private int[] Close(int node, Stack<int> open, int component)
    {
        var members = new List<int>();
        int member;
        do
        {
            member = open.Pop();
            _componentOf[member] = component;
            members.Add(member);
        }
        while (member != node);
        return [.. members];
    }

    private ulong[][] FindAncestors()
    {
        int words = (Count + 63) >> 6;
        var ancestors = new ulong[_components.Length][];
        for (int i = _components.Length - 1; i >= 0; i--)
        {
            var bits = ancestors[i] = new ulong[words];
            foreach (int member in _components[i])
            {
                foreach (int parent in _parents[member])
                {
                    bits[parent >> 6] |= 1UL << parent;
                    if (_componentOf[parent] != i)
                        Union(bits, ancestors[_componentOf[parent]]);
                }
            }
        }

        return ancestors;
    }

    private static void Union(Span<ulong> bits, ReadOnlySpan<ulong> more)
    {
        for (int i = 0; i < more.Length; i++)
            bits[i] |= more[i];
    }

    private List<int> Shortest(int start)
    {
        var cameFrom = new Dictionary<int, int>();
        var open = new Queue<int>([start]);
        while (open.TryDequeue(out int node))
        {
            foreach (int child in _children[node])
            {
                if (_componentOf[child] != _componentOf[start] || !cameFrom.TryAdd(child, node))
                    continue;
                if (child == start)
                    return Trail(start, cameFrom);
                open.Enqueue(child);
            }
        }

        throw new InvalidOperationException("Every node of a component with two nodes is on a cycle.");
    }

    private static List<int> Trail(int start, Dictionary<int, int> cameFrom)
    {
        var trail = new List<int>();
        int node = start;
        do
        {
            node = cameFrom[node];
            trail.Add(node);
        }
        while (node != start);
        trail.Reverse();
        return trail;
    }
}
