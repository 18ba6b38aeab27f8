using Maat.Domain.Runs;
using Maat.Faults.Processes;
using Maat.Faults.Product;

namespace Maat.Faults.Tests;

/// <summary>SIGSTOP of the product: it is not dead, its pipes do not close, and it will go on as if nothing had happened.</summary>
public sealed class StoppedProductTests
{
    private const int LeaseSeconds = 3;

    [Fact]
    public async Task Product_StoppedBeyondItsLease_FindsItsScriptsDeadAndRunsThemAgain()
    {
        await using var installation = new Installation($"Worker:LeaseSeconds={LeaseSeconds}");
        Graph graph = new Graph()
            .Add("long", $"sleep 600 &\n{installation.Effects.Record}\n{installation.WaitAt("long")}")
            .Add("short", $"{installation.Effects.Record}\n{installation.WaitAt("short")}")
            .Add("last", installation.Effects.Record, "long", "short");
        ProductProcess product = await installation.StartAsync();
        long run = await product.Api.TriggerAsync(await product.Api.ApplyAsync(graph.Document));
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 2, "both scripts run");

        long stopped = TimeProvider.System.GetTimestamp();
        product.Send(Signal.Stop);
        // This one ends by itself meanwhile: its result comes late.
        installation.Open("short");
        // Nobody but the supervisor is there to kill, and it does so when the worker's deadline passes.
        await Eventually.HoldsAsync(() => installation.Tasks.Count == 0, "no script is left");
        await Eventually.HoldsAsync(
            () => TimeProvider.System.GetElapsedTime(stopped) > TimeSpan.FromSeconds(LeaseSeconds), "the product has been away for its whole lease");
        Assert.Equal('T', ProcessTable.State(product.Id));

        installation.Open("long");
        product.Send(Signal.Continue);
        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
        Invariants.EventsHaveNoGaps(installation.Database);
        Assert.Equal([AttemptOutcome.Lost, AttemptOutcome.Succeeded], installation.Database.Attempts(run).Where(attempt => attempt.Ordinal == 0).Select(attempt => attempt.Outcome));
        // The node is not to blame for its worker's absence.
        Assert.Equal(0, installation.Database.Nodes(run)[0].Losses);
        Assert.Equal([1, 1], installation.Effects.Of("long").Select(effect => effect.Attempt));
        Assert.Single(installation.Effects.Of("last"));
        Assert.True(ProcessTable.IsAlive(product.Id));
    }

    [Fact]
    public async Task Product_SupervisorKilledUnderIt_LosesItsScriptsAndGoesOn()
    {
        await using var installation = new Installation();
        Graph graph = new Graph()
            .Add("work", $"sleep 600 &\n{installation.Effects.Record}\n{installation.WaitAt("work")}")
            .Add("next", installation.Effects.Record, "work");
        ProductProcess product = await installation.StartAsync();
        long run = await product.Api.TriggerAsync(await product.Api.ApplyAsync(graph.Document));
        await Eventually.HoldsAsync(() => installation.Effects.Read().Count == 1, "the script runs");

        int supervisor = product.Supervisor;
        ProcessTable.Send(supervisor, Signal.Kill);
        await Eventually.HoldsAsync(() => installation.Effects.Of("work").Count == 2, "the script runs again");
        Assert.All(installation.Tasks.Where(task => task.Node == "work"), task => Assert.Equal(2, task.Fence));
        Assert.NotEqual(supervisor, product.Supervisor);

        installation.Open("work");
        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
        IReadOnlyList<AttemptRow> attempts = installation.Database.Attempts(run);
        Assert.Equal([AttemptOutcome.Lost, AttemptOutcome.Succeeded, AttemptOutcome.Succeeded], attempts.Select(attempt => attempt.Outcome));
        Assert.Single(attempts.Select(attempt => attempt.Worker).Distinct());
        Assert.Equal(1, installation.Database.Nodes(run)[0].Losses);
        Assert.True(ProcessTable.IsAlive(product.Id));
    }
}
