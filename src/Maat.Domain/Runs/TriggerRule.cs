namespace Maat.Domain.Runs;

/// <summary>
/// When a node may start, given its parents' ends. The names and the table are Airflow's (<c>trigger_rule_dep.py</c>), with one
/// deviation: a decision is taken only when it is certain whatever the unfinished parents do, so the outcome does not depend on
/// the order in which they end. The numbers are stored; never change one.
/// </summary>
public enum TriggerRule : byte
{
    AllSuccess = 0,
    AllFailed = 1,
    AllDone = 2,
    OneSuccess = 3,
    OneFailed = 4,
    OneDone = 5,
    NoneFailed = 6,
    NoneFailedMinOneSuccess = 7,
    NoneSkipped = 8,
    AllSkipped = 9,
    Always = 10,
}

/// <summary>
/// How the parents of a node ended so far. <paramref name="Failed"/> counts cancelled parents too. <paramref name="Excluded"/>
/// counts branch parents that did not choose the node, <paramref name="Gates"/> branch parents that have not finished.
/// </summary>
public readonly record struct ParentCounts(
    int Parents, int Succeeded, int Failed, int UpstreamFailed, int Skipped, int Excluded = 0, int Gates = 0);

public static class TriggerRules
{
    /// <summary>
    /// What is certain about a node. <see cref="Decision.None"/> means: wait. A node that a branch excludes is skipped whatever its
    /// rule; while a branch parent is unfinished nothing else is decided, or the outcome would depend on order.
    /// </summary>
    public static Decision Decide(TriggerRule rule, in ParentCounts counts)
    {
        if (counts.Excluded > 0)
        {
            return Decision.Skip;
        }

        if (counts.Gates > 0)
        {
            return Decision.None;
        }

        int n = counts.Parents, s = counts.Succeeded, f = counts.Failed, u = counts.UpstreamFailed, k = counts.Skipped;
        if (n == 0)
        {
            return Decision.Run;
        }

        int bad = f + u;
        bool full = s + f + u + k == n;
        return rule switch
        {
            TriggerRule.AllSuccess => bad > 0 ? Decision.UpstreamFailed : !full ? Decision.None : k > 0 ? Decision.Skip : Decision.Run,
            TriggerRule.AllFailed => s > 0 || k > 0 ? Decision.Skip : full ? Decision.Run : Decision.None,
            TriggerRule.AllDone => full ? Decision.Run : Decision.None,
            TriggerRule.Always => Decision.Run,
            TriggerRule.OneSuccess => s > 0 ? Decision.Run : !full ? Decision.None : k == n ? Decision.Skip : Decision.UpstreamFailed,
            TriggerRule.OneFailed => bad > 0 ? Decision.Run : full ? Decision.Skip : Decision.None,
            TriggerRule.OneDone => s + f > 0 ? Decision.Run : full ? Decision.Skip : Decision.None,
            TriggerRule.NoneFailed => bad > 0 ? Decision.UpstreamFailed : full ? Decision.Run : Decision.None,
            TriggerRule.NoneFailedMinOneSuccess =>
                bad > 0 ? Decision.UpstreamFailed : !full ? Decision.None : k == n ? Decision.Skip : Decision.Run,
            TriggerRule.NoneSkipped => k > 0 ? Decision.Skip : full ? Decision.Run : Decision.None,
            TriggerRule.AllSkipped => s > 0 || bad > 0 ? Decision.Skip : full ? Decision.Run : Decision.None,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not a trigger rule."),
        };
    }
}
