using Maat.Domain.Runs;
using Maat.Faults.Product;
using Maat.MariaDb;

namespace Maat.Faults.Tests;

/// <summary>kill -9 of the database under processes that go on.</summary>
public sealed class DatabaseAwayTests
{
    private const int LeaseSeconds = 6;

    [Fact]
    public async Task Database_KilledForLongerThanTheLease_FinishedResultsAreKeptAndTheRestRunsAgain()
    {
        await using MariaDbServer server = await MariaDbServer.StartAsync(
            ["--innodb-flush-log-at-trx-commit=2"], TestContext.Current.CancellationToken);
        await using Installation installation = await Installation.OnAsync(server, $"Worker:LeaseSeconds={LeaseSeconds}");
        Graph graph = new Graph()
            .Add("finished", $"{installation.Effects.Record}\n{installation.WaitAt("finished")}\n{installation.Effects.Finish}")
            .Add("stopped", $"{installation.Effects.Record}\n{installation.WaitAt("stopped")}")
            .Add("last", installation.Effects.Record, "finished", "stopped");
        ProductProcess web = await installation.StartAsync("Web+Scheduler");
        ProductProcess worker = await installation.StartAsync("Worker");
        long run = await web.Api.TriggerAsync(await web.Api.ApplyAsync(graph.Document));
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 2, "both scripts run");

        await server.KillAsync();
        installation.Open("finished");
        await Eventually.HoldsAsync(() => installation.Effects.ReadAll().Any(effect => effect.Kind == EffectKind.End), "one script ends by itself");
        // The worker cannot tell anybody that it lives, so it stops what it runs.
        await Eventually.HoldsAsync(() => installation.Tasks.Count == 0, "the other one is stopped");
        installation.Open("stopped");
        await server.StartAgainAsync(TestContext.Current.CancellationToken);

        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
        Invariants.EventsHaveNoGaps(installation.Database);
        ILookup<int, AttemptOutcome> outcomes = installation.Database.Attempts(run).ToLookup(attempt => attempt.Ordinal, attempt => attempt.Outcome);
        Assert.Equal([AttemptOutcome.Succeeded], outcomes[0]);
        Assert.Equal([AttemptOutcome.Lost, AttemptOutcome.Succeeded], outcomes[1]);
        Assert.False(web.HasEnded);
        Assert.False(worker.HasEnded);
    }
}
