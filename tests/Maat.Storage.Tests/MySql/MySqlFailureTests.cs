using Maat.Storage.Engine;
using Maat.Storage.MySql;
using Maat.Storage.Runs;
using Maat.Storage.Tests.Conformance;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace Maat.Storage.Tests.MySql;

/// <summary>Connections that are lost and locks that are not given.</summary>
public sealed class MySqlFailureTests() : ConformanceTests(MySqlTestDatabase.CreateBehindProxyAsync)
{
    [Fact]
    public async Task Transact_ConnectionKilledBeforeTheCommit_IsDoneAgainOnAnotherOnce()
    {
        int tries = 0;
        var retried = new List<int>();
        ((MySqlDatabase)Database).Retried += retried.Add;
        long run = await Transact(async t =>
        {
            long id = await t.InsertRunAsync(ARun());
            if (++tries == 1)
            {
                await KillEngineConnectionsAsync();
            }

            await t.LockRunsAsync([id, id + 1_000_000], wait: true);
            return id;
        });

        Assert.Equal(2, tries);
        Assert.True(Assert.Single(retried) is 1927 or 2006 or 2013);
        Assert.Equal(run, Assert.Single(await Rows<RunRow>()).Id);
        Assert.Single(await EventsOf(run));
    }

    [Fact]
    public async Task Transact_ConnectionKilledWhileIdle_IsNotNoticed()
    {
        await Transact(t => t.InsertRunAsync(ARun()));
        await KillEngineConnectionsAsync();

        await Transact(async t =>
        {
            await t.ReadQueuesAsync();
            return await t.InsertRunAsync(ARun());
        });

        Assert.Equal(2, (await Rows<RunRow>()).Count);
    }

    [Fact]
    public async Task Commit_ThatIsCut_IsReadBackByWhoeverTriesAgain()
    {
        await Test.MakeCommitFailAsync("poison");
        await Assert.ThrowsAsync<AmbiguousCommitException>(() => Transact(BindAsync));

        long run;
        try
        {
            // Known when the cut one was committed, else bound now, and cut again.
            run = await Transact(BindAsync);
        }
        catch (AmbiguousCommitException)
        {
            run = (await Transact(t => t.FindRunByKeyAsync(1, "poison"))).GetValueOrDefault();
        }

        Assert.True(run > 0);
        Assert.Equal(run, Assert.Single(await Rows<RunRow>()).Id);

        static async ValueTask<long> BindAsync(IEngineTransaction t)
        {
            if (await t.FindRunByKeyAsync(1, "poison") is { } known)
            {
                return known;
            }

            long id = await t.InsertRunAsync(ARun());
            await t.InsertRunKeyAsync(1, "poison", id, Now);
            return id;
        }
    }

    /// <summary>A lock that is not given, a deadlock, and a row that has changed, as the server reports them.</summary>
    [Theory, InlineData(1205), InlineData(1213), InlineData(1020)]
    public async Task Transact_ErrorThatPasses_IsDoneAgain(int number)
    {
        await using var errors = await ForcedErrors.BeginAsync(Database, number, times: 2);
        int tries = 0;
        await Transact(async t =>
        {
            tries++;
            await t.InsertRunKeyAsync(1, "forced", 1, Now);
            return true;
        });

        Assert.Equal(3, tries);
        Assert.Single(await Rows<RunKeyRow>());
    }

    [Theory, InlineData(1205), InlineData(1213), InlineData(1020)]
    public async Task Transact_ErrorThatStays_IsGivenUpAfterSomeTries(int number)
    {
        await using var errors = await ForcedErrors.BeginAsync(Database, number, times: 1_000);
        int tries = 0;
        var thrown = await Assert.ThrowsAsync<MySqlException>(() => Transact(async t =>
        {
            tries++;
            await t.InsertRunKeyAsync(1, "forced", 1, Now);
            return true;
        }));

        Assert.Equal(number, thrown.Number);
        Assert.Equal(8, tries);
        Assert.Empty(await Rows<RunKeyRow>());
    }

    [Fact]
    public async Task Heartbeat_EverySessionTaken_WaitsForNone()
    {
        const int sessions = 12;
        long worker = await AddWorker();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0;
        var allBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Task<bool>> holding = [.. Enumerable.Range(0, sessions + 1).Select(_ => Transact(async t =>
        {
            await t.ReadQueuesAsync();
            if (Interlocked.Increment(ref begun) == sessions)
            {
                allBegun.SetResult();
            }

            await release.Task;
            return true;
        }))];
        await allBegun.Task.WaitAsync(Cancellation);

        bool alive = await Database.TransactUrgentlyAsync(t => t.BeatAsync(worker), Cancellation);

        Assert.True(alive);
        Assert.Equal(sessions, Volatile.Read(ref begun));
        release.SetResult();
        await Task.WhenAll(holding);
    }

    private async Task KillEngineConnectionsAsync() => await Database.ReadAsync(
        async (context, token) =>
        {
            List<long> others = await context.Database.SqlQueryRaw<long>(
                "SELECT id AS `Value` FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()").ToListAsync(token);
            foreach (long id in others)
            {
                await context.Database.ExecuteSqlAsync($"KILL {id}", token);
            }

            return true;
        },
        Cancellation);

    /// <summary>The server itself reports an error for each idempotency key that is written, so many times.</summary>
    private sealed class ForcedErrors(IMaatDatabase database) : IAsyncDisposable
    {
        public static async Task<ForcedErrors> BeginAsync(IMaatDatabase database, int number, int times)
        {
            var errors = new ForcedErrors(database);
            // What is not rolled back with the transaction counts.
            await errors.RunAsync("CREATE TABLE forced (n INT NOT NULL) ENGINE=MyISAM");
            await errors.RunAsync("INSERT INTO forced VALUES (0)");
            await errors.RunAsync($"""
                CREATE TRIGGER force_error BEFORE INSERT ON run_key FOR EACH ROW BEGIN
                    UPDATE forced SET n = n + 1;
                    IF (SELECT n FROM forced) <= {times} THEN SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {number}; END IF;
                END
                """);
            return errors;
        }

        public async ValueTask DisposeAsync()
        {
            await RunAsync("DROP TRIGGER force_error");
            await RunAsync("DROP TABLE forced");
        }

        private Task<int> RunAsync(string sql) => database.ReadAsync((context, token) => context.Database.ExecuteSqlRawAsync(sql, token), Cancellation);
    }
}
