using Maat.Domain.Runs;
using Maat.Faults.Processes;
using Maat.Faults.Product;

namespace Maat.Faults.Tests;

/// <summary>SIGTERM: what a service manager or a deployment does.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Product_Terminated_CommitsWhatEndsInTimeAndHandsBackTheRest()
    {
        await using var installation = new Installation("Worker:GraceSeconds=4", "Worker:KillAfterSeconds=1");
        Graph graph = new Graph()
            .Add("short", $"{installation.Effects.Record}\n{installation.WaitAt("short")}")
            .Add("long", $"trap 'echo term' TERM\nsleep 600 &\n{installation.Effects.Record}\n{installation.WaitAt("long")}")
            .Add("after", installation.Effects.Record, "short");
        ProductProcess product = await installation.StartAsync();
        long run = await product.Api.TriggerAsync(await product.Api.ApplyAsync(graph.Document));
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 2, "both scripts run");

        product.Send(Signal.Terminate);
        await Eventually.HoldsAsync(() => installation.Database.Number("SELECT count(*) FROM worker WHERE state = 1") == 1, "the worker drains");
        installation.Open("short");
        Assert.Equal(0, await product.ExitAsync());
        await installation.NothingLivesAsync();

        Assert.Equal([NodeState.Succeeded, NodeState.Ready, NodeState.Ready], installation.Database.Nodes(run).Select(node => node.State));
        Assert.Equal([AttemptOutcome.Succeeded, AttemptOutcome.HandedBack], installation.Database.Attempts(run).Select(attempt => attempt.Outcome));
        Assert.Equal(0, installation.Database.Leases(run));
        Assert.Empty(installation.Effects.Of("after"));

        installation.Open("long");
        await installation.StartAsync();
        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
        Invariants.EventsHaveNoGaps(installation.Database);
        Assert.Equal([1, 1], installation.Effects.Of("long").Select(effect => effect.Attempt));
        Assert.All(installation.Database.Nodes(run), node => Assert.Equal(0, node.Losses));
    }
}
