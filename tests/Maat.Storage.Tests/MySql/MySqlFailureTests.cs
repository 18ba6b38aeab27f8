using Maat.Storage.Engine;
using Maat.Storage.MySql;
using Maat.Storage.Runs;
using Maat.Storage.Tests.Conformance;
using Microsoft.EntityFrameworkCore;

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
}
