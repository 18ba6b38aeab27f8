using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine;
using Maat.Engine.Events;
using Maat.Engine.Runs;
using Maat.Web.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Web.Tests.Live;

public sealed class RunWatchingTests(LiveBench bench) : IClassFixture<LiveBench>, IAsyncDisposable
{
    private readonly FakeAudience _audience = new();
    private RunWatching? _watching;

    private RunWatching Watching => _watching ??= NewWatching(bench.Get<EventFeed>(), TimeProvider.System);

    [Fact]
    public async Task Change_WithManyWatchers_IsToldOnce()
    {
        long run = await bench.StartRunAsync();
        RunSnapshot[] snapshots = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => WatchAsync(run, $"c{i}")));
        Assert.All(snapshots, s => Assert.Equal((0, "running", "ready"), (s.Sequence, s.Run.State, s.Nodes[0].State)));
        Assert.Equal((1, 20), (Watching.Count, _audience.Joined.Distinct().Count()));

        await MarkAsync(run, "first");
        await MarkAsync(run, "left");
        List<RunChanged> told = await _audience.UntilAsync(Has(1, "succeeded"));
        Assert.Equal(Enumerable.Range(1, told.Count).Select(n => (long)n), told.Select(t => t.Sequence));
    }

    [Fact]
    public async Task Changes_OnTopOfTheSnapshot_GiveTheNextSnapshot()
    {
        long run = await bench.StartRunAsync();
        RunSnapshot before = await WatchAsync(run, "a");
        await MarkAsync(run, "first");
        await bench.Actions.PauseAsync(LiveBench.Owner, run, TestContext.Current.CancellationToken);
        await bench.Actions.ResumeAsync(LiveBench.Owner, run, TestContext.Current.CancellationToken);
        await MarkAsync(run, "left");
        await MarkAsync(run, "right");
        await MarkAsync(run, "last");
        List<RunChanged> told = await _audience.UntilAsync(t => t.Run?.State == "succeeded");

        RunSnapshot after = await WatchAsync(run, "b");
        Assert.Equal(told[^1].Sequence, after.Sequence);
        NodeStatus[] nodes = [.. before.Nodes];
        foreach (NodeStatus node in told.SelectMany(t => t.Nodes))
            nodes[node.Node] = node;
        Assert.Equal(after.Nodes, nodes);
        Assert.Equal(after.Run, told.Last(t => t.Run is not null).Run);
    }

    [Fact]
    public async Task Retry_ThatSetsNodesBack_TellsOfEach()
    {
        long run = await bench.StartRunAsync();
        await MarkAsync(run, "first", NodeState.Failed);
        RunSnapshot snapshot = await WatchAsync(run, "a");
        Assert.Equal(("failed", "upstream_failed"), (snapshot.Run.State, snapshot.Nodes[3].State));
        await bench.Actions.RetryFailedAsync(LiveBench.Owner, run, TestContext.Current.CancellationToken);
        bool ready = false, waiting = false, running = false;
        await _audience.UntilAsync(told =>
        {
            ready |= Has(0, "ready")(told);
            waiting |= Has(3, "waiting")(told);
            running |= told.Run?.State == "running";
            return ready && waiting && running;
        });
    }

    [Fact]
    public async Task LastWatcher_Leaving_EndsTheFollowing()
    {
        long run = await bench.StartRunAsync();
        await WatchAsync(run, "a");
        await WatchAsync(run, "b");
        Watching.Leave("a");
        Assert.Equal(1, Watching.Count);
        await MarkAsync(run, "first");
        await _audience.UntilAsync(Has(0, "succeeded"));
        Watching.Leave("b");
        Assert.Equal(0, Watching.Count);

        await MarkAsync(run, "left");
        RunSnapshot again = await WatchAsync(run, "c");
        Assert.Equal((0, "succeeded"), (again.Sequence, again.Nodes[1].State));
    }

    [Fact]
    public async Task Connection_GoneBeforeItWasRegistered_LeavesNothingBehind()
    {
        long run = await bench.StartRunAsync();
        await bench.Get<LiveRuns>().FindAsync(LiveBench.Owner, run, TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Watching.WatchAsync(LiveBench.Owner, run, "gone", new CancellationToken(canceled: true)));
        Assert.Equal(0, Watching.Count);
    }

    [Fact]
    public async Task Run_OfAnotherProject_DoesNotExist()
    {
        long run = await bench.StartRunAsync();
        var stranger = new Actor("stranger", false, new Dictionary<long, Role> { [4_711] = Role.Owner });
        var hidden = await Assert.ThrowsAsync<NotFoundException>(() => Watching.WatchAsync(stranger, run, "a", TestContext.Current.CancellationToken));
        var missing = await Assert.ThrowsAsync<NotFoundException>(() => Watching.WatchAsync(stranger, 999_999, "a", TestContext.Current.CancellationToken));
        Assert.Equal(missing.Message, hidden.Message.Replace($"{run}", "999999", StringComparison.Ordinal));
        Assert.Equal((0, 0), (Watching.Count, _audience.Joined.Count));
    }

    [Fact]
    public async Task Connection_WatchingTooMany_IsRefusedTheNextOnly()
    {
        var runs = new List<long>();
        for (int i = 0; i <= RunWatching.MaxRunsPerConnection; i++)
            runs.Add(await bench.StartRunAsync());
        foreach (long run in runs.Take(RunWatching.MaxRunsPerConnection))
            await WatchAsync(run, "a");
        await WatchAsync(runs[0], "a");
        await Assert.ThrowsAsync<ConflictException>(() => WatchAsync(runs[^1], "a"));
        await WatchAsync(runs[^1], "b");
    }

    [Fact]
    public async Task Browser_ThatDoesNotRead_HoldsUpNobody()
    {
        long run = await bench.StartRunAsync();
        _audience.Telling = new TaskCompletionSource().Task;
        await WatchAsync(run, "a");
        await MarkAsync(run, "first");
        await _audience.UntilAsync(Has(0, "succeeded"));
        await MarkAsync(run, "left");
        await _audience.UntilAsync(Has(1, "succeeded"));
    }

    [Fact]
    public async Task Watcher_TooSlowForTheFeed_ReadsAgain()
    {
        long run = await bench.StartRunAsync();
        var told = new FakeEvents(run);
        var feed = new EventFeed(told, new EngineSignals(), new EngineOptions(), new HastyTime());
        await feed.StepAsync(TestContext.Current.CancellationToken);
        var time = new StoppedTime();
        _watching = NewWatching(feed, time);
        await WatchAsync(run, "a");

        // The first change is told; then the watcher stands still between two beats, while more is told than it may lag behind.
        told.Add(1, NodeState.Ready, fence: 2);
        await feed.StepAsync(TestContext.Current.CancellationToken);
        await _audience.UntilAsync(_ => true);
        await time.WaitedForAsync();
        told.Add(10_001, NodeState.Ready, fence: 1);
        while ((await feed.StepAsync(TestContext.Current.CancellationToken)).Wait == TimeSpan.Zero)
        {
        }

        await MarkAsync(run, "first");
        time.Pass();
        RunChanged mended = (await _audience.UntilAsync(Has(0, "succeeded")))[^1];
        Assert.Equal(2, mended.Sequence);
    }

    public async ValueTask DisposeAsync()
    {
        if (_watching is not null)
            await _watching.DisposeAsync();
    }

    /// <summary>A second goes by whenever somebody looks at it.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
    }

    private static Func<RunChanged, bool> Has(int node, string state) => told => told.Nodes.Any(n => n.Node == node && n.State == state);

    private RunWatching NewWatching(EventFeed feed, TimeProvider time) =>
        new(bench.Get<LiveRuns>(), feed, _audience, time, NullLogger<RunWatching>.Instance);

    private Task<RunSnapshot> WatchAsync(long run, string connection) =>
        Watching.WatchAsync(LiveBench.Owner, run, connection, TestContext.Current.CancellationToken);

    private Task MarkAsync(long run, string node, NodeState state = NodeState.Succeeded) =>
        bench.Actions.MarkAsync(LiveBench.Owner, run, node, state, null, TestContext.Current.CancellationToken);
}
