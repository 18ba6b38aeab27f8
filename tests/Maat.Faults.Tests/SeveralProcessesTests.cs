using Maat.Domain.Runs;
using Maat.Faults.Product;
using Maat.MariaDb;

namespace Maat.Faults.Tests;

/// <summary>One installation of several processes on MariaDB, each of which is killed with -9 in the middle.</summary>
public sealed class SeveralProcessesTests
{
    private const int Slots = 4;
    private const int Workers = 3;

    [Fact]
    public async Task Run_EachKindOfProcessKilled_EndsWithEveryEffectAtMostOncePerClaim()
    {
        await using MariaDbServer server = await MariaDbServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using Installation installation = await Installation.OnAsync(server, $"Worker:Slots={Slots}", "Worker:LeaseSeconds=3", "Worker:LossLimit=100");
        int[] gated = [1, 3, 5];
        var layers = Layers.Of(installation, gated);
        ProductProcess web = await installation.StartAsync("Web");
        ProductProcess[] schedulers = [.. await Task.WhenAll(Enumerable.Range(1, 2).Select(number => installation.StartAsync("Scheduler", number)))];
        ProductProcess[] workers = [.. await Task.WhenAll(Enumerable.Range(1, Workers).Select(number => installation.StartAsync("Worker", number)))];
        long run = await web.Api.TriggerAsync(await web.Api.ApplyAsync(layers.Graph.Document));

        // What the first worker ran is lost, found out by a scheduler, and run by the others.
        await Eventually.HoldsAsync(() => Layers.Begun(installation, 1) >= Slots * Workers, "every slot is taken");
        await workers[0].KillAsync();
        installation.Open(Layers.Gate(1));

        await Eventually.HoldsAsync(() => Layers.Begun(installation, 3) >= Slots * (Workers - 1), "the other workers have gone on to level 3");
        await schedulers[0].KillAsync();
        await workers[1].KillAsync();
        await installation.StartAsync("Worker", 1);
        installation.Open(Layers.Gate(3));

        await Eventually.HoldsAsync(() => Layers.Begun(installation, 5) >= Slots, "level 5 is reached");
        await web.KillAsync();
        installation.Open(Layers.Gate(5));

        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, layers.Graph, run);
        Invariants.EventsHaveNoGaps(installation.Database);
        Assert.Equal(layers.Values(), installation.Database.Outputs(run, "value"));
        Assert.True(installation.Database.Attempts(run).Count(attempt => attempt.Outcome == AttemptOutcome.Lost) >= 2 * Slots);
    }
}
