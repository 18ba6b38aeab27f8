using Maat.Domain.Runs;
using Maat.Faults.Product;

namespace Maat.Faults.Tests;

/// <summary>kill -9 of the whole product.</summary>
public sealed class KilledProductTests
{
    /// <summary>Fewer than a level has nodes, so that some are in flight and others still wait when the product dies.</summary>
    private const int Slots = 6;

    [Fact]
    public async Task Run_ProductKilledAgainAndAgain_EndsWithEveryEffectAtMostOncePerClaim()
    {
        await using var installation = new Installation($"Worker:Slots={Slots}", "Worker:LossLimit=100");
        int[] gated = [1, 3, 4];
        var layers = Layers.Of(installation, gated);
        ProductProcess product = await installation.StartAsync();
        long run = await product.Api.TriggerAsync(await product.Api.ApplyAsync(layers.Graph.Document));

        foreach (int level in gated)
        {
            await Eventually.HoldsAsync(() => Layers.Begun(installation, level) >= Slots, $"level {level} is reached");
            await product.KillAsync();
            await installation.NothingLivesAsync();
            Assert.Equal(Slots, installation.Database.Leases(run));

            installation.Open(Layers.Gate(level));
            product = await installation.StartAsync();
        }

        // Once more where nothing waits, in the midst of claims and commits.
        await Eventually.HoldsAsync(() => Layers.Begun(installation, layers.Levels - 2) > 0, "the last level but one is reached");
        await product.KillAsync();
        await installation.NothingLivesAsync();
        await installation.StartAsync();

        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, layers.Graph, run);
        Invariants.EventsHaveNoGaps(installation.Database);
        Assert.Equal(layers.Values(), installation.Database.Outputs(run, "value"));
        Assert.True(installation.Database.Attempts(run).Count(attempt => attempt.Outcome == AttemptOutcome.Lost) >= gated.Length * Slots);
        await Eventually.HoldsAsync(() => installation.Tasks.Count == 0, "no script is left");
    }

    [Fact]
    public async Task Script_ProductKilledUnderIt_DiesWithItsChildrenAndRunsAgainUnderTheSameKey()
    {
        await using var installation = new Installation();
        Graph graph = new Graph().Add("work", $"""
            sleep 600 &
            (sleep 600 &)
            setsid sleep 600 < /dev/null > /dev/null 2>&1 &
            trap '' TERM HUP INT
            {installation.Effects.Record}
            {installation.WaitAt("work")}
            """);
        ProductProcess product = await installation.StartAsync();
        long run = await product.Api.TriggerAsync(await product.Api.ApplyAsync(graph.Document));
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 1 && installation.Tasks.Count >= 4, "the script and its children run");

        await product.KillAsync();
        await installation.NothingLivesAsync();

        installation.Open("work");
        await installation.StartAsync();
        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
        IReadOnlyList<Effect> effects = installation.Effects.Read();
        Assert.Equal([1L, 2L], effects.Select(effect => effect.Fence));
        Assert.Equal([1, 1], effects.Select(effect => effect.Attempt));
        Assert.Single(effects.Select(effect => effect.IdempotencyKey).Distinct());
        Assert.Equal([AttemptOutcome.Lost, AttemptOutcome.Succeeded], installation.Database.Attempts(run).Select(attempt => attempt.Outcome));
        Assert.Equal(1, Assert.Single(installation.Database.Nodes(run)).Losses);
    }

    [Fact]
    public async Task Node_KillsItsWorkerAgainAndAgain_HasFailedAfterItsLossLimit()
    {
        const int limit = 2;
        await using var installation = new Installation($"Worker:LossLimit={limit}");
        string worker = installation.GateFile("worker");
        Graph graph = new Graph().Add("poison", $"{installation.Effects.Record}\nuntil [ -s '{worker}' ]; do sleep 0.02; done\nkill -9 $(cat '{worker}')\nsleep 600");
        ProductProcess product = await installation.StartAsync();
        long run = await product.Api.TriggerAsync(await product.Api.ApplyAsync(graph.Document));
        for (int loss = 0; loss <= limit; loss++)
        {
            await File.WriteAllTextAsync(worker, $"{product.Id}", TestContext.Current.CancellationToken);
            await product.ExitAsync();
            await installation.NothingLivesAsync();
            File.Delete(worker);
            product = await installation.StartAsync();
        }

        await Eventually.HoldsAsync(() => installation.Database.StateOf(run).IsTerminal(), "the run ends");
        Assert.Equal(RunState.Failed, installation.Database.StateOf(run));
        Assert.Equal(NodeState.Failed, Assert.Single(installation.Database.Nodes(run)).State);
        Assert.Equal(limit + 1, installation.Effects.Read().Count);
        Assert.All(installation.Database.Attempts(run), attempt => Assert.Equal(AttemptOutcome.Lost, attempt.Outcome));
    }
}
