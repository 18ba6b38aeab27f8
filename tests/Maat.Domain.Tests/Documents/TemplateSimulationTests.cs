using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Tests.Kinds;

namespace Maat.Domain.Tests.Documents;

public sealed class TemplateSimulationTests
{
    private static readonly SupposedEnd s_failed = new(NodeState.Failed);

    [Fact]
    public void Simulate_NothingSupposed_SucceedsAndABranchTakesItsFirstArm()
    {
        SimulatedRun run = Simulate("f:x,y a b j!none_failed_min_one_success, f>a/x f>b/y a>j b>j");

        Assert.Equal(RunState.Succeeded, run.State);
        Assert.Equal(
            [(NodeState.Succeeded, SimulatedCause.Ran), (NodeState.Succeeded, SimulatedCause.Ran), (NodeState.Skipped, SimulatedCause.OtherArm), (NodeState.Succeeded, SimulatedCause.Ran)],
            run.Nodes.Select(node => (node.State, node.Cause)));
        Assert.Equal(["x"], run.Nodes[0].Arms);
    }

    [Fact]
    public void Simulate_OtherArmSupposed_SkipsTheFirst() =>
        Assert.Equal(
            [NodeState.Succeeded, NodeState.Skipped, NodeState.Succeeded],
            Simulate("f:x,y a b, f>a/x f>b/y", ("f", new SupposedEnd(NodeState.Succeeded, ["y"]))).Nodes.Select(node => node.State));

    [Fact]
    public void Simulate_Failure_IsPassedOnByTheTriggerRules()
    {
        SimulatedRun run = Simulate("a b c!all_done d!all_success, a>b a>c b>d c>d", ("a", s_failed));

        Assert.Equal(RunState.Failed, run.State);
        Assert.Equal(
            [(NodeState.Failed, SimulatedCause.Ran), (NodeState.UpstreamFailed, SimulatedCause.Upstream), (NodeState.Succeeded, SimulatedCause.Ran), (NodeState.UpstreamFailed, SimulatedCause.Upstream)],
            run.Nodes.Select(node => (node.State, node.Cause)));
    }

    [Fact]
    public void Simulate_RuleThatDoesNotHold_SaysThatItIsTheRule() =>
        Assert.Equal((NodeState.Skipped, SimulatedCause.Rule), Simulate("a b!one_failed, a>b").Nodes.Select(node => (node.State, node.Cause)).Last());

    /// <summary>Somebody is in the middle of drawing: what is not whole is left out.</summary>
    [Fact]
    public void Simulate_HalfDrawn_TakesWhatIsThere()
    {
        var document = Drawing.Read("f:x,y a b, f>a/x f>b/y a>b");
        document = document with { Edges = document.Edges.Append(new EdgeDefinition("a", "gone")).Append(new EdgeDefinition("b", "b")).Append(new EdgeDefinition("f", "a", "z")).ToItemList() };

        Assert.Empty(TemplateSimulation.Problems(document, TestKinds.Catalog, new Dictionary<string, SupposedEnd>()));
        Assert.Equal(
            [NodeState.Succeeded, NodeState.Succeeded, NodeState.Succeeded],
            TemplateSimulation.Simulate(document, TestKinds.Catalog, new Dictionary<string, SupposedEnd>()).Nodes.Select(node => node.State));
    }

    [Theory]
    [InlineData("a b, a>b b>a", "a", NodeState.Failed, null, "cycle")]
    [InlineData("a a", "a", NodeState.Failed, null, "duplicate_key")]
    [InlineData("a", "b", NodeState.Failed, null, "unknown_node")]
    [InlineData("a", "a", NodeState.Running, null, "wrong_state")]
    [InlineData("a", "a", NodeState.Succeeded, "x", "arm_without_branch")]
    [InlineData("f:x,y a, f>a/x", "f", NodeState.Succeeded, "z", "unknown_arm")]
    [InlineData("f:x,y a, f>a/x", "f", NodeState.Succeeded, "x y", "too_many_arms")]
    public void Problems_OfWhatCannotBeSimulated_SayWhatIsWrong(string drawing, string node, NodeState state, string? arms, string code) =>
        Assert.Equal(
            code,
            Assert.Single(TemplateSimulation.Problems(
                Drawing.Read(drawing), TestKinds.Catalog, new Dictionary<string, SupposedEnd> { [node] = new(state, arms?.Split(' ')) })).Code);

    private static SimulatedRun Simulate(string drawing, params (string Node, SupposedEnd End)[] ends) =>
        TemplateSimulation.Simulate(Drawing.Read(drawing), TestKinds.Catalog, ends.ToDictionary(end => end.Node, end => end.End));
}
