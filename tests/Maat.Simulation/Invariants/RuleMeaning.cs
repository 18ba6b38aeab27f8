using Maat.Domain.Runs;

namespace Maat.Simulation.Invariants;

/// <summary>
/// What the trigger rules mean, told from the ends of all parents rather than from counters: a decision is certain when every way in
/// which the unfinished parents may end leads to it.
/// </summary>
internal static class RuleMeaning
{
    private static readonly NodeState[] Ends = [NodeState.Succeeded, NodeState.Failed, NodeState.UpstreamFailed, NodeState.Skipped];

    // Filled by one thread of the simulation each: what is there is cheap to find again.
    [ThreadStatic]
    private static Dictionary<(TriggerRule, int), Decision>? s_known;

    /// <summary>What is certain, or <see cref="Decision.None"/>. A state that is not terminal is one that may still become anything.</summary>
    public static Decision Certain(TriggerRule rule, ReadOnlySpan<NodeState> parents)
    {
        int succeeded = 0, failed = 0, upstream = 0, skipped = 0, open = 0;
        foreach (NodeState parent in parents)
        {
            switch (parent)
            {
                case NodeState.Succeeded: succeeded++; break;
                case NodeState.Failed or NodeState.Cancelled: failed++; break;
                case NodeState.UpstreamFailed: upstream++; break;
                case NodeState.Skipped: skipped++; break;
                default: open++; break;
            }
        }

        s_known ??= [];
        var key = (rule, (((((((succeeded * 32) + failed) * 32) + upstream) * 32) + skipped) * 32) + open);
        if (!s_known.TryGetValue(key, out Decision decision))
        {
            decision = Certain(rule, [succeeded, failed, upstream, skipped], open);
            s_known.Add(key, decision);
        }

        return decision;
    }

    private static Decision Certain(TriggerRule rule, int[] ends, int open)
    {
        if (open > 0 && rule == TriggerRule.AllDone)
        {
            // It is certain to run, and yet must wait: that is what it is for.
            return Decision.None;
        }

        if (open == 0)
        {
            return Decide(rule, ends[0], ends[1], ends[2], ends[3]);
        }

        Decision? all = null;
        for (int i = 0; i < Ends.Length; i++)
        {
            ends[i]++;
            Decision one = Certain(rule, ends, open - 1);
            ends[i]--;
            if (one == Decision.None || (all is { } before && before != one))
            {
                return Decision.None;
            }

            all = one;
        }

        return all!.Value;
    }

    /// <summary>The meaning of a rule when all parents have ended: so many succeeded, failed, failed upstream, were skipped.</summary>
    private static Decision Decide(TriggerRule rule, int s, int f, int u, int k)
    {
        int all = s + f + u + k;
        if (all == 0)
        {
            return Decision.Run;
        }

        return rule switch
        {
            TriggerRule.AllSuccess => s == all ? Decision.Run : f + u > 0 ? Decision.UpstreamFailed : Decision.Skip,
            TriggerRule.AllFailed => f + u == all ? Decision.Run : Decision.Skip,
            TriggerRule.AllDone or TriggerRule.Always => Decision.Run,
            TriggerRule.OneSuccess => s > 0 ? Decision.Run : k == all ? Decision.Skip : Decision.UpstreamFailed,
            TriggerRule.OneFailed => f + u > 0 ? Decision.Run : Decision.Skip,
            TriggerRule.OneDone => s + f > 0 ? Decision.Run : Decision.Skip,
            TriggerRule.NoneFailed => f + u == 0 ? Decision.Run : Decision.UpstreamFailed,
            TriggerRule.NoneFailedMinOneSuccess => f + u > 0 ? Decision.UpstreamFailed : s > 0 ? Decision.Run : Decision.Skip,
            TriggerRule.NoneSkipped => k == 0 ? Decision.Run : Decision.Skip,
            TriggerRule.AllSkipped => k == all ? Decision.Run : Decision.Skip,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not a trigger rule."),
        };
    }
}
