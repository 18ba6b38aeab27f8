using Maat.Domain.Runs;
using Maat.Faults.Processes;
using Maat.Faults.Product;

namespace Maat.Faults.Tests;

/// <summary>SIGSTOP of one worker of several: others take its work, and it comes back and knows nothing of that.</summary>
public sealed class StoppedWorkerTests
{
    private const int LeaseSeconds = 2;

    [Fact]
    public async Task Worker_StoppedForThreeLeases_ChangesNothingAfterwardsAndItsScriptsWereDeadBefore()
    {
        await using Installation installation = await Installation.OnAsync(await SharedMariaDb.ServerAsync(), $"Worker:LeaseSeconds={LeaseSeconds}");
        Graph graph = new Graph()
            // It tells that it is alive until it is killed, so that a second one that began beside it would be seen in the file.
            .Add("long", $"{installation.Effects.Record}\nuntil [ -e '{installation.GateFile("long")}' ]; do {installation.Effects.Beat}; sleep 0.05; done")
            .Add("short", $"{installation.Effects.Record}\n{installation.WaitAt("short")}")
            .Add("last", installation.Effects.Record, "long", "short");
        ProductProcess web = await installation.StartAsync("Web+Scheduler");
        ProductProcess stopped = await installation.StartAsync("Worker");
        long run = await web.Api.TriggerAsync(await web.Api.ApplyAsync(graph.Document));
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 2, "both scripts run");
        await installation.StartAsync("Worker", 2);

        long since = TimeProvider.System.GetTimestamp();
        stopped.Send(Signal.Stop);
        // It ends by itself meanwhile, and its result comes late.
        installation.Open("short");
        await Eventually.HoldsAsync(() => installation.Effects.Of("long").Count == 2, "the other worker has begun it again");
        installation.Open("long");
        await installation.SucceedsAsync(run);
        await Eventually.HoldsAsync(
            () => TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(3 * LeaseSeconds), "the worker has been away for three leases");
        stopped.Send(Signal.Continue);
        await Eventually.HoldsAsync(
            () => installation.Database.Number("SELECT count(*) FROM worker WHERE state = 0") == 2, "the worker has found out and registered anew");

        Invariants.Hold(installation, graph, run);
        Invariants.EventsHaveNoGaps(installation.Database);
        foreach (int ordinal in (int[])[0, 1])
        {
            Assert.Equal(
                [AttemptOutcome.Lost, AttemptOutcome.Succeeded],
                installation.Database.Attempts(run).Where(attempt => attempt.Ordinal == ordinal).Select(attempt => attempt.Outcome));
        }

        Assert.Single(installation.Effects.Of("last"));
        Assert.False(stopped.HasEnded);
    }
}
