using Maat.Faults.Product;

namespace Maat.Faults.Tests;

/// <summary>kill -9 while runs are triggered: the caller knows of some what became of them, and of some not.</summary>
public sealed class TriggerTests
{
    private const int Kills = 5;
    private const int TriggersPerStorm = 12;

    [Fact]
    public async Task Key_RepeatedAroundAKill_MakesOneRun()
    {
        await using var installation = new Installation();
        Graph graph = new Graph().Add("only", installation.Effects.Record);
        ProductProcess product = await installation.StartAsync();
        long application = await product.Api.ApplyAsync(graph.Document);

        List<Task<long?>> calls = [.. Enumerable.Range(0, 50).Select(_ => product.Api.TryTriggerAsync(application, "once"))];
        await Eventually.CompletesAsync(Task.WhenAny(calls), "the first call is answered");
        await product.KillAsync();
        long?[] before = await Task.WhenAll(calls);

        product = await installation.StartAsync();
        long run = (await product.Api.TryTriggerAsync(application, "once"))!.Value;
        Assert.All(before.OfType<long>(), answered => Assert.Equal(run, answered));
        Assert.Equal([run], installation.Database.Runs(application));
        Assert.NotEqual(run, await product.Api.TryTriggerAsync(application, "another"));
        await installation.SucceedsAsync(run);
        Invariants.Hold(installation, graph, run);
    }

    [Fact]
    public async Task Database_ProductKilledInStormsOfTriggers_IsWholeAndLosesNothingThatWasAnswered()
    {
        await using var installation = new Installation("Worker:LossLimit=100");
        Graph graph = new Graph().Add("first", installation.Effects.Record).Add("second", installation.Effects.Record, "first");
        ProductProcess product = await installation.StartAsync();
        long application = await product.Api.ApplyAsync(graph.Document);
        var answered = new Dictionary<string, long?>();

        for (int storm = 0; storm < Kills; storm++)
        {
            List<string> keys = [.. Enumerable.Range(0, TriggersPerStorm).Select(call => $"{storm}-{call}")];
            List<Task<long?>> calls = [.. keys.Select(key => product.Api.TryTriggerAsync(application, key))];
            // Each storm is cut off one answer later than the one before.
            await Eventually.HoldsAsync(() => calls.Count(call => call.IsCompleted) > storm, "calls are answered");
            await product.KillAsync();
            await installation.NothingLivesAsync();
            foreach ((string key, Task<long?> call) in keys.Zip(calls))
                answered[key] = await call;

            Assert.Equal("ok", installation.Database.Integrity());
            IReadOnlyList<long> made = installation.Database.Runs(application);
            Assert.All(answered.Values.OfType<long>(), run => Assert.Contains(run, made));
            product = await installation.StartAsync();
        }

        foreach ((string key, long? run) in answered)
        {
            long repeated = (await product.Api.TryTriggerAsync(application, key))!.Value;
            Assert.Equal(run ?? repeated, repeated);
        }

        IReadOnlyList<long> runs = installation.Database.Runs(application);
        Assert.Equal(Kills * TriggersPerStorm, runs.Count);
        foreach (long run in runs)
        {
            await installation.SucceedsAsync(run);
            Invariants.Hold(installation, graph, run);
        }

        Invariants.EventsHaveNoGaps(installation.Database);
        Assert.Equal("ok", installation.Database.Integrity());
    }
}
