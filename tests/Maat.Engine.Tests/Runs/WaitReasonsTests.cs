using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Tests.Runs;

public sealed class WaitReasonsTests
{
    private static readonly DateTime Due = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(NodeState.Running)]
    [InlineData(NodeState.Succeeded)]
    [InlineData(NodeState.Failed)]
    public async Task Node_ThatRunsOrHasEnded_WaitsForNothing(NodeState state)
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long run = await bench.StartAsync();
        await bench.SetAsync(run, 0, n => n.State = state);
        Assert.Equal(WaitCause.None, (await FindAsync(bench, run, "a")).Cause);
    }

    [Fact]
    public async Task Waiting_NamesOpenParents_ThoseThatHoldItUpFirst()
    {
        using RunBench bench = await RunBench.OpenAsync("a", "done", "b: a", "slow", "last: b done slow");
        long run = await bench.StartAsync();
        await bench.SucceedAsync(run, 1);
        await bench.SetAsync(run, 3, n => (n.State, n.ChangedAt) = (NodeState.Running, Due));

        WaitReason reason = await FindAsync(bench, run, "last");
        Assert.Equal((WaitCause.Parents, 2), (reason.Cause, reason.ParentCount));
        Assert.Equal([new WaitParent("slow", NodeState.Running, Due, null), reason.Parents[1]], reason.Parents);
        Assert.Equal(("b", NodeState.Waiting, "a"), (reason.Parents[1].Key, reason.Parents[1].State, reason.Parents[1].Needs));
    }

    [Fact]
    public async Task Waiting_ForMany_NamesAFewAndCountsAll()
    {
        using RunBench bench = await RunBench.OpenAsync("a", "b", "c", "d", "e", "last: a b c d e");
        WaitReason reason = await FindAsync(bench, await bench.StartAsync(), "last");
        Assert.Equal((WaitReasons.MaxParents, 5), (reason.Parents.Count, reason.ParentCount));
    }

    [Fact]
    public async Task QueuedRun_SaysTheLimitAndWhoIsBefore()
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long first = await bench.StartAsync();
        await bench.StartAsync();
        long last = await bench.StartAsync();
        WaitReason reason = await FindAsync(bench, last, "a");
        Assert.Equal((WaitCause.RunQueued, 1, 1, 1), (reason.Cause, reason.Taken, reason.Limit, reason.Ahead));
        var reasons = new WaitReasons(bench.Database, bench.Live);
        Assert.Equal(reason, await reasons.FindOfRunAsync(Actor.System, last, TestContext.Current.CancellationToken));
        Assert.Equal(WaitReason.None, await reasons.FindOfRunAsync(Actor.System, first, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<NotFoundException>(() => reasons.FindOfRunAsync(RunBench.Nobody, last, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Held_IsThePausedRun()
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long run = await bench.StartAsync();
        await bench.Actions.PauseAsync(Actor.System, run, TestContext.Current.CancellationToken);
        Assert.Equal(WaitCause.RunPaused, (await FindAsync(bench, run, "a")).Cause);
    }

    [Fact]
    public async Task Ready_InAPausedQueue_NamesIt()
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long run = await bench.StartAsync();
        await bench.AddAsync(Worker(1, 4, "[]"));
        await bench.EditAsync(async context => (await context.Queues.SingleAsync()).Paused = true);
        WaitReason reason = await FindAsync(bench, run, "a");
        Assert.Equal((WaitCause.QueuePaused, "default"), (reason.Cause, reason.Queue));
    }

    [Fact]
    public async Task Ready_InAFullQueue_SaysHowFullAndHowManyAreBefore()
    {
        using RunBench bench = await RunBench.OpenAsync("a", "b", "c");
        long run = await bench.StartAsync();
        await bench.AddAsync(Worker(1, 4, "[]"), Lease(run, 0, worker: 1));
        await bench.EditAsync(async context =>
        {
            (await context.Queues.SingleAsync()).MaxRunning = 1;
            context.Remove(await context.Ready.SingleAsync(r => r.NodeRunId == NodeRunId.Of(run, 0)));
        });
        WaitReason reason = await FindAsync(bench, run, "c");
        Assert.Equal((WaitCause.QueueFull, "default", 1, 1, 1), (reason.Cause, reason.Queue, reason.Taken, reason.Limit, reason.Ahead));
    }

    /// <summary>Workers as slots and queues; then how many nodes they run.</summary>
    [Theory]
    [InlineData(null, 0, WaitCause.NoWorker)]
    [InlineData("""["heavy"]""", 0, WaitCause.NoWorker)]
    [InlineData("""["heavy","default"]""", 1, WaitCause.Starting)]
    [InlineData("[]", 1, WaitCause.Starting)]
    [InlineData("[]", 2, WaitCause.WorkersBusy)]
    public async Task Ready_IsUpToTheWorkersThatServeItsQueue(string? queues, int running, WaitCause cause)
    {
        using RunBench bench = await RunBench.OpenAsync("a", "b", "c");
        long run = await bench.StartAsync();
        if (queues is not null)
            await bench.AddAsync(Worker(1, 2, queues));
        await bench.AddAsync([.. Enumerable.Range(0, running).Select(ordinal => Lease(run, ordinal, worker: 1))]);
        WaitReason reason = await FindAsync(bench, run, "c");
        Assert.Equal((cause, "default"), (reason.Cause, reason.Queue));
        Assert.Equal(queues is null || cause == WaitCause.NoWorker ? (0, 0) : (running, 2), (reason.Taken, reason.Limit));
    }

    [Fact]
    public async Task Ready_WithADeadWorkerOnly_HasNone()
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long run = await bench.StartAsync();
        await bench.AddAsync(Worker(1, 2, "[]", WorkerState.Dead), Worker(2, 2, "[]", WorkerState.Draining));
        Assert.Equal(WaitCause.NoWorker, (await FindAsync(bench, run, "a")).Cause);
    }

    [Theory]
    [InlineData(NodeState.Retrying, DelayKind.Retry, WaitCause.Retry, 3)]
    [InlineData(NodeState.Retrying, DelayKind.Loss, WaitCause.Loss, 2)]
    [InlineData(NodeState.Deferred, DelayKind.Poll, WaitCause.Poll, 0)]
    public async Task Delayed_SaysUntilWhen(NodeState state, DelayKind kind, WaitCause cause, int attempt)
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long run = await bench.StartAsync();
        await bench.SetAsync(run, 0, n => (n.State, n.Attempt) = (state, 2));
        await bench.AddAsync(new DelayedRow { QueueId = 1, Kind = kind, DueAt = Due, NodeRunId = NodeRunId.Of(run, 0), Fence = 1 });
        WaitReason reason = await FindAsync(bench, run, "a");
        Assert.Equal((cause, Due, attempt), (reason.Cause, reason.DueAt, reason.NextAttempt));
    }

    [Fact]
    public async Task Deferred_WhileItAsks_HasNoTime()
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long run = await bench.StartAsync();
        await bench.SetAsync(run, 0, n => n.State = NodeState.Deferred);
        Assert.Equal(new WaitReason(WaitCause.Poll), await FindAsync(bench, run, "a"));
    }

    [Fact]
    public async Task Find_WhatIsNotThere_OrNotForThisActor_IsNotFound()
    {
        using RunBench bench = await RunBench.OpenAsync("a");
        long run = await bench.StartAsync();
        await Assert.ThrowsAsync<NotFoundException>(() => FindAsync(bench, run, "nowhere"));
        await Assert.ThrowsAsync<NotFoundException>(() => FindAsync(bench, run, "a", RunBench.Nobody));
    }

    private static Task<WaitReason> FindAsync(RunBench bench, long run, string node, Actor? actor = null) =>
        new WaitReasons(bench.Database, bench.Live).FindAsync(actor ?? Actor.System, run, node, TestContext.Current.CancellationToken);

    private static WorkerRow Worker(long id, int slots, string queues, WorkerState state = WorkerState.Alive) =>
        new() { Id = id, Name = $"w{id}", Slots = slots, Queues = queues, State = state, StartedAt = Due };

    private static LeaseRow Lease(long run, int ordinal, long worker) =>
        new() { NodeRunId = NodeRunId.Of(run, ordinal), WorkerId = worker, QueueId = QueueRow.DefaultId, Kind = LeaseKind.Work, StartedAt = Due };
}
