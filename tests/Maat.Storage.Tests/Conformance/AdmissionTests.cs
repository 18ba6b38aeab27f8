using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Runs;

namespace Maat.Storage.Tests.Conformance;

public abstract class AdmissionTests(Func<Task<ITestDatabase>> create) : ConformanceTests(create)
{
    [Fact]
    public async Task CountActive_RunningAndPausedButBackfillsAndTheEnded_Count()
    {
        long application = await AddApplication("a");
        RunState[] states = [RunState.Queued, RunState.Running, RunState.Paused, RunState.Succeeded, RunState.Failed, RunState.Cancelled];
        foreach (RunState state in states)
        {
            foreach (RunKind kind in Enum.GetValues<RunKind>())
            {
                await InsertRun(application, kind, state);
            }
        }

        await InsertRun(application + 1, RunKind.Manual, RunState.Running);

        // Running and paused, of a schedule and by hand.
        Assert.Equal(4, await Transact(t => t.CountActiveRunsAsync(application)));
    }

    [Fact]
    public async Task ReadAdmissible_Line_InOrderOfScheduledTimeAndWithinTheLimit()
    {
        long application = await AddApplication("a", maxActiveRuns: 3);
        await InsertRun(application, RunKind.Manual, RunState.Running);
        long late = await Enqueue(application, Now.AddHours(2));
        long early = await Enqueue(application, Now.AddHours(1));
        await Enqueue(application, Now.AddHours(3));

        Assert.Equal([early, late], await Transact(t => t.ReadAdmissibleRunsAsync(100)));
        Assert.Equal([early], await Transact(t => t.ReadAdmissibleRunsAsync(1)));
    }

    [Fact]
    public async Task ReadAdmissible_ApplicationAtItsLimit_IsPassedOver()
    {
        long full = await AddApplication("full");
        long free = await AddApplication("free");
        await InsertRun(full, RunKind.Manual, RunState.Paused);
        await Enqueue(full, Now);
        long admissible = await Enqueue(free, Now);

        Assert.Equal([admissible], await Transact(t => t.ReadAdmissibleRunsAsync(100)));
    }

    [Fact]
    public async Task ReadAdmissible_NothingInLine_Nothing() => Assert.Empty(await Transact(t => t.ReadAdmissibleRunsAsync(100)));

    [Fact]
    public async Task Dequeue_Run_OnlyOnce()
    {
        long application = await AddApplication("a");
        long run = await Enqueue(application, Now);
        Assert.True(await Transact(t => t.HasWaitingRunsAsync(application)));
        Assert.False(await Transact(t => t.HasWaitingRunsAsync(application + 1)));

        Assert.True(await Transact(t => t.DequeueRunAsync(application, Now, run)));
        Assert.False(await Transact(t => t.HasWaitingRunsAsync(application)));
        Assert.False(await Transact(t => t.DequeueRunAsync(application, Now, run)));
        Assert.Empty(await Transact(t => t.ReadAdmissibleRunsAsync(100)));
    }

    [Fact]
    public async Task RunKey_FiftyTriggersAtOnce_OneRun()
    {
        long[] runs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Transact(async t =>
        {
            if (await t.FindRunByKeyAsync(1, "key") is { } known)
            {
                return known;
            }

            long run = await t.InsertRunAsync(ARun());
            await t.InsertRunKeyAsync(1, "key", run, Now);
            return run;
        })));

        Assert.Single(runs.Distinct());
        Assert.Single(await Rows<RunRow>());
    }

    [Fact]
    public async Task RunKey_BoundTwice_IsRefusedWithAllThatCameWithIt()
    {
        await Transact(t => t.InsertRunKeyAsync(1, "key", 5, Now));

        await Assert.ThrowsAnyAsync<Exception>(() => Transact(async t =>
        {
            long run = await t.InsertRunAsync(ARun());
            await t.InsertRunKeyAsync(1, "key", run, Now);
        }));

        Assert.Equal(5, await Transact(t => t.FindRunByKeyAsync(1, "key")));
        Assert.Empty(await Rows<RunRow>());
    }

    [Theory]
    [InlineData(2, "key")]
    [InlineData(1, "KEY")]
    [InlineData(1, "kéy")]
    public async Task RunKey_OtherApplicationOrSpelling_IsAnotherKey(long application, string key)
    {
        await Transact(t => t.InsertRunKeyAsync(1, "key", 5, Now));

        Assert.Null(await Transact(t => t.FindRunByKeyAsync(application, key)));
        await Transact(t => t.InsertRunKeyAsync(application, key, 6, Now));
        Assert.Equal(5, await Transact(t => t.FindRunByKeyAsync(1, "key")));
    }

    private Task<long> Enqueue(long application, DateTime scheduledAt) => Transact(async t =>
    {
        long run = await t.InsertRunAsync(ARun(application, scheduledAt: scheduledAt));
        await t.EnqueueRunAsync(application, scheduledAt, run);
        return run;
    });

    private Task InsertRun(long application, RunKind kind, RunState state) => Transact(async t =>
    {
        long id = await t.InsertRunAsync(ARun(application, kind));
        LockedRun run = Assert.Single(await t.LockRunsAsync([id], wait: true));
        await t.StepAsync(run, Flat(1), Writes(), [], (head, _) =>
        {
            head.State = state;
            return new RunChange { HeadChanged = true };
        });
    });
}
