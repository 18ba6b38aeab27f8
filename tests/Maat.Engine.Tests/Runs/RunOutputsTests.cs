using Maat.Domain.Projects;
using Maat.Engine.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Runs;

namespace Maat.Engine.Tests.Runs;

public sealed class RunOutputsTests
{
    [Fact]
    public async Task List_HasWhatCounts_InOrder_WhateverThePage()
    {
        using RunBench bench = await RunBench.OpenAsync("a", "b", "c");
        long run = await bench.StartAsync();
        foreach (int node in (int[])[0, 1])
            await bench.SetAsync(run, node, n => (n.State, n.OutputFence) = (Domain.Runs.NodeState.Succeeded, 2));
        // An earlier claim's outputs, and those of a node that has not succeeded, are not what later nodes read.
        await bench.AddAsync(
            Output(run, 0, 1, "old"), Output(run, 0, 2, "z"), Output(run, 0, 2, "y"), Output(run, 0, 2, "x"), Output(run, 1, 2, "x"), Output(run, 2, 2, "x"));
        string[] expected = ["a.x", "a.y", "a.z", "b.x"];
        foreach (int limit in (int[])[1, 2, 3, 4, 50])
            Assert.Equal(expected, await AllAsync(bench, run, limit));
    }

    [Fact]
    public async Task List_OfALongValue_HasItsBeginningAndItsLength()
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long run = await bench.StartAsync();
        await bench.SetAsync(run, 0, n => (n.State, n.OutputFence) = (Domain.Runs.NodeState.Succeeded, 1));
        await bench.AddAsync(Output(run, 0, 1, "long", $"\"{new string('x', 5_000)}\""));
        OutputView output = Assert.Single((await ListAsync(bench, run, new PageRequest())).Items);
        Assert.Equal((RunOutputs.MaxShown, 5_002), (output.Value.Length, output.Length));
    }

    [Fact]
    public async Task List_OfARunOfOthers_IsNotFound()
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long run = await bench.StartAsync();
        await Assert.ThrowsAsync<NotFoundException>(() => ListAsync(bench, run, new PageRequest(), RunBench.Nobody));
    }

    private static async Task<List<string>> AllAsync(RunBench bench, long run, int limit)
    {
        var found = new List<string>();
        for (string? cursor = null; ;)
        {
            Page<OutputView> page = await ListAsync(bench, run, new PageRequest(cursor, limit));
            found.AddRange(page.Items.Select(o => $"{o.Node}.{o.Name}"));
            if ((cursor = page.Next) is null)
                return found;
        }
    }

    private static Task<Page<OutputView>> ListAsync(RunBench bench, long run, PageRequest page, Actor? actor = null) =>
        new RunOutputs(bench.Database, bench.Live).ListAsync(actor ?? Actor.System, run, page, TestContext.Current.CancellationToken);

    private static OutputRow Output(long run, int ordinal, long fence, string name, string value = "1") =>
        new() { NodeRunId = NodeRunId.Of(run, ordinal), Fence = fence, Name = name, Value = value };
}
