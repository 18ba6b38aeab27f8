using System.Collections.Concurrent;

namespace Maat.Domain.Runs;

/// <summary>
/// A node as the run state machine sees it. <paramref name="Arms"/> is not null for a branch, and names its arms in order.
/// <paramref name="Priority"/> is 0–127, higher first. <paramref name="Queue"/> null means the application's queue.
/// </summary>
public sealed record PlanNode(
    string Key,
    TriggerRule Rule = TriggerRule.AllSuccess,
    RetryPolicy? Retries = null,
    int Priority = PlanNode.DefaultPriority,
    string? Queue = null,
    IReadOnlyList<string>? Arms = null)
{
    public const int DefaultPriority = 64;
    public const int MaxPriority = 127;

    public RetryPolicy Retries { get; init; } = Retries ?? RetryPolicy.None;

    public bool IsBranch => Arms is not null;
}

/// <summary>An edge between ordinals. <paramref name="Arm"/> names the branch's arm that it leaves.</summary>
public readonly record struct PlanEdge(int From, int To, string? Arm = null);

/// <summary>
/// The graph of a template version, compiled once and shared by all its runs: neighbours by ordinal, and what a branch's choice
/// excludes. Immutable and safe for any number of threads.
/// </summary>
public sealed class RunPlan
{
    /// <summary>A node run's id is its run's id and its ordinal side by side; this many bits hold the ordinal.</summary>
    public const int OrdinalBits = 20;

    /// <summary>Mode 'all' has a choice for each subset of arms; a template must not fill the memory with them.</summary>
    private const int MaxCachedChoices = 1_024;

    private readonly PlanNode[] _nodes;
    private readonly int[][] _parents;
    private readonly int[][] _children;
    private readonly int[] _topological;
    private readonly Dictionary<string, int> _ordinals;
    private readonly Dictionary<int, PlanEdge[]> _arms = [];
    private readonly ConcurrentDictionary<(int Branch, string Chosen), IReadOnlySet<int>> _excluded = new();

    private RunPlan(PlanNode[] nodes, IReadOnlyList<PlanEdge> edges)
    {
        _nodes = nodes;
        _ordinals = new Dictionary<string, int>(nodes.Length, StringComparer.Ordinal);
        for (int i = 0; i < nodes.Length; i++)
        {
            if (!_ordinals.TryAdd(nodes[i].Key, i))
            {
                throw new ArgumentException($"Two nodes have the key '{nodes[i].Key}'.", nameof(nodes));
            }
        }

        var parents = new List<int>[nodes.Length];
        var children = new List<int>[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            parents[i] = [];
            children[i] = [];
        }

        var seen = new HashSet<(int, int)>(edges.Count);
        foreach (PlanEdge edge in edges)
        {
            if ((uint)edge.From >= (uint)nodes.Length || (uint)edge.To >= (uint)nodes.Length)
            {
                throw new ArgumentException($"An edge from {edge.From} to {edge.To} leads outside the graph.", nameof(edges));
            }

            if (seen.Add((edge.From, edge.To)))
            {
                children[edge.From].Add(edge.To);
                parents[edge.To].Add(edge.From);
            }
        }

        _parents = Array.ConvertAll(parents, list => list.ToArray());
        _children = Array.ConvertAll(children, list => list.ToArray());
        _topological = Sort();
        foreach (IGrouping<int, PlanEdge> group in edges.Where(e => nodes[e.From].IsBranch).GroupBy(e => e.From))
        {
            _arms[group.Key] = [.. group];
        }
    }

    public int Count => _nodes.Length;

    /// <summary>All ordinals, parents before children.</summary>
    public ReadOnlySpan<int> Topological => _topological;

    public PlanNode this[int ordinal] => _nodes[ordinal];

    /// <exception cref="ArgumentException">Duplicate keys, an edge outside the graph, or a cycle.</exception>
    public static RunPlan Create(IReadOnlyList<PlanNode> nodes, IReadOnlyList<PlanEdge> edges) => new([.. nodes], edges);

    public bool TryGetOrdinal(string key, out int ordinal) => _ordinals.TryGetValue(key, out ordinal);

    public ReadOnlySpan<int> Parents(int ordinal) => _parents[ordinal];

    public ReadOnlySpan<int> Children(int ordinal) => _children[ordinal];

    public bool IsLeaf(int ordinal) => _children[ordinal].Length == 0;

    /// <summary>How many of the parents are branches.</summary>
    public int BranchParents(int ordinal)
    {
        int count = 0;
        foreach (int parent in _parents[ordinal])
        {
            count += _nodes[parent].IsBranch ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// The direct children of a branch that a choice of arms skips: those not chosen, unless they can also be reached from a chosen
    /// child, so that a join below both arms survives.
    /// </summary>
    public IReadOnlySet<int> Excluded(int branch, IReadOnlyList<string> chosen)
    {
        (int, string) key = (branch, string.Join('\n', chosen));
        return _excluded.TryGetValue(key, out IReadOnlySet<int>? known) ? known
            : _excluded.Count >= MaxCachedChoices ? FindExcluded(branch, chosen)
            : _excluded.GetOrAdd(key, _ => FindExcluded(branch, chosen));
    }

    /// <summary>The nodes and everything below them.</summary>
    public HashSet<int> WithDescendants(IEnumerable<int> ordinals)
    {
        var reached = new HashSet<int>(ordinals);
        var open = new Stack<int>(reached);
        while (open.TryPop(out int ordinal))
        {
            foreach (int child in _children[ordinal])
            {
                if (reached.Add(child))
                {
                    open.Push(child);
                }
            }
        }

        return reached;
    }

    private HashSet<int> FindExcluded(int branch, IReadOnlyList<string> chosen)
    {
        var excluded = new HashSet<int>(_children[branch]);
        IEnumerable<int> taken = _arms.GetValueOrDefault(branch, [])
            .Where(edge => edge.Arm is not null && chosen.Contains(edge.Arm))
            .Select(edge => edge.To);
        excluded.ExceptWith(WithDescendants(taken));
        return excluded;
    }

    /// <summary>Kahn's algorithm (CACM 5:11, 1962).</summary>
    private int[] Sort()
    {
        int[] missing = Array.ConvertAll(_parents, parents => parents.Length);
        var order = new List<int>(_nodes.Length);
        order.AddRange(Enumerable.Range(0, _nodes.Length).Where(i => missing[i] == 0));
        for (int next = 0; next < order.Count; next++)
        {
            foreach (int child in _children[order[next]])
            {
                if (--missing[child] == 0)
                {
                    order.Add(child);
                }
            }
        }

        return order.Count == _nodes.Length
            ? [.. order]
            : throw new ArgumentException("The graph has a cycle.");
    }
}
