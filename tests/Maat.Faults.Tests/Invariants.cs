using Maat.Domain.Runs;
using Maat.Faults.Tests.Product;

namespace Maat.Faults.Tests;

/// <summary>What holds for every run that has succeeded, whatever died on the way: database and outside world say the same.</summary>
internal static class Invariants
{
    /// <summary>Checks a run in which every node is to succeed, and each with the effect of one script.</summary>
    internal static void Hold(Installation installation, Graph graph, long run)
    {
        ProductDatabase database = installation.Database;
        IReadOnlyList<NodeRow> nodes = database.Nodes(run);
        IReadOnlyList<AttemptRow> attempts = database.Attempts(run);
        List<Effect> effects = [.. installation.Effects.Read().Where(effect => effect.Run == run)];

        Assert.Equal(RunState.Succeeded, database.StateOf(run));
        Assert.Equal(0, database.Number("SELECT open FROM run WHERE id = @id", run));
        Assert.Equal(0, database.Unfinished(run));
        Assert.Equal(graph.Keys.Count, nodes.Count);
        Assert.All(nodes, node => Assert.Equal(NodeState.Succeeded, node.State));
        OneSuccess(nodes, attempts);
        EveryStartIsKnown(graph, attempts, effects);
        NothingRanTwice(attempts, effects, graph);
        KeysFollowAttempts(effects);
        EventsTellIt(database, nodes, run);
    }

    /// <summary>Each writer's events are numbered 1, 2, 3 … without a gap, so that who follows them misses none.</summary>
    internal static void EventsHaveNoGaps(ProductDatabase database) => Assert.All(
        database.EventWriters(), writer => Assert.Equal((1, writer.Count), (writer.First, writer.Last)));

    private static void OneSuccess(IReadOnlyList<NodeRow> nodes, IReadOnlyList<AttemptRow> attempts) => Assert.All(nodes, node =>
    {
        AttemptRow success = Assert.Single(attempts, attempt => attempt.Ordinal == node.Ordinal && attempt.Outcome == AttemptOutcome.Succeeded);
        Assert.Equal(attempts.Where(attempt => attempt.Ordinal == node.Ordinal).Max(attempt => attempt.Fence), success.Fence);
        Assert.Equal(node.Attempt, success.Attempt);
        Assert.Equal(
            attempts.Count(attempt => attempt.Ordinal == node.Ordinal),
            attempts.Where(attempt => attempt.Ordinal == node.Ordinal).Select(attempt => attempt.Fence).Distinct().Count());
    });

    /// <summary>No script ran under a claim that the database does not know, and what succeeded did run.</summary>
    private static void EveryStartIsKnown(Graph graph, IReadOnlyList<AttemptRow> attempts, List<Effect> effects)
    {
        var known = attempts.ToDictionary(attempt => (graph.Keys[attempt.Ordinal], attempt.Attempt, attempt.Fence), attempt => attempt.Outcome);
        Assert.All(effects, effect => Assert.Contains((effect.Node, effect.Attempt, effect.Fence), known.Keys));
        var ran = effects.Select(effect => (effect.Node, effect.Attempt, effect.Fence)).ToHashSet();
        Assert.All(known.Where(claim => claim.Value == AttemptOutcome.Succeeded), claim => Assert.Contains(claim.Key, ran));
    }

    /// <summary>One start per claim; and a second one of the same attempt only after the first was lost or given back.</summary>
    private static void NothingRanTwice(IReadOnlyList<AttemptRow> attempts, List<Effect> effects, Graph graph)
    {
        Assert.Equal(effects.Count, effects.Select(effect => (effect.Node, effect.Fence)).Distinct().Count());
        foreach (var attempt in effects.GroupBy(effect => (effect.Node, effect.Attempt)))
        {
            // In the order in which they happened, the fence grew.
            List<long> fences = [.. attempt.Select(effect => effect.Fence)];
            Assert.Equal(fences.Order(), fences);
            Assert.All(fences.SkipLast(1), fence => Assert.True(
                attempts.Single(row => graph.Keys[row.Ordinal] == attempt.Key.Node && row.Fence == fence).Outcome
                    is AttemptOutcome.Lost or AttemptOutcome.HandedBack));
        }
    }

    /// <summary>The key survives a lost claim, and changes with the attempt.</summary>
    private static void KeysFollowAttempts(List<Effect> effects)
    {
        Assert.All(effects.GroupBy(effect => (effect.Node, effect.Attempt)), same => Assert.Single(same.Select(effect => effect.IdempotencyKey).Distinct()));
        Assert.All(effects.GroupBy(effect => effect.IdempotencyKey), same => Assert.Single(same.Select(effect => (effect.Node, effect.Attempt)).Distinct()));
    }

    private static void EventsTellIt(ProductDatabase database, IReadOnlyList<NodeRow> nodes, long run)
    {
        IReadOnlyList<EventRow> events = database.NodeEvents(run);
        Assert.All(nodes, node => Assert.Single(events, told => told.Ordinal == node.Ordinal && told.State == NodeState.Succeeded));
        var starts = events.Where(told => told.State == NodeState.Running).Select(told => (told.Ordinal, told.Attempt, told.Fence)).ToList();
        Assert.Equal(starts.Count, starts.Distinct().Count());
        Assert.Single(database.RunEvents(run), RunState.Succeeded);
    }
}
