using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>
/// The trigger rules by their meaning, and certainty by trying every way in which the unfinished parents may end. Slow, obvious, and
/// written without looking at the counters of the product.
/// </summary>
internal static class ReferenceRules
{
    private const int MaxParents = 12;

    /// <summary>Decisions by rule and how many parents are in each state; 0 is not known yet. Filled by whoever asks first.</summary>
    private static readonly byte[] s_known = new byte[11 * MaxParents * MaxParents * MaxParents * MaxParents * MaxParents];

    public static Decision Decide(TriggerRule rule, ReadOnlySpan<NodeState> parents)
    {
        if (parents.Length == 0)
        {
            return Decision.Run;
        }

        int s = 0, f = 0, u = 0, k = 0, unfinished = 0;
        foreach (NodeState parent in parents)
        {
            switch (parent)
            {
                case NodeState.Succeeded: s++; break;
                case NodeState.Failed or NodeState.Cancelled: f++; break;
                case NodeState.UpstreamFailed: u++; break;
                case NodeState.Skipped: k++; break;
                default: unfinished++; break;
            }
        }

        int key = (((((((((int)rule * MaxParents) + s) * MaxParents) + f) * MaxParents) + u) * MaxParents) + k) * MaxParents + unfinished;
        if (s_known[key] == 0)
        {
            s_known[key] = (byte)(1 + (int)BruteForce(rule, parents.ToArray()));
        }

        return (Decision)(s_known[key] - 1);
    }

    private static Decision BruteForce(TriggerRule rule, NodeState[] parents)
    {
        if (Holds(rule, parents))
        {
            return Decision.Run;
        }

        NodeState[] finished = [.. parents.Where(p => p.IsTerminal())];
        Decision[] outcomes = [.. Completions(parents.Length - finished.Length, 0).Select(rest => AtTheEnd(rule, [.. finished, .. rest])).Distinct()];
        return outcomes.Length == 1 && outcomes[0] != Decision.Run ? outcomes[0] : Decision.None;
    }

    /// <summary>A rule that asks for one parent holds with the first such parent; all others ask for the end of every parent.</summary>
    private static bool Holds(TriggerRule rule, NodeState[] parents) => rule switch
    {
        TriggerRule.Always => true,
        TriggerRule.OneSuccess => parents.Any(Succeeded),
        TriggerRule.OneFailed => parents.Any(Bad),
        TriggerRule.OneDone => parents.Any(Ran),
        _ => parents.All(p => p.IsTerminal()) && AtTheEnd(rule, parents) == Decision.Run,
    };

    private static Decision AtTheEnd(TriggerRule rule, NodeState[] parents) => rule switch
    {
        TriggerRule.AllSuccess => RunIf(parents.All(Succeeded), failIf: parents.Any(Bad)),
        TriggerRule.AllFailed => RunIf(parents.All(Bad), failIf: false),
        TriggerRule.AllDone or TriggerRule.Always => Decision.Run,
        TriggerRule.OneSuccess => RunIf(parents.Any(Succeeded), failIf: !parents.All(Skipped)),
        TriggerRule.OneFailed => RunIf(parents.Any(Bad), failIf: false),
        TriggerRule.OneDone => RunIf(parents.Any(Ran), failIf: false),
        TriggerRule.NoneFailed => RunIf(!parents.Any(Bad), failIf: true),
        TriggerRule.NoneFailedMinOneSuccess => RunIf(!parents.Any(Bad) && parents.Any(Succeeded), failIf: parents.Any(Bad)),
        TriggerRule.NoneSkipped => RunIf(!parents.Any(Skipped), failIf: false),
        TriggerRule.AllSkipped => RunIf(parents.All(Skipped), failIf: false),
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    private static Decision RunIf(bool holds, bool failIf) => holds ? Decision.Run : failIf ? Decision.UpstreamFailed : Decision.Skip;

    private static bool Succeeded(NodeState state) => state == NodeState.Succeeded;

    private static bool Skipped(NodeState state) => state == NodeState.Skipped;

    private static bool Bad(NodeState state) => state is NodeState.Failed or NodeState.Cancelled or NodeState.UpstreamFailed;

    private static bool Ran(NodeState state) => state is NodeState.Succeeded or NodeState.Failed or NodeState.Cancelled;

    /// <summary>Every way in which so many parents may end; no rule tells parents apart, so only how many end how.</summary>
    private static IEnumerable<NodeState[]> Completions(int unfinished, int from)
    {
        NodeState[] ends = [NodeState.Succeeded, NodeState.Failed, NodeState.UpstreamFailed, NodeState.Skipped];
        if (unfinished == 0)
        {
            yield return [];
            yield break;
        }

        for (int end = from; end < ends.Length; end++)
        {
            foreach (NodeState[] rest in Completions(unfinished - 1, end))
            {
                yield return [ends[end], .. rest];
            }
        }
    }
}
