using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Runs;
using Maat.Engine.Schedulers;
using Maat.Storage;
using Maat.Storage.Applications;
using Maat.Storage.Engine;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Maat.Storage.Sqlite;
using Maat.Storage.Templates;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Tests.Applications;

public sealed class SchedulingTests : IDisposable
{
    private static readonly NodeKindCatalog Kinds = new([new BashKind()]);
    private static readonly DateTime LongAgo = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task Update_ApplicationTakesAnotherVersionMeanwhile_WhatIsDueRunsWithThat()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        _connection.Open();
        SqliteDatabase database = SqliteDatabase.OnConnection(_connection, "test", TimeProvider.System);
        await database.MigrateAsync(cancellation);
        await SetUpAsync(database, cancellation);
        var racing = new RacingDatabase(database, afterCall: 2, () => Execute("UPDATE application SET version = 2"));
        var templates = new TemplateCache(racing, Kinds);
        var launcher = new RunLauncher(new EngineSignals(), new StepSettings(3, new Random(1)));
        var scheduling = new Scheduling(racing, templates, new ScheduleFiring(launcher), launcher, new EngineSignals(), TimeProvider.System);

        await scheduling.UpdateAsync(Actor.System, 1, 1, null, new ScheduleDefinition("0 0 1 1 *", "UTC"), cancellation);

        (int version, int nodes) = await database.ReadAsync(
            async (context, token) => ((await context.Runs.SingleAsync(token)).Version, await context.NodeRuns.CountAsync(token)), cancellation);
        Assert.Equal((2, 2), (version, nodes));
    }

    [Fact]
    public async Task SetEnabled_MoreIsDueThanOneTransactionMaySettle_SettlesItInSeveralAndThenPauses()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        _connection.Open();
        SqliteDatabase database = SqliteDatabase.OnConnection(_connection, "test", TimeProvider.System);
        await database.MigrateAsync(cancellation);
        await SetUpAsync(database, cancellation);
        // A firing a minute over four hours, all of which are to run.
        Execute("UPDATE schedule SET crontab = '* * * * *', missed = 0, ends_at = last_decided + 4 * 3600 * 1000000");
        var counting = new CountingDatabase(database);
        var templates = new TemplateCache(counting, Kinds);
        var launcher = new RunLauncher(new EngineSignals(), new StepSettings(3, new Random(1)));
        var scheduling = new Scheduling(counting, templates, new ScheduleFiring(launcher), launcher, new EngineSignals(), TimeProvider.System);

        await scheduling.SetEnabledAsync(Actor.System, 1, enabled: false, cancellation);

        Assert.Equal(240, await database.ReadAsync((context, token) => context.Runs.CountAsync(token), cancellation));
        Assert.False(await database.ReadAsync(async (context, token) => (await context.Applications.SingleAsync(token)).Enabled, cancellation));
        Assert.InRange(counting.MostRunsInOneTransaction, 1, 100);
    }

    private static Task<bool> SetUpAsync(SqliteDatabase database, CancellationToken cancellation) => database.EditAsync(
        (context, _) =>
        {
            context.Add(new ProjectRow { Id = 1, Name = "p", CreatedAt = LongAgo });
            context.Add(new TemplateRow { Id = 1, ProjectId = 1, Name = "t", Draft = "{}", LatestVersion = 2, CreatedAt = LongAgo, EditedAt = LongAgo, EditedBy = "me" });
            foreach (int version in (int[])[1, 2])
            {
                context.Add(new TemplateVersionRow { TemplateId = 1, Number = version, Document = Document(version), PublishedAt = LongAgo, PublishedBy = "me" });
            }

            context.Add(new ApplicationRow { Id = 1, ProjectId = 1, Name = "a", TemplateId = 1, Version = 1, QueueId = QueueRow.DefaultId, MaxActiveRuns = 9, CreatedAt = LongAgo });
            context.Add(new ScheduleRow
            {
                Id = 1,
                ApplicationId = 1,
                QueueId = QueueRow.DefaultId,
                Crontab = "0 0 2 1 *",
                Zone = "UTC",
                EndsAt = LongAgo.AddDays(2),
                NextFireAt = LongAgo.AddDays(1),
                LastDecided = LongAgo,
            });
            return Task.FromResult(true);
        },
        cancellation);

    /// <summary>A template with as many nodes as its version says.</summary>
    private static string Document(int version) => TemplateWriter.ToJson(new TemplateDocument("t")
    {
        Nodes = Enumerable.Range(1, version).Select(i => new NodeDefinition($"n{i}", BashKind.KindName)
        {
            With = (ObjectValue)Value.ParseJson("""{"script":"true"}"""),
        }).ToItemList(),
    });

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Counts the runs that each transaction makes.</summary>
    private sealed class CountingDatabase(SqliteDatabase inner) : IMaatDatabase
    {
        public int MostRunsInOneTransaction { get; private set; }

        public Task<T> ReadAsync<T>(Func<MaatContext, CancellationToken, Task<T>> query, CancellationToken cancellation) => inner.ReadAsync(query, cancellation);

        public Task<T> EditAsync<T>(Func<MaatContext, CancellationToken, Task<T>> edit, CancellationToken cancellation) => inner.EditAsync(edit, cancellation);

        public async Task<T> TransactAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation)
        {
            int before = await RunsAsync(cancellation);
            T result = await inner.TransactAsync(work, cancellation);
            MostRunsInOneTransaction = Math.Max(MostRunsInOneTransaction, await RunsAsync(cancellation) - before);
            return result;
        }

        private Task<int> RunsAsync(CancellationToken cancellation) => inner.ReadAsync((context, token) => context.Runs.CountAsync(token), cancellation);
    }

    /// <summary>Lets somebody else act between two transactions.</summary>
    private sealed class RacingDatabase(IMaatDatabase inner, int afterCall, Action act) : IMaatDatabase
    {
        private int _calls;

        public Task<T> ReadAsync<T>(Func<MaatContext, CancellationToken, Task<T>> query, CancellationToken cancellation) => inner.ReadAsync(query, cancellation);

        public Task<T> EditAsync<T>(Func<MaatContext, CancellationToken, Task<T>> edit, CancellationToken cancellation) => inner.EditAsync(edit, cancellation);

        public async Task<T> TransactAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation)
        {
            T result = await inner.TransactAsync(work, cancellation);
            if (++_calls == afterCall)
            {
                act();
            }

            return result;
        }
    }
}
