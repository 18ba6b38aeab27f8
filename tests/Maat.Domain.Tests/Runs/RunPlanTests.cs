using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

public sealed class RunPlanTests
{
    [Theory]
    [InlineData("a-x>b a-y>c", "x", "c")]
    [InlineData("a-x>b a-y>c", "", "bc")]
    [InlineData("a-x>b a-y>c", "x,y", "")]
    [InlineData("a-x>b a-y>c", "z", "bc")]
    [InlineData("a-x>b a-y>b a-y>c", "x", "c")]
    [InlineData("a-x>b a-y>c b>d c>d a-y>d", "x", "c")]
    [InlineData("a-x>b a-y>c b>e e>c", "x", "")]
    [InlineData("a-x>b a-y>c b>e e>c", "y", "b")]
    public void Excluded_Choice_IsWhatNoChosenChildReaches(string edges, string chosen, string excluded)
    {
        RunPlan plan = Graphs.Of(edges).Plan;

        IReadOnlySet<int> found = plan.Excluded(0, chosen.Split(',', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(excluded, string.Concat(found.Select(i => plan[i].Key).Order()));
    }

    [Fact]
    public void Excluded_ArmWithASpace_IsNotTwoArms()
    {
        RunPlan plan = RunPlan.Create(
            [new PlanNode("a", Arms: ["x", "y", "x y"]), new PlanNode("b"), new PlanNode("c")], [new PlanEdge(0, 1, "x"), new PlanEdge(0, 2, "x y")]);

        Assert.Equal([2], plan.Excluded(0, ["x", "y"]));
        Assert.Equal([1], plan.Excluded(0, ["x y"]));
    }

    [Fact]
    public void Create_SeveralEdgesBetweenTwoNodes_AreOneParent()
    {
        RunPlan plan = Graphs.Of("a-x>b a-y>b").Plan;

        Assert.Equal((1, 1, 1), (plan.Parents(1).Length, plan.Children(0).Length, plan.BranchParents(1)));
    }

    [Theory]
    [InlineData("a>b b>c c>a")]
    [InlineData("a>a")]
    [InlineData("a>b b>c c>b")]
    public void Create_Cycle_IsRefused(string edges) => Assert.Throws<ArgumentException>(() => Graphs.Of(edges));

    [Fact]
    public void Create_DuplicateKeyOrEdgeOutside_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => RunPlan.Create([new PlanNode("a"), new PlanNode("a")], []));
        Assert.Throws<ArgumentException>(() => RunPlan.Create([new PlanNode("a")], [new PlanEdge(0, 1)]));
        Assert.Throws<ArgumentException>(() => RunPlan.Create([new PlanNode("a")], [new PlanEdge(-1, 0)]));
    }

    [Fact]
    public void Topological_AnyGraph_PutsParentsFirst()
    {
        RunPlan plan = Graphs.Of("d>a a>c d>b b>c").Plan;
        int[] order = plan.Topological.ToArray();

        Assert.All(Enumerable.Range(0, plan.Count), child =>
            Assert.All(plan.Parents(child).ToArray(), parent => Assert.True(Array.IndexOf(order, parent) < Array.IndexOf(order, child))));
    }
}
