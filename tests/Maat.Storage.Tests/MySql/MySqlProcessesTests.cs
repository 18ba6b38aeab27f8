using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Storage.Applications;
using Maat.Storage.Engine;
using Maat.Storage.MySql;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Maat.Storage.Tests.Conformance;
using Microsoft.EntityFrameworkCore;

namespace Maat.Storage.Tests.MySql;

/// <summary>
/// What SQLite's single writer makes impossible: several processes at once, each with sessions of its own. Where one must wait for another,
/// the other is held in the middle of its transaction.
/// </summary>
public sealed class MySqlProcessesTests() : ConformanceTests(MySqlTestDatabase.CreateAsync)
{
    private const int Processes = 4;

    private readonly List<MySqlDatabase> _processes = [];

    [Fact]
    public async Task Claim_ManyProcesses_EachNodeOnceAndNoneIsLeft()
    {
        RunPlan plan = Flat(100);
        for (int i = 0; i < 4; i++)
        {
            await BeginRun(plan);
        }

        IReadOnlyList<Claim>[] taken = await OnEach(async database =>
        {
            long worker = await database.TransactAsync(t => t.InsertWorkerAsync(new NewWorker("w", 30_000, 16, "[]", Now)), Cancellation);
            var mine = new List<Claim>();
            IReadOnlyList<Claim> batch;
            do
            {
                batch = await database.TransactAsync(t => t.ClaimAsync(new ClaimRequest(worker, [QueueRow.DefaultId], 9, 0, Now)), Cancellation);
                mine.AddRange(batch);
            }
            while (batch.Count > 0);
            return (IReadOnlyList<Claim>)mine;
        });

        Claim[] claims = [.. taken.SelectMany(c => c)];
        Assert.Equal((400, 400), (claims.Length, claims.Select(c => c.NodeRunId).Distinct().Count()));
        Assert.Empty(await Rows<ReadyRow>());
        Assert.All(await Rows<NodeRunRow>(), node => Assert.Equal(NodeState.Running, node.State));
    }

    [Fact]
    public async Task InsertRuns_ManyProcesses_EachIdIsOfItsOwnRun()
    {
        const int Batches = 5, Runs = 20;

        (long Id, string Values)[][] made = await OnEach(async database =>
        {
            var mine = new List<(long, string)>();
            for (int batch = 0; batch < Batches; batch++)
            {
                NewRun[] runs = [.. Enumerable.Range(0, Runs).Select(i => ARun() with { Values = $$"""{"n":"{{Guid.NewGuid()}}"}""" })];
                IReadOnlyList<long> ids = await database.TransactAsync(t => t.InsertRunsAsync(runs), Cancellation);
                mine.AddRange(ids.Zip(runs.Select(run => run.Values)));
            }

            return mine.ToArray();
        });

        Dictionary<long, string> stored = (await Rows<RunRow>()).ToDictionary(run => run.Id, run => run.Values);
        Assert.Equal(Processes * Batches * Runs, stored.Count);
        Assert.All(made.SelectMany(m => m), run => Assert.Equal(run.Values, stored[run.Id]));
    }

    [Fact]
    public async Task Claim_QueueWithLimitManyProcesses_NeverAbove()
    {
        long queue = await AddQueue("narrow", maxRunning: 7);
        await BeginRun(Flat(60), queueOf: _ => queue);

        IReadOnlyList<Claim>[] taken = await OnEach(async database =>
        {
            long worker = await database.TransactAsync(t => t.InsertWorkerAsync(new NewWorker("w", 30_000, 16, "[]", Now)), Cancellation);
            return await database.TransactAsync(t => t.ClaimAsync(new ClaimRequest(worker, [queue], 4, 0, Now)), Cancellation);
        });

        Assert.Equal(7, taken.Sum(c => c.Count));
    }

    [Fact]
    public async Task Claim_BesideAClaimThatIsHeld_TakesTheNextAndDoesNotWait()
    {
        await BeginRun(Flat(4));
        long worker = await AddWorker();
        await using var held = await Held.BeginAsync(Database, t => t.ClaimAsync(new ClaimRequest(worker, [QueueRow.DefaultId], 2, 0, Now)));

        IReadOnlyList<Claim> beside = await (await NewProcessAsync()).TransactAsync(
            t => t.ClaimAsync(new ClaimRequest(worker, [QueueRow.DefaultId], 10, 0, Now)), Cancellation);

        Assert.Equal([2, 3], beside.Select(c => NodeRunId.Ordinal(c.NodeRunId)));
    }

    [Fact]
    public async Task Cancel_NodeThatIsJustBeingClaimed_WaitsAndStopsIt()
    {
        RunPlan plan = Flat(1);
        long run = await BeginRun(plan);
        long worker = await AddWorker();
        var held = await Held.BeginAsync(Database, t => t.ClaimAsync(new ClaimRequest(worker, [QueueRow.DefaultId], 1, 0, Now)));

        Task<RunChange> cancel = (await NewProcessAsync()).TransactAsync(
            async t =>
            {
                LockedRun locked = Assert.Single(await t.LockRunsAsync([run], wait: true));
                return await t.StepAsync(locked, plan, Writes(actor: "ada"), [], (head, nodes) =>
                {
                    var step = new RunStep(plan, head, nodes, Context());
                    step.Cancel("ada");
                    return step.Change;
                });
            },
            Cancellation);
        await WaitForALockAsync(cancel);
        await held.DisposeAsync();

        Assert.Equal([0], (await cancel).StopRequests);
        Assert.True(Assert.Single(await Rows<LeaseRow>()).StopRequested);
        Assert.Equal(NodeState.Running, Assert.Single(await Rows<NodeRunRow>()).State);
    }

    [Fact]
    public async Task LockRuns_HeldByAnother_AreLeftOutOrWaitedFor()
    {
        long held = await BeginRun(Flat(1)), free = await BeginRun(Flat(1));
        var holding = await Held.BeginAsync(Database, t => t.LockRunsAsync([held], wait: true));
        MySqlDatabase other = await NewProcessAsync();

        IReadOnlyList<LockedRun> left = await other.TransactAsync(t => t.LockRunsAsync([held, free], wait: false), Cancellation);
        Task<IReadOnlyList<LockedRun>> both = other.TransactAsync(t => t.LockRunsAsync([held, free], wait: true), Cancellation);
        await WaitForALockAsync(both);
        await holding.DisposeAsync();

        Assert.Equal([free], left.Select(r => r.Facts.Id));
        Assert.Equal([held, free], (await both).Select(r => r.Facts.Id));
    }

    [Fact]
    public async Task MarkDead_WorkerThatIsJustClaiming_ComesAfterTheClaimAndNoneFollows()
    {
        await BeginRun(Flat(2));
        long worker = await AddWorker();
        var claiming = await Held.BeginAsync(Database, t => t.ClaimAsync(new ClaimRequest(worker, [QueueRow.DefaultId], 1, 0, Now)));
        MySqlDatabase other = await NewProcessAsync();

        Task<bool> dead = other.TransactAsync(t => t.MarkWorkerDeadAsync(worker, 0, Now), Cancellation);
        await WaitForALockAsync(dead);
        await claiming.DisposeAsync();

        Assert.True(await dead);
        Assert.Empty(await Claim(worker));
        Assert.Single(await other.TransactAsync(t => t.ReadLeasesOfDeadWorkersAsync(10), Cancellation));
    }

    [Fact]
    public async Task Launch_ManyProcesses_NeverMoreActiveRunsThanTheLimit()
    {
        long application = await AddApplication("a", maxActiveRuns: 3);
        RunPlan plan = Flat(1);

        bool[] started = [.. (await OnEach(async database =>
        {
            var mine = new List<bool>();
            for (int i = 0; i < 5; i++)
            {
                mine.Add(await database.TransactAsync(t => LaunchAsync(t, application, plan), Cancellation));
            }

            return mine;
        })).SelectMany(s => s)];

        Assert.Equal(3, started.Count(s => s));
        Assert.Equal(3, await Transact(t => t.CountActiveRunsAsync(application)));
        Assert.Equal((Processes * 5) - 3, (await Rows<RunWaitRow>()).Count);
    }

    [Fact]
    public async Task Fire_ManyProcesses_EachScheduleOnce()
    {
        for (int i = 0; i < 60; i++)
        {
            await Add(new ScheduleRow
            {
                ApplicationId = 1 + (i % 7),
                QueueId = QueueRow.DefaultId,
                Crontab = "* * * * *",
                Zone = "UTC",
                NextFireAt = Now.AddSeconds(-i),
                LastDecided = Now.AddDays(-1),
            });
        }

        int[] fired = await OnEach(async database =>
        {
            int mine = 0;
            int now;
            do
            {
                now = await database.TransactAsync(
                    async t =>
                    {
                        IReadOnlyList<LockedSchedule> due = await t.LockDueSchedulesAsync([QueueRow.DefaultId], Now, 5);
                        foreach (LockedSchedule schedule in due)
                        {
                            await t.InsertFiringsAsync(schedule.Id, [new DecidedFiring(Now, null, 1, FiringFate.Started)], Now);
                            await t.AdvanceScheduleAsync(schedule.Id, Now, Now.AddMinutes(1));
                        }

                        return due.Count;
                    },
                    Cancellation);
                mine += now;
            }
            while (now > 0);
            return mine;
        });

        Assert.Equal((60, 60), (fired.Sum(), (await Rows<FiringRow>()).Count));
    }

    [Fact]
    public async Task Events_ManyProcesses_NoGapAndNoneTwice()
    {
        await OnEach(async database =>
        {
            await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => database.TransactAsync(t => t.InsertRunAsync(ARun()), Cancellation)));
            return 0;
        });

        IReadOnlyDictionary<long, long> heads = await Test.Events.ReadHeadsAsync(Cancellation);
        Assert.Equal(Processes * 30, heads.Values.Sum());
        Assert.Equal(Processes * 30, (await Rows<RunRow>()).Count);
    }

    [Fact]
    public async Task Deadlock_OfTwoTransactions_BothAreDone()
    {
        long first = await BeginRun(Flat(1)), second = await BeginRun(Flat(1));
        MySqlDatabase other = await NewProcessAsync();
        using var barrier = new SemaphoreSlim(0);
        int arrived = 0;

        async ValueTask<int> CrossAsync(IEngineTransaction t, long a, long b)
        {
            await t.LockRunsAsync([a], wait: true);
            if (Interlocked.Increment(ref arrived) == 2)
            {
                barrier.Release(int.MaxValue / 2);
            }

            await barrier.WaitAsync(Cancellation);
            return (await t.LockRunsAsync([b], wait: true)).Count;
        }

        int[] locked = await Task.WhenAll(
            Database.TransactAsync(t => CrossAsync(t, first, second), Cancellation),
            other.TransactAsync(t => CrossAsync(t, second, first), Cancellation));

        Assert.Equal([1, 1], locked);
        Assert.True(arrived > 2, "Nothing was done again, so there was no deadlock.");
    }

    [Fact]
    public async Task Edits_OfTwoProcesses_ComeOneAfterTheOther()
    {
        int[] counted = await OnEach(database => database.EditAsync(
            async (context, token) =>
            {
                int queues = await context.Queues.CountAsync(token);
                context.Add(new QueueRow { Name = $"q{queues}" });
                return queues;
            },
            Cancellation));

        Assert.Equal(Enumerable.Range(1, Processes), counted.Order());
    }

    [Fact]
    public async Task Write_WithinAWrite_IsRefused() => await Assert.ThrowsAsync<InvalidOperationException>(() => Transact(async t =>
    {
        await t.ReadQueuesAsync();
        return await Transact(inner => inner.InsertRunAsync(ARun()));
    }));

    protected override async ValueTask DisposeAsyncCore()
    {
        foreach (MySqlDatabase database in _processes)
        {
            await database.DisposeAsync();
        }

        await base.DisposeAsyncCore();
    }

    private static async ValueTask<bool> LaunchAsync(IEngineTransaction t, long application, RunPlan plan)
    {
        long id = await t.InsertRunAsync(ARun(application));
        if (await t.HasWaitingRunsAsync(application) || await t.CountActiveRunsAsync(application) >= 3)
        {
            await t.EnqueueRunAsync(application, Now, id);
            return false;
        }

        LockedRun run = Assert.Single(await t.LockRunsAsync([id], wait: true));
        await t.BeginRunAsync(run, plan, Writes(), (head, nodes) =>
        {
            var step = new RunStep(plan, head, nodes, Context());
            step.Begin();
            return step.Change;
        });
        return true;
    }

    private async Task<T[]> OnEach<T>(Func<MySqlDatabase, Task<T>> work)
    {
        var databases = new List<MySqlDatabase>();
        for (int i = 0; i < Processes; i++)
        {
            databases.Add(await NewProcessAsync());
        }

        return await Task.WhenAll(databases.Select(database => Task.Run(() => work(database), Cancellation)));
    }

    private async Task<MySqlDatabase> NewProcessAsync()
    {
        MySqlDatabase database = await ((MySqlTestDatabase)Test).OpenAnotherAsync();
        _processes.Add(database);
        return database;
    }

    /// <summary>Until some statement waits for a row lock, or what should wait has ended.</summary>
    private async Task WaitForALockAsync(Task waiting)
    {
        while (!waiting.IsCompleted && await Database.ReadAsync(
            (context, token) => context.Database.SqlQueryRaw<long>(
                """
                SELECT COUNT(*) AS `Value` FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
                WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()
                """).SingleAsync(token),
            Cancellation) == 0)
        {
            // Asked more often than every tenth of a second, the server shows what it has shown before.
            await Task.Delay(TimeSpan.FromMilliseconds(150), Cancellation);
        }
    }

    /// <summary>A transaction that has done its work and waits before its commit.</summary>
    private sealed class Held : IAsyncDisposable
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task _transaction = Task.CompletedTask;

        public static async Task<Held> BeginAsync<T>(IMaatDatabase database, Func<IEngineTransaction, ValueTask<T>> work)
        {
            var held = new Held();
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            held._transaction = database.TransactAsync(
                async t =>
                {
                    await work(t);
                    done.TrySetResult();
                    await held._release.Task;
                    return true;
                },
                CancellationToken.None);
            await await Task.WhenAny(done.Task, held._transaction);
            return held;
        }

        public async ValueTask DisposeAsync()
        {
            _release.TrySetResult();
            await _transaction;
        }
    }
}
