using Maat.Storage.Engine;
using Maat.Storage.Events;
using Maat.Storage.Runs;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Maat.Storage.Tests.Sqlite;

/// <summary>Groups of the one writer: what goes wrong with one command, and what that means for the others.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly TestDirectory _directory = new();
    private SqliteDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => _directory.File("maat.db");

    public async ValueTask InitializeAsync()
    {
        await SqliteTestDatabase.WriteMigratedAsync(DatabasePath);
        _database = SqliteTestDatabase.Open(DatabasePath);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Group_OneCommandThrows_TheOthersAreCommitted()
    {
        using var group = new HeldWriter(_database);
        Task first = Bind("first");
        Task failing = _database.TransactAsync<bool>(
            async t =>
            {
                await t.InsertRunKeyAsync(1, "failing", 1, DateTime.UnixEpoch);
                throw new TimeoutException();
            },
            Cancellation);
        Task last = Bind("last");
        group.Release();

        await first;
        await Assert.ThrowsAsync<TimeoutException>(() => failing);
        await last;
        Assert.Equal(["first", "last"], await Keys());
    }

    [Fact]
    public async Task Group_OneCommandLosesTheTransaction_ItFailsAndTheOthersRunAgain()
    {
        await _database.EditAsync(
            (context, token) => context.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER lose BEFORE INSERT ON run_key WHEN NEW.key = 'lose' BEGIN SELECT RAISE(ROLLBACK, 'all is lost'); END", token),
            Cancellation);
        long writer = await EventWriterOfANewRun();
        using var group = new HeldWriter(_database);
        Task first = Bind("first");
        Task second = _database.TransactAsync(t => t.InsertRunAsync(ARun()), Cancellation);
        Task losing = Bind("lose");
        Task last = Bind("last");
        group.Release();

        await first;
        await second;
        Assert.Contains("all is lost", (await Assert.ThrowsAsync<SqliteException>(() => losing)).Message, StringComparison.Ordinal);
        await last;
        Assert.Equal(["first", "last"], await Keys());
        Assert.Equal(2, await _database.ReadAsync((context, token) => context.Runs.CountAsync(token), Cancellation));
        List<EventRow> events = await _database.ReadAsync((context, token) => context.Events.ToListAsync(token), Cancellation);
        Assert.Equal(1, Assert.Single(events, e => e.WriterId != writer).Sequence);
    }

    [Fact]
    public async Task Group_DiskFullInTheMiddle_OnlyTheCommandThatMetItFails()
    {
        string path = _directory.File("small.db");
        await SqliteTestDatabase.WriteMigratedAsync(path);
        var writer = new SqliteWriter(() => Connect(path, "PRAGMA max_page_count = 150"), "test", TimeProvider.System, ownThread: true);
        await using (writer)
        {
            using var held = new ManualResetEventSlim();
            CancellationToken cancellation = Cancellation;
            Task<bool> holding = writer.TransactAsync(_ => Hold(held, cancellation), cancellation);
            Task<bool> first = Insert(writer, "first", 10);
            Task<bool> large = Insert(writer, "large", 1 << 20);
            Task<bool> last = Insert(writer, "last", 10);
            held.Set();

            await Task.WhenAll(holding, first, last);
            SqliteException full = await Assert.ThrowsAsync<SqliteException>(() => large);
            Assert.Equal(SQLitePCL.raw.SQLITE_FULL, full.SqliteErrorCode);
        }

        await using SqliteDatabase read = SqliteTestDatabase.Open(path);
        Assert.Equal(["first", "last"], await read.ReadAsync((context, token) => context.Outputs.Select(o => o.Name).Order().ToListAsync(token), Cancellation));
    }

    [Fact]
    public async Task Commit_Fails_TheWholeGroupIsAmbiguousAndTheNextIsNot()
    {
        await SqliteTestDatabase.MakeCommitFailAsync(_database, "poison");
        long writer = await EventWriterOfANewRun();
        using var group = new HeldWriter(_database);
        Task first = Bind("first");
        Task poison = Bind("poison");
        group.Release();

        await Assert.ThrowsAsync<AmbiguousCommitException>(() => first);
        await Assert.ThrowsAsync<AmbiguousCommitException>(() => poison);
        await Assert.ThrowsAsync<AmbiguousCommitException>(() => group.Held);
        await Bind("next");
        Assert.Equal(["next"], await Keys());
        Assert.NotEqual(writer, await EventWriterOfANewRun());
    }

    [Fact]
    public async Task Commit_FailsOnACallersConnection_TheConnectionGoesOn()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        await using var database = SqliteDatabase.OnConnection(connection, "test", TimeProvider.System);
        await database.MigrateAsync(Cancellation);
        await SqliteTestDatabase.MakeCommitFailAsync(database, "poison");

        await Assert.ThrowsAsync<AmbiguousCommitException>(() => Bind(database, "poison"));
        await Bind(database, "next");

        Assert.Equal(["next"], await Keys(database));
    }

    [Fact]
    public async Task OnConnection_SeveralOnOneConnection_EachWithAWriterOfItsOwn()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        await using var a = SqliteDatabase.OnConnection(connection, "a", TimeProvider.System);
        await using var b = SqliteDatabase.OnConnection(connection, "b", TimeProvider.System);
        await a.MigrateAsync(Cancellation);

        foreach (SqliteDatabase database in new[] { a, b, a, b })
        {
            Task<long> done = database.TransactAsync(t => t.InsertRunAsync(ARun()), Cancellation);
            Assert.True(done.IsCompletedSuccessfully);
        }

        Assert.Equal([2L, 2L], (await b.ReadHeadsAsync(Cancellation)).Values);
    }

    [Fact]
    public async Task Begin_AnotherProgramHoldsTheLock_FailsAsNotCommittedAndGoesOn()
    {
        using SqliteConnection other = Connect(DatabasePath, "BEGIN IMMEDIATE");
        var writer = new SqliteWriter(() => Connect(DatabasePath, "PRAGMA synchronous = NORMAL"), "test", TimeProvider.System, ownThread: true);
        await using (writer)
        {
            SqliteException busy = await Assert.ThrowsAsync<SqliteException>(() => Insert(writer, "early", 1));
            Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, busy.SqliteErrorCode);
            using (SqliteCommand command = other.CreateCommand())
            {
                command.CommandText = "ROLLBACK";
                command.ExecuteNonQuery();
            }

            Assert.True(await Insert(writer, "late", 1));
        }

        Assert.Equal(["late"], await _database.ReadAsync((context, token) => context.Outputs.Select(o => o.Name).ToListAsync(token), Cancellation));
    }

    [Fact]
    public async Task Connect_Fails_EachCommandFailsAndTheLoopGoesOn()
    {
        int tries = 0;
        var writer = new SqliteWriter(
            () => ++tries < 3 ? throw new InvalidOperationException("not now") : Connect(DatabasePath, "PRAGMA synchronous = NORMAL"),
            "test", TimeProvider.System, ownThread: true);
        await using (writer)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => Insert(writer, "a", 1));
            await Assert.ThrowsAsync<InvalidOperationException>(() => Insert(writer, "b", 1));
            Assert.True(await Insert(writer, "c", 1));
        }
    }

    [Fact(Timeout = SqliteTestDatabase.HangMilliseconds)]
    public async Task Write_WithinAWrite_IsRefusedAndNothingWaits()
    {
        InvalidOperationException inEdit = await Assert.ThrowsAsync<InvalidOperationException>(() => _database.EditAsync(
            (_, _) => Bind("nested"), Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.TransactAsync(
            async _ => await _database.EditAsync((_, _) => Task.FromResult(true), Cancellation), Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.EditAsync(
            async (_, _) =>
            {
                await Task.Yield();
                return await Bind("nested later");
            },
            Cancellation));

        Assert.Contains("within another write", inEdit.Message, StringComparison.Ordinal);
        Assert.Empty(await Keys());
    }

    [Fact]
    public async Task Write_BegunByATaskThatAWriteStarted_IsFreeOnceThatIsOver()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> later = await _database.EditAsync(
            (_, _) => Task.FromResult(Task.Run(async () =>
            {
                await over.Task;
                return await Bind("later");
            })),
            Cancellation);
        over.SetResult();

        Assert.True(await later);
        Assert.Equal(["later"], await Keys());
    }

    [Fact]
    public async Task Cancellation_BeforeItBegins_TheCommandIsNotRun()
    {
        using var cancellation = new CancellationTokenSource();
        using var group = new HeldWriter(_database);
        Task transaction = Bind(_database, "cancelled", cancellation.Token);
        Task edit = _database.EditAsync(
            (context, token) => Task.FromResult(context.Add(new Maat.Storage.Queues.QueueRow { Name = "cancelled" })), cancellation.Token);
        Task kept = Bind("kept");
        await cancellation.CancelAsync();
        group.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transaction);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => edit);
        await kept;
        Assert.Equal(["kept"], await Keys());
        Assert.False(await _database.ReadAsync((context, token) => context.Queues.AnyAsync(q => q.Name == "cancelled", token), Cancellation));
    }

    [Fact]
    public async Task Dispose_CommandsQueued_AreDoneAndLaterOnesRefused()
    {
        var group = new HeldWriter(_database);
        Task[] queued = [.. Enumerable.Range(0, 5).Select(i => Bind($"k{i}"))];
        Task disposing = _database.DisposeAsync().AsTask();
        group.Release();
        await disposing;

        await Task.WhenAll(queued);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Bind("late"));
        group.Dispose();
        await using SqliteDatabase again = SqliteTestDatabase.Open(DatabasePath);
        Assert.Equal(5, (await Keys(again)).Count);
    }

    private Task<bool> Bind(string key) => Bind(_database, key);

    private static Task<bool> Bind(SqliteDatabase database, string key, CancellationToken? cancellation = null) => database.TransactAsync(
        async t =>
        {
            await t.InsertRunKeyAsync(1, key, 1, DateTime.UnixEpoch);
            return true;
        },
        cancellation ?? Cancellation);

    private static Task<bool> Insert(SqliteWriter writer, string name, int length) => writer.TransactAsync(
        async t =>
        {
            await t.InsertOutputsAsync(1, 1, [new(name, new string('x', length))]);
            return true;
        },
        Cancellation);

    private Task<List<string>> Keys() => Keys(_database);

    private static Task<List<string>> Keys(SqliteDatabase database) => database.ReadAsync(
        (context, token) => context.Set<RunKeyRow>().Select(k => k.Key).Order().ToListAsync(token), Cancellation);

    private async Task<long> EventWriterOfANewRun()
    {
        long run = await _database.TransactAsync(t => t.InsertRunAsync(ARun()), Cancellation);
        return await _database.ReadAsync((context, token) => context.Events.Where(e => e.RunId == run).Select(e => e.WriterId).SingleAsync(token), Cancellation);
    }

    private static NewRun ARun() => new(1, 1, 1, 1, RunKind.Manual, DateTime.UnixEpoch, "UTC", "{}", 1, "ada", DateTime.UnixEpoch);

    private static SqliteConnection Connect(string path, string sql)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=1");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return connection;
    }

    private static ValueTask<bool> Hold(ManualResetEventSlim held, CancellationToken cancellation)
    {
        held.Wait(cancellation);
        return new(true);
    }

    /// <summary>Holds the writer in a command, so that what is begun meanwhile becomes one group with it.</summary>
    private sealed class HeldWriter : IDisposable
    {
        private readonly ManualResetEventSlim _held = new();

        public HeldWriter(SqliteDatabase database)
        {
            CancellationToken cancellation = Cancellation;
            var entered = new ManualResetEventSlim();
            Held = database.TransactAsync(
                _ =>
                {
                    entered.Set();
                    return Hold(_held, cancellation);
                },
                cancellation);
            entered.Wait(cancellation);
        }

        public Task Held { get; }

        public void Release() => _held.Set();

        public void Dispose()
        {
            _held.Set();
            _held.Dispose();
        }
    }
}
