using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Queues;

namespace Maat.Storage.Tests.Conformance;

public abstract class DelayTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    private static readonly RunPlan s_plan = Flat(1);

    [Fact]
    public async Task ReadDue_SeveralQueues_LongestWaitingFirstWithinTheLimit()
    {
        long run = await BeginRun(s_plan);
        long other = await AddQueue("other");
        await Delay(run, QueueRow.DefaultId, (0, DelayKind.Retry, -10), (1, DelayKind.Retry, -1), (2, DelayKind.Retry, 1));
        await Delay(run, other, (3, DelayKind.Loss, -20), (4, DelayKind.Retry, 0));
        await Delay(run, QueueRow.ControlLane, (5, DelayKind.Retry, -5));

        IReadOnlyList<DueNode> all = await Transact(t => t.ReadDueAsync(Now, 100));
        IReadOnlyList<DueNode> some = await Transact(t => t.ReadDueAsync(Now, 2));

        Assert.Equal([3, 0, 5, 1, 4], all.Select(d => NodeRunId.Ordinal(d.NodeRunId)));
        Assert.Equal([3, 0], some.Select(d => NodeRunId.Ordinal(d.NodeRunId)));
        Assert.Equal(new DueNode(NodeRunId.Of(run, 3), DelayKind.Loss, 103), all[0]);
    }

    [Fact]
    public async Task ReadDue_PollsAlone_NothingIsDueNorWillBe()
    {
        long run = await BeginRun(s_plan);
        await Delay(run, QueueRow.DefaultId, (0, DelayKind.Poll, -10), (1, DelayKind.Poll, 10));

        Assert.Empty(await Transact(t => t.ReadDueAsync(Now, 100)));
        Assert.Null(await Transact(t => t.ReadNextDueAsync()));
    }

    [Fact]
    public async Task ReadNextDue_SeveralQueues_TheEarliest()
    {
        long run = await BeginRun(s_plan);
        Assert.Null(await Transact(t => t.ReadNextDueAsync()));
        await Delay(run, QueueRow.DefaultId, (0, DelayKind.Retry, 9), (1, DelayKind.Poll, 1));
        await Delay(run, 77, (2, DelayKind.Loss, 5), (3, DelayKind.Retry, 7));

        Assert.Equal(Now.AddSeconds(5), await Transact(t => t.ReadNextDueAsync()));
    }

    [Fact]
    public async Task DelayPassed_DueNode_CanBeClaimedAgain()
    {
        RunPlan plan = RunPlan.Create([new PlanNode("a", Retries: new RetryPolicy(1, TimeSpan.FromSeconds(5)))], []);
        long run = await BeginRun(plan);
        long worker = await AddWorker();
        Claim first = Assert.Single(await Claim(worker));
        await Complete(run, plan, 0, new AttemptResult.Failed("no"));

        DueNode due = Assert.Single(await Transact(t => t.ReadDueAsync(Now.AddSeconds(5), 10)));
        await Step(run, plan, step => Assert.True(step.DelayPassed(0, due.Kind, due.Fence)));

        Assert.Empty(await Transact(t => t.ReadDueAsync(Now.AddYears(1), 10)));
        Claim second = Assert.Single(await Claim(worker));
        Assert.Equal((first.Attempt + 1, true), (second.Attempt, second.Fence > first.Fence));
    }

    private Task Delay(long run, long queue, params (int Ordinal, DelayKind Kind, int Seconds)[] entries)
    {
        var change = new RunChange();
        change.Delayed.AddRange(entries.Select(e => new DelayedEntry(e.Ordinal, e.Kind, Now.AddSeconds(e.Seconds), 100 + e.Ordinal)));
        return Write(run, s_plan, change, Writes(queue));
    }
}
