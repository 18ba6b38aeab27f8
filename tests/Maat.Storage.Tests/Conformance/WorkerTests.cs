using Maat.Storage.Engine;
using Maat.Storage.Queues;

namespace Maat.Storage.Tests.Conformance;

public abstract class WorkerTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    [Fact]
    public async Task InsertWorker_EveryField_AndANewIdEachTime()
    {
        long id = await Transact(t => t.InsertWorkerAsync(new NewWorker("host/7", 5_000, 8, """["a"]""", Now)));
        long again = await AddWorker("host/7");

        WorkerRow row = (await Rows<WorkerRow>()).Single(w => w.Id == id);
        Assert.Equal(
            ("host/7", 0L, 5_000, WorkerState.Alive, 8, """["a"]""", Now, null),
            (row.Name, row.Beat, row.LeaseMilliseconds, row.State, row.Slots, row.Queues, row.StartedAt, row.EndedAt));
        Assert.NotEqual(id, again);
    }

    [Fact]
    public async Task Beat_LivingWorker_MovesAndADeadOneDoesNot()
    {
        long id = await AddWorker();
        Assert.True(await Transact(t => t.BeatAsync(id)));
        Assert.True(await Transact(t => t.BeatAsync(id)));
        Assert.Equal(new WorkerBeat(id, 2, 30_000, WorkerState.Alive), Assert.Single(await Transact(t => t.ReadWorkersAsync())));
        await Transact(t => t.SetWorkerStateAsync(id, WorkerState.Draining, null));
        Assert.True(await Transact(t => t.BeatAsync(id)));
        await Transact(t => t.SetWorkerStateAsync(id, WorkerState.Dead, Now));

        Assert.False(await Transact(t => t.BeatAsync(id)));
        Assert.False(await Transact(t => t.BeatAsync(id + 1)));
        Assert.Empty(await Transact(t => t.ReadWorkersAsync()));
    }

    [Fact]
    public async Task MarkDead_BeatHasMoved_StaysAlive()
    {
        long id = await AddWorker();
        await Transact(t => t.BeatAsync(id));

        Assert.False(await Transact(t => t.MarkWorkerDeadAsync(id, beat: 0, Now)));
        Assert.True(await Transact(t => t.MarkWorkerDeadAsync(id, beat: 1, Now)));
        Assert.False(await Transact(t => t.MarkWorkerDeadAsync(id, beat: 1, Now)));

        WorkerRow row = Assert.Single(await Rows<WorkerRow>());
        Assert.Equal((WorkerState.Dead, Now), (row.State, row.EndedAt));
    }

    [Theory]
    [InlineData(WorkerState.Alive)]
    [InlineData(WorkerState.Draining)]
    public async Task SetState_DeadWorker_StaysDead(WorkerState state)
    {
        long id = await AddWorker();
        await Transact(t => t.MarkWorkerDeadAsync(id, 0, Now));

        await Transact(t => t.SetWorkerStateAsync(id, state, null));

        Assert.Equal(WorkerState.Dead, Assert.Single(await Rows<WorkerRow>()).State);
    }

    [Fact]
    public async Task ReadLeasesOfDead_SeveralWorkers_TheirsAloneWithinTheLimit()
    {
        await BeginRun(Flat(9));
        long[] workers = [await AddWorker("a"), await AddWorker("b"), await AddWorker("c")];
        var held = new Dictionary<long, IReadOnlyList<Claim>>();
        foreach (long worker in workers)
        {
            held[worker] = await Claim(worker, slots: 3);
        }

        Assert.Empty(await Transact(t => t.ReadLeasesOfDeadWorkersAsync(100)));
        await Transact(t => t.MarkWorkerDeadAsync(workers[0], 0, Now));
        await Transact(t => t.MarkWorkerDeadAsync(workers[2], 0, Now));

        IReadOnlyList<Lease> dead = await Transact(t => t.ReadLeasesOfDeadWorkersAsync(100));
        Assert.Equal(
            held[workers[0]].Concat(held[workers[2]]).Select(c => (c.NodeRunId, c.Fence, c.Attempt, c.QueueId, c.Kind)).Order(),
            dead.Select(l => (l.NodeRunId, l.Fence, l.Attempt, l.QueueId, l.Kind)).Order());
        Assert.Equal(4, (await Transact(t => t.ReadLeasesOfDeadWorkersAsync(4))).Count);
    }

    [Fact]
    public async Task ReadLeasesOfWorker_SeveralWorkers_ItsOwn()
    {
        await BeginRun(Flat(4));
        long mine = await AddWorker("mine");
        IReadOnlyList<Claim> claims = await Claim(mine, slots: 2);
        await Claim(await AddWorker("other"), slots: 2);

        IReadOnlyList<Lease> leases = await Transact(t => t.ReadLeasesOfWorkerAsync(mine));

        Assert.Equal(claims.Select(c => c.NodeRunId).Order(), leases.Select(l => l.NodeRunId).Order());
        Assert.All(leases, lease => Assert.Equal(mine, lease.WorkerId));
    }
}
