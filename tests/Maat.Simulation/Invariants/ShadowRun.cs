using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Runs;

namespace Maat.Simulation.Invariants;

/// <summary>What the judge knows about a run.</summary>
internal sealed class ShadowRun
{
    private readonly int[][] _parents;
    private readonly ILookup<int, (int To, string? Arm)> _edges;

    public ShadowRun(RunSeen first, CompiledTemplate template)
    {
        First = first;
        Template = template;
        Dictionary<string, int> ordinals = template.Nodes.ToDictionary(n => n.Definition.Key, n => n.Ordinal);
        _edges = template.Document.Edges.ToLookup(e => ordinals[e.From], e => (ordinals[e.To], e.Arm));
        _parents = [.. template.Nodes.Select(n => template.Document.Edges.Where(e => ordinals[e.To] == n.Ordinal).Select(e => ordinals[e.From]).ToArray())];
        Nodes = [.. template.Nodes.Select(n => new ShadowNode(n.Ordinal))];
    }

    /// <summary>The run as it was when it was first seen: what is pinned never changes.</summary>
    public RunSeen First { get; }

    public CompiledTemplate Template { get; }

    public ShadowNode[] Nodes { get; }

    public RunState State { get; set; } = RunState.Queued;

    public int Round { get; set; } = 1;

    public bool CancelRequested { get; set; }

    public ReadOnlySpan<int> Parents(int ordinal) => _parents[ordinal];

    public bool IsLeaf(int ordinal) => !_edges[ordinal].Any();

    public bool IsBranch(int ordinal) => Template.Nodes[ordinal].Kind.Arms(Template.Nodes[ordinal].Definition.With) is not null;

    public bool IsAncestor(int ancestor, int of)
    {
        foreach (int parent in _parents[of])
        {
            if (parent == ancestor || IsAncestor(ancestor, parent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// What is certain about a node now: by its branches first, which skip it, or, as long as one of them is unfinished, let nothing else
    /// be decided; then by its rule.
    /// </summary>
    public Decision Certain(int ordinal)
    {
        bool open = false;
        Span<NodeState> states = stackalloc NodeState[_parents[ordinal].Length];
        for (int i = 0; i < states.Length; i++)
        {
            int parent = _parents[ordinal][i];
            states[i] = Nodes[parent].State;
            if (IsBranch(parent))
            {
                open |= !states[i].IsTerminal();
                if (states[i] == NodeState.Succeeded && Excludes(parent, ordinal))
                {
                    return Decision.Skip;
                }
            }
        }

        return open ? Decision.None : RuleMeaning.Certain(Template.Nodes[ordinal].Definition.TriggerRule, states);
    }

    /// <summary>Whether a branch that has chosen leaves a child out: not chosen, and not to be reached from what is.</summary>
    public bool Excludes(int branch, int child)
    {
        string[] chosen = Nodes[branch].Choice is { } choice ? JsonSerializer.Deserialize<string[]>(choice)! : [];
        return !_edges[branch].Any(e => chosen.Contains(e.Arm) && (e.To == child || IsAncestor(e.To, child)));
    }
}
