using Maat.Domain.Runs;
using Maat.Faults.Histories;
using Maat.Faults.Product;

namespace Maat.Faults.Tests;

/// <summary>What holds for every run that has succeeded, whatever died on the way: database and outside world say the same.</summary>
internal static class Invariants
{
    /// <summary>Checks a run in which every node is to succeed in its first attempt, and each with the effect of one script.</summary>
    internal static void Hold(Installation installation, Graph graph, long run)
    {
        History history = installation.Database.ReadHistory([], installation.Effects.ReadAll()).Of(run);
        var expected = new Expectation(
            graph.Keys, RunState.Succeeded, new Dictionary<string, NodeState>(), new Dictionary<string, int>(), new Dictionary<int, string>());
        Assert.Empty(new HistoryRules(history, new Dictionary<long, Expectation> { [history.Runs.Single().Application] = expected }).Violations([]));
    }

    /// <summary>Each writer's events are numbered 1, 2, 3 … without a gap, so that who follows them misses none.</summary>
    internal static void EventsHaveNoGaps(ProductDatabase database) =>
        Assert.Empty(new HistoryRules(database.ReadHistory([], []), new Dictionary<long, Expectation>()).EventsHaveNoGaps());
}
