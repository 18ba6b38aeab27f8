using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

/// <summary>Random graphs, outcomes, orders and actions; what fails is told with its seed, which alone decides all of them.</summary>
public sealed class RandomRunTests
{
    private const int Runs = 1_500;

    [Fact]
    public void Run_AnyOrderOfEnds_EndsAsDefined() => ForSeeds(random =>
    {
        Graph graph = RandomGraphs.Next(random);
        Scripted[] script = RandomGraphs.Script(random, graph);
        var expected = new NodeState[graph.Count];
        ReferenceRun.Finish(graph, expected, new IReadOnlyList<string>?[graph.Count], script);
        for (int order = 0; order < 3; order++)
        {
            int[] rank = [.. Enumerable.Range(0, graph.Count)];
            random.Shuffle(rank);
            var run = new PlainRun(graph);
            run.Drive(script, rank);
            Assert.Equal(expected, Enumerable.Range(0, graph.Count).Select(i => run[i].State));
            Assert.Equal(ReferenceRun.EndOf(graph, expected), run.Head.State);
        }
    });

    [Fact]
    public void Simulation_AnySupposedEnds_EndsAsDefinedAndSaysWhatRan() => ForSeeds(random =>
    {
        Graph graph = RandomGraphs.Next(random);
        Scripted[] script = RandomGraphs.Script(random, graph);
        var expected = new NodeState[graph.Count];
        ReferenceRun.Finish(graph, expected, new IReadOnlyList<string>?[graph.Count], script);
        var asked = new HashSet<int>();

        SimulatedRun simulated = OutcomeSimulator.Simulate(graph.Plan, ordinal =>
        {
            Assert.True(asked.Add(ordinal));
            return script[ordinal].Result;
        });

        Assert.Equal(expected, simulated.Nodes.Select(node => node.State));
        Assert.Equal(ReferenceRun.EndOf(graph, expected), simulated.State);
        Assert.Equal(asked.Order(), Enumerable.Range(0, graph.Count).Where(node => simulated.Nodes[node].Cause == SimulatedCause.Ran));
    });

    [Fact]
    public void Run_AnyInterleaving_KeepsTheInvariantsAndEndsAsDefined() => ForSeeds(random =>
    {
        Graph graph = RandomGraphs.Next(random);
        var chaos = new Chaos(random, RunTables.Begun(graph, lossLimit: random.Next(3)));
        for (int step = random.Next(60); step > 0; step--)
        {
            chaos.Act();
        }

        chaos.EndQuietly(RandomGraphs.Script(random, graph));
    });

    private static void ForSeeds(Action<Random> check)
    {
        Arbitrary<int> seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs).WithQuietOnSuccess(true), Prop.ForAll(seeds, seed => check(new Random(seed))));
    }
}
