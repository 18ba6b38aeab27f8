using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

public sealed class TriggerRulesTests
{
    /// <summary>S succeeded, F failed, U upstream_failed, K skipped, - not finished. R run, s skip, u upstream_failed, . wait.</summary>
    private const string Table =
        """
        rule                        SS SF SU SK S- FF FU FK F- UU UK U- KK K- --
        AllSuccess                  R  u  u  s  .  u  u  u  u  u  u  u  s  .  .
        AllFailed                   s  s  s  s  s  R  R  s  .  R  s  .  s  s  .
        AllDone                     R  R  R  R  .  R  R  R  .  R  R  .  R  .  .
        OneSuccess                  R  R  R  R  R  u  u  u  .  u  u  .  s  .  .
        OneFailed                   s  R  R  s  .  R  R  R  R  R  R  R  s  .  .
        OneDone                     R  R  R  R  R  R  R  R  R  s  s  .  s  .  .
        NoneFailed                  R  u  u  R  .  u  u  u  u  u  u  u  R  .  .
        NoneFailedMinOneSuccess     R  u  u  R  .  u  u  u  u  u  u  u  s  .  .
        NoneSkipped                 R  R  R  s  .  R  R  s  .  R  s  .  s  s  .
        AllSkipped                  s  s  s  s  s  s  s  s  s  s  s  s  R  .  .
        Always                      R  R  R  R  R  R  R  R  R  R  R  R  R  R  R
        """;

    public static TheoryData<TriggerRule, string, char> Cells()
    {
        string[][] rows = [.. Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        var cells = new TheoryData<TriggerRule, string, char>();
        foreach (string[] row in rows.Skip(1))
        {
            for (int column = 1; column < row.Length; column++)
            {
                cells.Add(Enum.Parse<TriggerRule>(row[0]), rows[0][column], row[column][0]);
            }
        }

        return cells;
    }

    [Fact]
    public void Table_HoldsEveryRuleAndColumn() => Assert.Equal(15 * Enum.GetValues<TriggerRule>().Length, Cells().Count);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Decide_TwoParents_IsTheTableInBothOrders(TriggerRule rule, string parents, char decision)
    {
        Assert.Equal(Parse(decision), Decide(rule, parents));
        Assert.Equal(Parse(decision), Decide(rule, string.Concat(parents.Reverse())));
        Assert.Equal(Parse(decision), ReferenceRules.Decide(rule, [.. parents.Select(State)]));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Decide_TwoParentsOneCancelled_CountsAsFailed(TriggerRule rule, string parents, char decision) =>
        Assert.Equal(Parse(decision), Decide(rule, parents.Replace('F', 'C')));

    [Fact]
    public void Decide_UpToFiveParents_AgreesWithEveryCompletion()
    {
        foreach (TriggerRule rule in Enum.GetValues<TriggerRule>())
        {
            for (int parents = 0; parents <= 5; parents++)
            {
                foreach (NodeState[] states in Vectors(parents))
                {
                    Assert.Equal(ReferenceRules.Decide(rule, states), TriggerRules.Decide(rule, Count(states)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Decide_ExcludedByABranch_SkipsWhateverTheRule(TriggerRule rule) =>
        Assert.Equal(Decision.Skip, TriggerRules.Decide(rule, new ParentCounts(3, 1, 1, 0, 0, Excluded: 1, Gates: 1)));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Decide_BranchParentUnfinished_Waits(TriggerRule rule)
    {
        foreach (NodeState[] finished in Vectors(2).Where(states => !states.Contains(NodeState.Waiting)))
        {
            ParentCounts counts = Count([.. finished, NodeState.Waiting]) with { Gates = 1 };
            Assert.Equal(Decision.None, TriggerRules.Decide(rule, counts));
        }
    }

    public static TheoryData<TriggerRule> Rules() => [.. Enum.GetValues<TriggerRule>()];

    private static Decision Decide(TriggerRule rule, string parents) => TriggerRules.Decide(rule, Count([.. parents.Select(State)]));

    private static ParentCounts Count(NodeState[] parents)
    {
        var node = new NodeRun(0);
        foreach (NodeState parent in parents.Where(p => p.IsTerminal()))
        {
            node.CountParent(parent);
        }

        return new ParentCounts(parents.Length, node.Succeeded, node.Failed, node.UpstreamFailed, node.Skipped);
    }

    private static IEnumerable<NodeState[]> Vectors(int length) =>
        length == 0 ? [[]] : Vectors(length - 1).SelectMany(_ => "SFUK-", (states, last) => (NodeState[])[.. states, State(last)]);

    private static NodeState State(char letter) => letter switch
    {
        'S' => NodeState.Succeeded,
        'F' => NodeState.Failed,
        'U' => NodeState.UpstreamFailed,
        'K' => NodeState.Skipped,
        'C' => NodeState.Cancelled,
        '-' => NodeState.Waiting,
        _ => throw new ArgumentOutOfRangeException(nameof(letter)),
    };

    private static Decision Parse(char letter) => letter switch
    {
        'R' => Decision.Run,
        's' => Decision.Skip,
        'u' => Decision.UpstreamFailed,
        '.' => Decision.None,
        _ => throw new ArgumentOutOfRangeException(nameof(letter)),
    };
}
