using System.Text.Json;
using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Runs;

namespace Maat.Storage.Tests.Conformance;

public abstract class StepTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    private static readonly RunPlan s_plan = Flat(4);

    [Fact]
    public async Task Begin_Run_EveryNodeRunIsThereAndRootsAreReady()
    {
        RunPlan chain = RunPlan.Create([new PlanNode("a"), new PlanNode("b")], [new PlanEdge(0, 1)]);
        long run = await BeginRun(chain);

        List<NodeRunRow> nodes = [.. (await Rows<NodeRunRow>()).OrderBy(n => n.Id)];
        Assert.Equal([NodeRunId.Of(run, 0), NodeRunId.Of(run, 1)], nodes.Select(n => n.Id));
        Assert.Equal([NodeState.Ready, NodeState.Waiting], nodes.Select(n => n.State));
        ReadyRow ready = Assert.Single(await Rows<ReadyRow>());
        Assert.Equal((QueueRow.DefaultId, NodeRunId.Of(run, 0), 1L, 1), (ready.QueueId, ready.NodeRunId, ready.Fence, ready.Attempt));
        RunRow row = Assert.Single(await Rows<RunRow>());
        Assert.Equal((RunState.Running, 2, Now), (row.State, row.Open, row.StartedAt));
        Assert.Equal(
            [(null, (byte)RunState.Queued), (0, (byte)NodeState.Ready), (null, (byte)RunState.Running)],
            (await EventsOf(run)).Select(e => (e.Ordinal, e.State)));
    }

    [Fact]
    public async Task LockRuns_ManyAndMissingAndTwice_EachOnceInOrderOfId()
    {
        long first = await BeginRun(s_plan);
        long second = await BeginRun(s_plan);

        IReadOnlyList<LockedRun> runs = await Transact(t => t.LockRunsAsync([second, 999, first, second], wait: true));

        Assert.Equal([first, second], runs.Select(r => r.Facts.Id));
    }

    [Fact]
    public async Task InsertRun_Facts_AreReadBackUnderTheLock()
    {
        var made = new NewRun(
            7, 8, 9, 10, RunKind.Backfill, Now.AddMicroseconds(-1), "Europe/Berlin", """{"region":"中"}""", 11, "ada", Now.AddMicroseconds(1));
        long id = await Transact(t => t.InsertRunAsync(made));

        LockedRun run = Assert.Single(await Transact(t => t.LockRunsAsync([id], wait: true)));

        Assert.Equal(
            new RunFacts(id, 7, 8, 9, 10, RunKind.Backfill, made.ScheduledAt, "Europe/Berlin", 11, "ada", made.CreatedAt), run.Facts);
        Assert.Equal((RunState.Queued, 1, 0), (run.Head.State, run.Head.Round, run.Head.Open));
        Assert.Equal([new StoredRun(run.Facts, made.Values, "", "")], await Transact(t => t.ReadRunsAsync([id, id + 1])));
    }

    [Fact]
    public async Task InsertRuns_BegunAndQueuedTogether_AreAsIfBegunOneByOne()
    {
        RunPlan plan = RunPlan.Create([new PlanNode("a"), new PlanNode("b")], [new PlanEdge(0, 1)]);
        long single = await BeginRun(plan);

        IReadOnlyList<long> ids = await Transact(t => t.InsertRunsAsync([ARun(), ARun() with { Begun = Begun(plan) }, ARun() with { Begun = Begun(plan) }]));

        IReadOnlyList<LockedRun> runs = await Transact(t => t.LockRunsAsync([single, .. ids], wait: true));
        Assert.Equal([single, .. ids], runs.Select(r => r.Facts.Id));
        Assert.Equal([RunState.Running, RunState.Queued, RunState.Running, RunState.Running], runs.Select(r => r.Head.State));
        Assert.All([runs[2], runs[3]], run => Assert.Equal(
            (runs[0].Head.Open, runs[0].Head.FairAt, runs[0].Head.StartedAt), (run.Head.Open, run.Head.FairAt, run.Head.StartedAt)));
        long[] begun = [single, ids[1], ids[2]];
        Assert.Equal(
            begun.SelectMany(id => (long[])[NodeRunId.Of(id, 0), NodeRunId.Of(id, 1)]), (await Rows<NodeRunRow>()).Select(n => n.Id).Order());
        Assert.Equal(begun.Select(id => NodeRunId.Of(id, 0)), (await Rows<ReadyRow>()).Select(r => r.NodeRunId).Order());
        Assert.Equal(await StatesOf(single), await StatesOf(ids[2]));
        Assert.Equal([(null, (int)RunState.Queued)], await StatesOf(ids[0]));

        async Task<(int?, int)[]> StatesOf(long run) => [.. (await EventsOf(run)).Select(e => (e.Ordinal, (int)e.State))];
    }

    [Fact]
    public async Task LockRuns_WithNodeRuns_LeasesAndStepsAreAsWithoutThem()
    {
        RunPlan plan = Flat(2);
        long run = await BeginRun(plan);
        await Claim(await AddWorker(), slots: 1);

        (IReadOnlyList<Lease> leases, NodeState[] seen) = await Transact(async t =>
        {
            long[] nodes = [NodeRunId.Of(run, 0), NodeRunId.Of(run, 1)];
            LockedRun locked = Assert.Single(await t.LockRunsAsync([run], wait: true, nodes));
            IReadOnlyList<Lease> read = await t.ReadLeasesAsync(nodes);
            NodeState[] states = [];
            await t.StepAsync(locked, plan, Writes(), [0, 1], (head, runs) =>
            {
                var step = new RunStep(plan, head, runs, Context());
                step.Complete(0, new AttemptResult.Succeeded());
                return step.Change;
            });
            await t.StepAsync(locked, plan, Writes(), [0, 1], (_, runs) =>
            {
                states = [runs.Get(0).State, runs.Get(1).State];
                return new RunChange();
            });
            return (read, states);
        });

        Assert.Empty(await Transact(t => t.ReadLeasesAsync([NodeRunId.Of(run, 0)])));
        Assert.Equal(NodeRunId.Of(run, 0), Assert.Single(leases).NodeRunId);
        Assert.Equal([NodeState.Succeeded, NodeState.Ready], seen);
    }

    private static BegunRun Begun(RunPlan plan)
    {
        var head = new RunHead(0) { State = RunState.Queued };
        var step = new RunStep(plan, head, new FreshNodeRuns(plan.Count), Context());
        step.Begin();
        return new BegunRun(plan, head, step.Change, Writes());
    }

    [Fact]
    public async Task Step_NodeRun_EveryFieldIsWrittenAndReadBack()
    {
        long run = await BeginRun(s_plan);
        var node = new NodeRun(2)
        {
            State = NodeState.Deferred,
            Decision = Decision.Run,
            Attempt = 3,
            AttemptBase = 2,
            Losses = 4,
            Fence = 1L << 40,
            Succeeded = 5,
            Failed = 6,
            UpstreamFailed = 7,
            Skipped = 8,
            Excluded = 9,
            Gates = 10,
            Choice = ["left", "right"],
            OutputFence = 1L << 33,
            Resume = "{\"id\":7}",
            Pending = new PendingMark(NodeState.Succeeded, ["left"], "ada"),
            Reason = "It was \"late\"\n\0 — 迟到",
            ChangedAt = Now.AddMicroseconds(7),
        };
        var change = new RunChange();
        change.Nodes.Add(2, node);
        await Write(run, s_plan, change);

        NodeRun read = null!;
        await Transact(async t =>
        {
            LockedRun locked = Assert.Single(await t.LockRunsAsync([run], wait: true));
            await t.StepAsync(locked, s_plan, Writes(), [2], (_, nodes) =>
            {
                read = nodes.Get(2);
                Assert.Same(read, nodes.Get(2));
                return new RunChange();
            });
        });

        Assert.Equal(JsonSerializer.Serialize(node), JsonSerializer.Serialize(read));
        Assert.Equal(3, (await Rows<NodeRunRow>()).Count(n => n.State == NodeState.Ready));
    }

    [Fact]
    public async Task Step_WaitingTables_EntriesComeAndGoEachInItsOwn()
    {
        long run = await BeginRun(s_plan);
        long queue = await AddQueue("q");
        DateTime due = Now.AddSeconds(5);
        var come = new RunChange();
        come.Unqueued.AddRange([(0, NodeState.Ready), (1, NodeState.Ready), (2, NodeState.Ready), (3, NodeState.Ready)]);
        come.Ready.Add(new ReadyEntry(0, -5, 11, 2));
        come.Held.Add(new HeldEntry(1, HoldKind.PausedRun, 6, 12, 3));
        come.Delayed.Add(new DelayedEntry(2, DelayKind.Retry, due, 13));
        come.Delayed.Add(new DelayedEntry(3, DelayKind.Poll, due, 14));
        await Write(run, s_plan, come, Writes(queue));

        ReadyRow ready = Assert.Single(await Rows<ReadyRow>());
        Assert.Equal((queue, -5L, NodeRunId.Of(run, 0), 11L, 2), (ready.QueueId, ready.Position, ready.NodeRunId, ready.Fence, ready.Attempt));
        HeldRow held = Assert.Single(await Rows<HeldRow>());
        Assert.Equal(
            (HoldKind.PausedRun, run, 6L, NodeRunId.Of(run, 1), 12L, 3),
            (held.Kind, held.HoldId, held.Position, held.NodeRunId, held.Fence, held.Attempt));
        Assert.Equal(
            [(queue, due, NodeRunId.Of(run, 2), DelayKind.Retry, 13L), (queue, due, NodeRunId.Of(run, 3), DelayKind.Poll, 14L)],
            (await Rows<DelayedRow>()).OrderBy(d => d.NodeRunId).Select(d => (d.QueueId, d.DueAt, d.NodeRunId, d.Kind, d.Fence)));

        var go = new RunChange();
        go.Unqueued.AddRange([(0, NodeState.Ready), (1, NodeState.Held), (2, NodeState.Retrying), (3, NodeState.Deferred)]);
        await Write(run, s_plan, go);

        Assert.Equal((0, 0, 0), ((await Rows<ReadyRow>()).Count, (await Rows<HeldRow>()).Count, (await Rows<DelayedRow>()).Count));
    }

    [Fact]
    public async Task Step_ReadyAgainUnderANewFence_ReplacesTheRow()
    {
        long run = await BeginRun(s_plan);
        var change = new RunChange();
        change.Unqueued.Add((1, NodeState.Ready));
        change.Ready.Add(new ReadyEntry(1, 1, 2, 1));
        await Write(run, s_plan, change);

        Assert.Equal(2, (await Rows<ReadyRow>()).Single(r => r.NodeRunId == NodeRunId.Of(run, 1)).Fence);
        Assert.Equal(4, (await Rows<ReadyRow>()).Count);
    }

    [Fact]
    public async Task Step_Leases_OneIsAskedToStopAnotherEnds()
    {
        long run = await BeginRun(s_plan);
        await Claim(await AddWorker());
        var change = new RunChange();
        change.StopRequests.Add(1);
        change.Released.Add(2);
        await Write(run, s_plan, change);

        Assert.Equal(
            [(0, false), (1, true), (3, false)],
            (await Rows<LeaseRow>()).OrderBy(l => l.NodeRunId).Select(l => (NodeRunId.Ordinal(l.NodeRunId), l.StopRequested)));
        IReadOnlyList<Lease> read = await Transact(t => t.ReadLeasesAsync([NodeRunId.Of(run, 1), NodeRunId.Of(run, 2)]));
        Assert.True(Assert.Single(read).StopRequested);
    }

    [Fact]
    public async Task Step_DeferredNode_KnowsWhetherAWorkerHoldsIt()
    {
        long run = await BeginRun(s_plan);
        await Claim(await AddWorker(), slots: 1);
        bool[] leased = [];

        await Transact(async t =>
        {
            LockedRun locked = Assert.Single(await t.LockRunsAsync([run], wait: true));
            await t.StepAsync(locked, s_plan, Writes(), [0, 1], (_, nodes) =>
            {
                leased = [nodes.IsLeased(0), nodes.IsLeased(1)];
                return new RunChange();
            });
        });

        Assert.Equal([true, false], leased);
    }

    [Fact]
    public async Task Step_Resets_AreHistoryWithTheirActor()
    {
        long run = await BeginRun(s_plan);
        var change = new RunChange();
        change.Resets.Add(new ResetEntry(1, 2, ResetKind.Mark, NodeState.Failed, 3));
        await Write(run, s_plan, change, Writes(actor: "ada"));

        ResetRow reset = Assert.Single(await Rows<ResetRow>());
        Assert.Equal(
            (NodeRunId.Of(run, 1), 2, ResetKind.Mark, "ada", NodeState.Failed, 3, Now),
            (reset.NodeRunId, reset.Round, reset.Kind, reset.Actor, reset.PreviousState, reset.PreviousAttempt, reset.At));
    }

    [Fact]
    public async Task Step_Events_AreToldInOrderAndTheRunsLast()
    {
        long run = await BeginRun(s_plan);
        int before = (await EventsOf(run)).Count;
        var change = new RunChange { RunState = RunState.Paused };
        change.Events.Add(new NodeEvent(1, 2, 3, 4, NodeState.Failed, "why"));
        change.Events.Add(new NodeEvent(0, 2, 5, 6, NodeState.Held, null));
        await Write(run, s_plan, change);

        Assert.Equal(
            [
                ((int?)1, 2, 3L, 4, (byte)NodeState.Failed, "why", Now), (0, 2, 5L, 6, (byte)NodeState.Held, null, Now),
                (null, 1, 0L, 0, (byte)RunState.Paused, null, Now),
            ],
            (await EventsOf(run)).Skip(before).Select(e => (e.Ordinal, e.Round, e.Fence, e.Attempt, e.State, e.Reason, e.At)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Step_Head_IsWrittenWhenItChanged(bool changed)
    {
        long id = await BeginRun(s_plan);
        await Transact(async t =>
        {
            LockedRun run = Assert.Single(await t.LockRunsAsync([id], wait: true));
            await t.StepAsync(run, s_plan, Writes(), [], (head, _) =>
            {
                (head.State, head.Open, head.BadLeaves, head.Round, head.CancelRequested, head.FairAt, head.StartedAt, head.EndedAt) =
                    (RunState.Failed, 1, 2, 3, true, 1L << 50, Now.AddSeconds(1), Now.AddSeconds(2));
                return new RunChange { HeadChanged = changed };
            });
        });

        RunHead read = Assert.Single(await Transact(t => t.LockRunsAsync([id], wait: true))).Head;
        Assert.Equal(changed, read.State == RunState.Failed);
        if (changed)
        {
            Assert.Equal(
                (1, 2, 3, true, 1L << 50, Now.AddSeconds(1), Now.AddSeconds(2)),
                (read.Open, read.BadLeaves, read.Round, read.CancelRequested, read.FairAt, read.StartedAt, read.EndedAt));
        }
    }

    [Fact]
    public async Task Step_ThatThrows_ChangesNothing()
    {
        long run = await BeginRun(s_plan);
        int events = (await EventsOf(run)).Count;
        var change = new RunChange();
        change.Events.Add(new NodeEvent(0, 1, 1, 1, NodeState.Failed, null));
        change.Unqueued.Add((0, NodeState.Ready));
        await Assert.ThrowsAsync<TimeoutException>(() => Transact<bool>(async t =>
        {
            LockedRun locked = Assert.Single(await t.LockRunsAsync([run], wait: true));
            await t.StepAsync(locked, s_plan, Writes(), [], (_, _) => change);
            throw new TimeoutException();
        }));

        Assert.Equal((4, events), ((await Rows<ReadyRow>()).Count, (await EventsOf(run)).Count));
    }

    [Fact]
    public async Task Step_UnqueuedFromAStateWithoutATable_IsRefused()
    {
        long run = await BeginRun(s_plan);
        var change = new RunChange();
        change.Unqueued.Add((0, NodeState.Waiting));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Write(run, s_plan, change));
    }
}
