using Maat.Domain.Runs;

namespace Maat.Domain.Documents;

/// <summary>
/// Finds nodes that cannot run whichever arm a branch chooses, when it chooses one only. For each arm of each such branch it asks:
/// if this arm is chosen, and everything else goes as well as it can, which nodes certainly do not run? A bit for each arm is
/// carried down the graph, so that all are answered in one pass.
/// </summary>
internal sealed class ExclusiveArms
{
    /// <summary>Arms in one pass, unless a single branch has more: two tables of this many bits for each node, 10 MiB at the most.</summary>
    private const int ArmsPerPass = 4_096;

    private readonly TemplateGraph _graph;
    private readonly TriggerRule[] _rules;
    private readonly int _words;

    // Certainly skipped, and certainly not run (skipped or failed before it began): the two lead to different ends further down.
    private readonly ulong[][] _skipped;
    private readonly ulong[][] _notRun;

    private ExclusiveArms(TemplateGraph graph, TriggerRule[] rules, int arms)
    {
        _graph = graph;
        _rules = rules;
        _words = (arms + 63) >> 6;
        _skipped = new ulong[graph.Count][];
        _notRun = new ulong[graph.Count][];
        for (int i = 0; i < graph.Count; i++)
        {
            _skipped[i] = new ulong[_words];
            _notRun[i] = new ulong[_words];
        }
    }

    /// <summary>The topmost such nodes, each with the branch, in document order. The graph has no cycle.</summary>
    public static IEnumerable<(int Node, int Branch)> NeverRunning(TemplateGraph graph, TriggerRule[] rules, EdgeCheck edges)
    {
        var targets = edges.OfArms.Where(edge => edges.Arms(edge.From)!.Exclusive).ToLookup(edge => edge.From);
        var found = new List<(int Node, int Branch)>();
        var pass = new List<Choice>();
        foreach (var branch in targets.OrderBy(group => group.Key))
        {
            // A branch that leads out by one arm excludes nothing from anything.
            var arms = branch.GroupBy(edge => edge.Arm).Select(arm => arm.Select(edge => edge.To).ToHashSet()).ToList();
            if (arms.Count < 2)
                continue;
            if (pass.Count > 0 && pass[^1].First + pass[^1].Arms.Count + arms.Count > ArmsPerPass)
            {
                found.AddRange(Pass(graph, rules, pass));
                pass.Clear();
            }

            pass.Add(new Choice(branch.Key, pass.Count == 0 ? 0 : pass[^1].First + pass[^1].Arms.Count, arms));
        }

        if (pass.Count > 0)
            found.AddRange(Pass(graph, rules, pass));
        return found.DistinctBy(never => never.Node).OrderBy(never => never.Node);
    }

    private static List<(int Node, int Branch)> Pass(TemplateGraph graph, TriggerRule[] rules, List<Choice> choices)
    {
        var tables = new ExclusiveArms(graph, rules, choices[^1].First + choices[^1].Arms.Count);
        foreach (var choice in choices)
            tables.Exclude(choice);
        foreach (int node in graph.Topological)
            tables.Follow(node);
        var found = new List<(int Node, int Branch)>();
        for (int node = 0; node < graph.Count; node++)
        {
            foreach (var choice in choices)
            {
                if (tables.NeverRuns(node, choice) && !tables.AnyParentNeverRuns(node, choice))
                    found.Add((node, choice.Branch));
            }
        }

        return found;
    }

    /// <summary>A branch skips its children that are not chosen, unless they can also be reached from a chosen one.</summary>
    private void Exclude(Choice choice)
    {
        var children = choice.Arms.SelectMany(arm => arm).ToHashSet();
        for (int i = 0; i < choice.Arms.Count; i++)
        {
            var chosen = choice.Arms[i];
            var mask = new ulong[(_graph.Count + 63) >> 6];
            foreach (int child in chosen)
                Set(mask, child);
            foreach (int child in children)
            {
                if (chosen.Contains(child) || Overlap(mask, _graph.Ancestors(child)))
                    continue;
                Set(_skipped[child], choice.First + i);
                Set(_notRun[child], choice.First + i);
            }
        }
    }

    /// <summary>What the trigger rule makes of parents that certainly do not run; see <see cref="TriggerRules"/>.</summary>
    private void Follow(int node)
    {
        var parents = _graph.Parents(node);
        if (parents.IsEmpty)
            return;
        ulong[] skipped = _skipped[node], notRun = _notRun[node];
        for (int word = 0; word < _words; word++)
        {
            ulong anySkipped = 0, anyNotRun = 0, allSkipped = ulong.MaxValue, allNotRun = ulong.MaxValue;
            foreach (int parent in parents)
            {
                anySkipped |= _skipped[parent][word];
                anyNotRun |= _notRun[parent][word];
                allSkipped &= _skipped[parent][word];
                allNotRun &= _notRun[parent][word];
            }

            var (nowSkipped, nowNotRun) = _rules[node] switch
            {
                TriggerRule.AllSuccess => (allSkipped, anyNotRun),
                TriggerRule.AllFailed or TriggerRule.NoneSkipped => (anySkipped, anySkipped),
                TriggerRule.OneSuccess or TriggerRule.NoneFailedMinOneSuccess => (allSkipped, allNotRun),
                TriggerRule.OneFailed => (allSkipped, allSkipped),
                TriggerRule.OneDone => (allNotRun, allNotRun),
                _ => (0UL, 0UL),
            };
            skipped[word] |= nowSkipped;
            notRun[word] |= nowNotRun;
        }
    }

    private bool NeverRuns(int node, Choice choice)
    {
        for (int i = choice.First; i < choice.First + choice.Arms.Count; i++)
        {
            if (!TemplateGraph.Contains(_notRun[node], i))
                return false;
        }

        return true;
    }

    private bool AnyParentNeverRuns(int node, Choice choice)
    {
        foreach (int parent in _graph.Parents(node))
        {
            if (NeverRuns(parent, choice))
                return true;
        }

        return false;
    }

    private static bool Overlap(ReadOnlySpan<ulong> bits, ReadOnlySpan<ulong> others)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            if ((bits[i] & others[i]) != 0)
                return true;
        }

        return false;
    }

    private static void Set(ulong[] bits, int index) => bits[index >> 6] |= 1UL << index;

    /// <summary>A branch, the bit of its first arm, and the children of each arm that leads somewhere.</summary>
    private sealed record Choice(int Branch, int First, List<HashSet<int>> Arms);
}
