using Maat.Domain.Kinds;

namespace Maat.Domain.Documents;

/// <summary>Whether the edges join nodes that exist, once each, and leave branches by arms that exist.</summary>
internal sealed class EdgeCheck
{
    private readonly TemplateDocument _document;
    private readonly IReadOnlyDictionary<string, int> _ordinals;
    private readonly ProblemList _problems;
    private readonly Suggestion _suggestion;
    private readonly ArmSet?[] _arms;
    private readonly bool[] _isKnown;
    private readonly HashSet<(int From, int To)> _sound;
    private readonly HashSet<(int From, int To, string? Arm)> _seen;

    public EdgeCheck(
        TemplateDocument document, IReadOnlyDictionary<string, int> ordinals, NodeKindCatalog kinds, ProblemList problems, Suggestion suggestion)
    {
        _document = document;
        _ordinals = ordinals;
        _problems = problems;
        _suggestion = suggestion;
        _sound = new HashSet<(int From, int To)>(document.Edges.Count);
        _seen = new HashSet<(int From, int To, string? Arm)>(document.Edges.Count);
        _arms = new ArmSet?[document.Nodes.Count];
        _isKnown = new bool[document.Nodes.Count];
        for (int i = 0; i < document.Nodes.Count; i++)
        {
            _isKnown[i] = kinds.TryGet(document.Nodes[i].Kind, out var kind);
            _arms[i] = kind?.Arms(document.Nodes[i].With);
        }
    }

    /// <summary>The edges between two different nodes that exist, each once.</summary>
    public IReadOnlySet<(int From, int To)> Sound => _sound;

    /// <summary>Those that name an arm that exists.</summary>
    public IEnumerable<(int From, int To, string Arm)> OfArms =>
        _seen.Where(edge => edge.Arm is not null && _arms[edge.From] is { } arms && arms.Names.Contains(edge.Arm)).Select(edge => (edge.From, edge.To, edge.Arm!));

    /// <summary>Of a branch, as far as they can be read; null for any other node.</summary>
    public ArmSet? Arms(int node) => _arms[node];

    public void Check()
    {
        for (int i = 0; i < _document.Edges.Count; i++)
            Check(_document.Edges[i], i);
        CheckTargets();
    }

    private void Check(EdgeDefinition edge, int index)
    {
        bool fromExists = Exists(edge.From, index, "from", out int from);
        bool toExists = Exists(edge.To, index, "to", out int to);
        if (fromExists)
            CheckArm(edge, from, index);
        if (!fromExists || !toExists)
            return;
        if (from == to)
            _problems.Error("self_edge", $"'{edge.From}' cannot wait for itself: remove this edge", Place(index, edge.From));
        else if (!_seen.Add((from, to, edge.Arm)))
            _problems.Error("duplicate_edge", $"an edge from '{edge.From}' to '{edge.To}' is there already", Place(index, edge.From));
        else
            _sound.Add((from, to));
    }

    private bool Exists(string key, int index, string field, out int ordinal)
    {
        if (_ordinals.TryGetValue(key, out ordinal))
            return true;
        Wording meant = _suggestion.For(key, _ordinals.Keys);
        _problems.Error("dangling_edge", $"this edge leads {field} '{key}', which is no node{meant}", Place(index, null, field));
        return false;
    }

    private void CheckArm(EdgeDefinition edge, int from, int index)
    {
        if (_arms[from] is { } arms)
        {
            if (edge.Arm is null)
                _problems.Error("missing_arm", $"an edge that leaves the branch '{edge.From}' must name its arm: {Wording.List(arms.Names)}", Place(index, edge.From, "arm"));
            else if (!arms.Names.Contains(edge.Arm))
                _problems.Error("unknown_arm", $"the branch '{edge.From}' has no arm '{edge.Arm}'{_suggestion.OrList(edge.Arm, arms.Names)}", Place(index, edge.From, "arm"));
        }
        else if (edge.Arm is not null && _isKnown[from])
        {
            _problems.Error("arm_without_branch", $"'{edge.From}' is no branch: remove the arm '{edge.Arm}'", Place(index, edge.From, "arm"));
        }
    }

    private static ProblemPlace Place(int index, string? node, string? field = null)
    {
        string path = JsonPointer.Item("/edges", index);
        return new(field is null ? path : JsonPointer.Field(path, field), node, field);
    }

    private void CheckTargets()
    {
        var used = OfArms.Select(edge => (edge.From, edge.Arm)).ToHashSet();
        for (int i = 0; i < _arms.Length; i++)
        {
            // That a branch has no arms at all is its kind's to say.
            if (_arms[i] is not { Names.Count: > 0 } arms)
                continue;
            string key = _document.Nodes[i].Key, path = JsonPointer.Item("/nodes", i);
            if (!arms.Names.Any(arm => used.Contains((i, arm))))
            {
                _problems.Error("branch_without_target", $"no edge leaves the branch '{key}' by any of its arms", new ProblemPlace(path, key));
                continue;
            }

            foreach (string arm in arms.Names.Where(arm => !used.Contains((i, arm))))
                _problems.Warning("arm_without_target", $"no edge leaves by the arm '{arm}': when it is chosen, nothing follows", new ProblemPlace(JsonPointer.Field(path, "with"), key, "arms"));
        }
    }
}
