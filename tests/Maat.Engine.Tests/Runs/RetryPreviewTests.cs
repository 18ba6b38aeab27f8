using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine.Runs;
using Maat.Storage.Runs;

namespace Maat.Engine.Tests.Runs;

public sealed class RetryPreviewTests
{
    [Fact]
    public async Task Failed_CountsThemAndWhatNeverRanBelow()
    {
        using RunBench bench = await FailedAsync();
        RetryPlan plan = await Preview(bench).FailedAsync(Actor.System, 1, TestContext.Current.CancellationToken);
        Assert.Equal(["b"], plan.Failed);
        Assert.Equal(["c"], plan.Others);
        Assert.Equal(2, plan.Count);
    }

    [Fact]
    public async Task From_CountsEverythingBelow()
    {
        using RunBench bench = await FailedAsync();
        RetryPlan plan = await Preview(bench).FromAsync(Actor.System, 1, ["a"], TestContext.Current.CancellationToken);
        Assert.Equal(["b"], plan.Failed);
        Assert.Equal(["a", "d", "c"], plan.Others);
    }

    [Fact]
    public async Task Preview_ChangesNothing()
    {
        using RunBench bench = await FailedAsync();
        LiveRun before = await ReadAsync(bench);
        await Preview(bench).FailedAsync(Actor.System, 1, TestContext.Current.CancellationToken);
        LiveRun after = await ReadAsync(bench);
        Assert.Equal(before.Nodes, after.Nodes);
        Assert.Equal((before.State, before.Round), (after.State, after.Round));
    }

    [Fact]
    public async Task WhatWouldBeRefused_IsRefusedAlready()
    {
        using RunBench bench = await FailedAsync();
        await bench.SetAsync(1, 3, n => n.State = NodeState.Running);
        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(
            () => Preview(bench).FromAsync(Actor.System, 1, ["a"], TestContext.Current.CancellationToken));
        Assert.Contains("Still running: d", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_IsForbidden_AndNobodyFindsNothing()
    {
        using RunBench bench = await FailedAsync();
        var viewer = new Actor("viewer", false, new Dictionary<long, Role> { [bench.Project] = Role.Viewer });
        await Assert.ThrowsAsync<ForbiddenException>(() => Preview(bench).FailedAsync(viewer, 1, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<NotFoundException>(() => Preview(bench).FailedAsync(RunBench.Nobody, 1, TestContext.Current.CancellationToken));
    }

    /// <summary>a succeeded, b failed and kept c from running, d succeeded.</summary>
    private static async Task<RunBench> FailedAsync()
    {
        RunBench bench = await RunBench.OpenAsync("a", "b: a", "c: b", "d: a");
        long run = await bench.StartAsync();
        Assert.Equal(1, run);
        await bench.SucceedAsync(run, 0);
        await bench.SetAsync(run, 1, n => n.State = NodeState.Failed);
        await bench.SetAsync(run, 2, n => (n.State, n.Decision) = (NodeState.UpstreamFailed, Decision.UpstreamFailed));
        await bench.SucceedAsync(run, 3);
        await bench.EditAsync(async context =>
        {
            RunRow row = (await context.Runs.FindAsync(run))!;
            (row.State, row.Open, row.BadLeaves, row.EndedAt) = (RunState.Failed, 0, 1, row.StartedAt);
        });
        return bench;
    }

    private static RetryPreview Preview(RunBench bench) => new(bench.Database, bench.Live, RunBench.Settings, TimeProvider.System);

    private static async Task<LiveRun> ReadAsync(RunBench bench) => await bench.Live.ReadAsync(
        1, (await bench.Live.FindAsync(Actor.System, 1, TestContext.Current.CancellationToken)).Template, TestContext.Current.CancellationToken);
}
