using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Storage.Tests.Conformance;

public abstract class ClaimTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    [Fact]
    public async Task Claim_SeveralPriorities_HighestFirstThenByPosition()
    {
        RunPlan plan = Flat(6, i => i % 3 * 10);
        long run = await BeginRun(plan);
        long worker = await AddWorker();

        var order = new List<int>();
        for (int i = 0; i < 3; i++)
        {
            order.AddRange((await Claim(worker, slots: 2)).Select(c => NodeRunId.Ordinal(c.NodeRunId)));
        }

        Assert.Equal([2, 5, 1, 4, 0, 3], order);
        Assert.All(await Rows<LeaseRow>(), lease => Assert.Equal(run, NodeRunId.Run(lease.NodeRunId)));
    }

    [Fact]
    public async Task Claim_ManyClaimersAtOnce_EachNodeOnce()
    {
        await BeginRun(Flat(150));
        long[] workers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AddWorker($"w{i}")));

        List<Claim>[] taken = await Task.WhenAll(workers.Select(async worker =>
        {
            var mine = new List<Claim>();
            IReadOnlyList<Claim> batch;
            do
            {
                batch = await Claim(worker, slots: 7);
                mine.AddRange(batch);
            }
            while (batch.Count > 0);
            return mine;
        }));

        Claim[] claims = [.. taken.SelectMany(c => c)];
        Assert.Equal(150, claims.Length);
        Assert.Equal(150, claims.Select(c => c.NodeRunId).Distinct().Count());
        Dictionary<long, long> holders = (await Rows<LeaseRow>()).ToDictionary(l => l.NodeRunId, l => l.WorkerId);
        Assert.All(workers.Zip(taken), pair => Assert.All(pair.Second, c => Assert.Equal(pair.First, holders[c.NodeRunId])));
    }

    [Fact]
    public async Task Claim_Node_LeaseStateAndEventTellTheSame()
    {
        long run = await BeginRun(Flat(1));
        long worker = await AddWorker();

        Claim claim = Assert.Single(await Claim(worker));

        LeaseRow lease = Assert.Single(await Rows<LeaseRow>());
        Assert.Equal(
            (claim.NodeRunId, claim.Fence, claim.Attempt, worker, QueueRow.DefaultId, LeaseKind.Work, Now, false),
            (lease.NodeRunId, lease.Fence, lease.Attempt, lease.WorkerId, lease.QueueId, lease.Kind, lease.StartedAt, lease.StopRequested));
        Assert.Equal((NodeRunId.Of(run, 0), 1L, 1, LeaseKind.Work), (claim.NodeRunId, claim.Fence, claim.Attempt, claim.Kind));
        Assert.Equal(NodeState.Running, Assert.Single(await Rows<NodeRunRow>()).State);
        Assert.Empty(await Rows<ReadyRow>());
        StoredEvent told = (await EventsOf(run))[^1];
        Assert.Equal((0, 1, 1L, 1, (byte)NodeState.Running), (told.Ordinal, told.Round, told.Fence, told.Attempt, told.State));
    }

    [Fact]
    public async Task Claim_QueueWithLimit_CountsWhatRuns()
    {
        long queue = await AddQueue("narrow", maxRunning: 3);
        RunPlan plan = Flat(6);
        long run = await BeginRun(plan, queueOf: _ => queue);
        long worker = await AddWorker();

        IReadOnlyList<Claim> first = await Claim(worker, 10, 0, queue);
        IReadOnlyList<Claim> full = await Claim(worker, 10, 0, queue);
        await Complete(run, plan, NodeRunId.Ordinal(first[0].NodeRunId), new AttemptResult.Succeeded());
        IReadOnlyList<Claim> freed = await Claim(worker, 10, 0, queue);

        Assert.Equal((3, 0, 1), (first.Count, full.Count, freed.Count));
    }

    [Fact]
    public async Task Claim_QueueWithLimitManyClaimersAtOnce_NeverAbove()
    {
        long queue = await AddQueue("narrow", maxRunning: 5);
        await BeginRun(Flat(40), queueOf: _ => queue);
        long[] workers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => AddWorker($"w{i}")));

        IReadOnlyList<Claim>[] taken = await Task.WhenAll(workers.Select(worker => Claim(worker, 4, 0, queue)));

        Assert.Equal(5, taken.Sum(c => c.Count));
    }

    [Fact]
    public async Task Claim_PausedQueue_NothingUntilItGoesOn()
    {
        long queue = await AddQueue("paused", paused: true);
        await BeginRun(Flat(2), queueOf: _ => queue);
        long worker = await AddWorker();

        Assert.Empty(await Claim(worker, 10, 0, queue));
        await Database.EditAsync(async (context, token) => (await context.Queues.SingleAsync(q => q.Id == queue, token)).Paused = false, Cancellation);

        Assert.Equal(2, (await Claim(worker, 10, 0, queue)).Count);
    }

    [Theory]
    [InlineData(WorkerState.Dead)]
    [InlineData(WorkerState.Draining)]
    [InlineData(null)]
    public async Task Claim_WorkerNotAlive_NothingIsTaken(WorkerState? state)
    {
        await BeginRun(Flat(2));
        long worker = state is null ? 4_711 : await AddWorker();
        if (state is { } is_)
        {
            await Transact(t => t.SetWorkerStateAsync(worker, is_, null));
        }

        Assert.Empty(await Claim(worker, 10, 10));

        Assert.Equal(2, (await Rows<ReadyRow>()).Count);
        Assert.Empty(await Rows<LeaseRow>());
    }

    [Fact]
    public async Task Claim_ControlLane_TakesNoSlotAndCountsForNoLimit()
    {
        long queue = await AddQueue("narrow", maxRunning: 1);
        await BeginRun(Flat(4), queueOf: ordinal => ordinal < 2 ? QueueRow.ControlLane : queue);
        long worker = await AddWorker();

        IReadOnlyList<Claim> branches = await Claim(worker, 0, 5, queue);
        IReadOnlyList<Claim> work = await Claim(worker, 5, 0, queue);

        Assert.Equal([LeaseKind.Control, LeaseKind.Control], branches.Select(c => c.Kind));
        Assert.Equal([QueueRow.ControlLane, QueueRow.ControlLane], branches.Select(c => c.QueueId));
        Assert.Equal([LeaseKind.Work], work.Select(c => c.Kind));
    }

    [Fact]
    public async Task Claim_SeveralQueues_BestOfAllWithinTheSlots()
    {
        long a = await AddQueue("a");
        long b = await AddQueue("b");
        await BeginRun(Flat(6, i => i * 10), queueOf: ordinal => ordinal % 2 == 0 ? a : b);
        long worker = await AddWorker();

        IReadOnlyList<Claim> claims = await Claim(worker, 3, 0, a, b);

        Assert.Equal([5, 4, 3], claims.Select(c => NodeRunId.Ordinal(c.NodeRunId)));
    }

    [Fact]
    public async Task Claim_QueueNotAskedFor_StaysThere()
    {
        long other = await AddQueue("other");
        await BeginRun(Flat(2), queueOf: ordinal => ordinal == 0 ? other : QueueRow.DefaultId);
        long worker = await AddWorker();

        Assert.Equal([1], (await Claim(worker)).Select(c => NodeRunId.Ordinal(c.NodeRunId)));
    }

    [Fact]
    public async Task Claim_ReadyRowWithAnOlderFence_IsDroppedAndStartsNothing()
    {
        RunPlan plan = Flat(1);
        long run = await BeginRun(plan);
        var change = new RunChange();
        change.Unqueued.Add((0, NodeState.Ready));
        change.Ready.Add(new ReadyEntry(0, 1, Fence: 0, Attempt: 1));
        await Write(run, plan, change);

        Assert.Empty(await Claim(await AddWorker()));

        Assert.Empty(await Rows<LeaseRow>());
        Assert.Equal(NodeState.Ready, Assert.Single(await Rows<NodeRunRow>()).State);
    }

    [Fact]
    public async Task Claim_TransactionThatThrows_TakesNothing()
    {
        await BeginRun(Flat(3));
        long worker = await AddWorker();

        await Assert.ThrowsAsync<TimeoutException>(() => Transact<bool>(async t =>
        {
            Assert.Equal(3, (await t.ClaimAsync(new ClaimRequest(worker, [QueueRow.DefaultId], 10, 0, Now))).Count);
            throw new TimeoutException();
        }));

        Assert.Equal((3, 0), ((await Rows<ReadyRow>()).Count, (await Rows<LeaseRow>()).Count));
        Assert.Equal(3, (await Claim(worker)).Count);
    }
}
