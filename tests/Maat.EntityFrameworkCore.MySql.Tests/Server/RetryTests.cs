using Maat.EntityFrameworkCore.MySql.Retrying;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using MySqlConnector;

namespace Maat.EntityFrameworkCore.MySql.Tests.Server;

/// <summary>What the retrying strategy does about errors of a real server.</summary>
public sealed class RetryTests(DatabaseServer server) : LibraryDatabase(server)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAsync(NewAlbum("One"), NewAlbum("Two"));
    }

    [Fact(Timeout = DatabaseServer.HangMilliseconds)]
    public async Task Deadlock_OfTwoTransactions_BothAreDoneInTheEnd()
    {
        using var bothHold = new Barrier(2);
        int tries = 0;
        async Task LockAsync(string first, string second)
        {
            bool isFirstTry = true;
            await using Library library = Retrying();
            await library.Database.CreateExecutionStrategy().ExecuteAsync(
                async token =>
                {
                    Interlocked.Increment(ref tries);
                    await using IDbContextTransaction transaction = await library.Database.BeginTransactionAsync(token);
                    await RaiseAsync(library, first, token);
                    if (isFirstTry)
                    {
                        isFirstTry = false;
                        bothHold.SignalAndWait(token);
                    }

                    await RaiseAsync(library, second, token);
                    await transaction.CommitAsync(token);
                },
                Cancellation);
        }

        await Task.WhenAll(Task.Run(() => LockAsync("One", "Two"), Cancellation), Task.Run(() => LockAsync("Two", "One"), Cancellation));

        await using Library after = Open();
        Assert.Equal([2, 2], await after.Albums.Select(a => a.Year).ToListAsync(Cancellation));
        Assert.Equal(3, tries);
    }

    [Fact(Timeout = DatabaseServer.HangMilliseconds)]
    public async Task LockWaitTimeout_WithWritesBeforeIt_NothingOfTheFailedTryIsLeft()
    {
        await using Library blocker = Open();
        await using IDbContextTransaction block = await blocker.Database.BeginTransactionAsync(Cancellation);
        await RaiseAsync(blocker, "Two", Cancellation);
        int tries = 0;
        await using Library library = Retrying();

        await library.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                if (++tries == 2)
                {
                    await block.RollbackAsync(token);
                }

                // Not disposed when it fails: the strategy takes it back.
                IDbContextTransaction transaction = await library.Database.BeginTransactionAsync(token);
                await library.Database.ExecuteSqlRawAsync("SET innodb_lock_wait_timeout = 1", token);
                await RaiseAsync(library, "One", token);
                await RaiseAsync(library, "Two", token);
                await transaction.CommitAsync(token);
            },
            Cancellation);

        await using Library after = Open();
        Assert.Equal(2, tries);
        Assert.Equal([1, 1], await after.Albums.Select(a => a.Year).ToListAsync(Cancellation));
    }

    [Fact(Timeout = DatabaseServer.HangMilliseconds)]
    public async Task ConnectionKilled_InTheMiddle_IsDoneAgainOnAnother()
    {
        int tries = 0;
        await using Library library = Retrying();

        await library.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using IDbContextTransaction transaction = await library.Database.BeginTransactionAsync(token);
                await RaiseAsync(library, "One", token);
                if (++tries == 1)
                {
                    await KillAsync(await ConnectionIdAsync(library));
                }

                await RaiseAsync(library, "Two", token);
                await transaction.CommitAsync(token);
            },
            Cancellation);

        await using Library after = Open();
        Assert.Equal(2, tries);
        Assert.Equal([1, 1], await after.Albums.Select(a => a.Year).ToListAsync(Cancellation));
    }

    [Fact(Timeout = DatabaseServer.HangMilliseconds)]
    public async Task SaveChanges_ConnectionKilledBefore_IsDoneAgain()
    {
        await using Library library = Retrying();
        Album album = await library.Albums.FirstAsync(Cancellation);
        await library.Database.OpenConnectionAsync(Cancellation);
        long id = await ConnectionIdAsync(library);
        await library.Database.CloseConnectionAsync();
        await KillAsync(id);
        album.Note = "after";

        Assert.Equal(1, await library.SaveChangesAsync(Cancellation));
    }

    [Fact(Timeout = DatabaseServer.HangMilliseconds)]
    public async Task CommitWithoutAnswer_NothingToReadBackBy_IsNotDoneAgain()
    {
        int tries = 0;
        await using Library library = Retrying(new KillAtCommit(this, before: true));

        await Assert.ThrowsAsync<MySqlAmbiguousCommitException>(() => library.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                tries++;
                await using IDbContextTransaction transaction = await library.Database.BeginTransactionAsync(token);
                await RaiseAsync(library, "One", token);
                await transaction.CommitAsync(token);
            },
            Cancellation));

        Assert.Equal(1, tries);
    }

    [Theory(Timeout = DatabaseServer.HangMilliseconds), InlineData(true), InlineData(false)]
    public async Task CommitWithoutAnswer_ReadBack_IsThereOnce(bool lost)
    {
        int tries = 0;
        await using Library library = Retrying(new KillAtCommit(this, lost));

        await library.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
            async token =>
            {
                tries++;
                await RaiseAsync(library, "One", token);
            },
            token => library.Albums.AnyAsync(a => a.Year == 1, token),
            Cancellation);

        await using Library after = Open();
        Assert.Equal(1, await after.Albums.Where(a => a.Title == "One").Select(a => a.Year).SingleAsync(Cancellation));
        Assert.Equal(lost ? 2 : 1, tries);
    }

    [Fact]
    public async Task DuplicateKey_IsNotDoneAgain()
    {
        int tries = 0;
        await using Library library = Retrying();

        await Assert.ThrowsAsync<DbUpdateException>(() => library.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                tries++;
                library.ChangeTracker.Clear();
                library.Add(NewAlbum("One"));
                await library.SaveChangesAsync(token);
            },
            Cancellation));

        Assert.Equal(1, tries);
    }

    [Theory, InlineData(1205), InlineData(1213), InlineData(1020), InlineData(4031), InlineData(1927), InlineData(2006), InlineData(2013), InlineData(1290), InlineData(1836), InlineData(1053)]
    public void Numbers_ThatPassByThemselves_AreTransient(int number) => Assert.True(TransientErrors.Contains(number));

    [Theory, InlineData(1062), InlineData(1064), InlineData(1153), InlineData(1045), InlineData(1317)]
    public void Numbers_ThatStay_AreNot(int number) => Assert.False(TransientErrors.Contains(number));

    private static Task<int> RaiseAsync(Library library, string title, CancellationToken cancellation) =>
        library.Albums.Where(a => a.Title == title).ExecuteUpdateAsync(set => set.SetProperty(a => a.Year, a => a.Year == 1959 ? 1 : a.Year + 1), cancellation);

    private static Task<long> ConnectionIdAsync(Library library) =>
        library.Database.SqlQuery<long>($"SELECT CONNECTION_ID() AS Value").SingleAsync(Cancellation);

    private async Task KillAsync(long connection)
    {
        await using var killer = new MySqlConnection(new MySqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await killer.OpenAsync(Cancellation);
        await using MySqlCommand kill = killer.CreateCommand();
        kill.CommandText = $"KILL {connection}";
        await kill.ExecuteNonQueryAsync(Cancellation);
    }

    private Library Retrying(IInterceptor? interceptor = null) => Open(
        mysql => mysql.EnableRetryOnFailure(6, TimeSpan.FromMilliseconds(50), null), options => options.AddInterceptors(interceptor is null ? [] : [interceptor]));

    /// <summary>
    /// Loses the connection at the first commit: before the server has got it, so that nothing is there, or after it, so that all is and only
    /// the answer is missing.
    /// </summary>
    private sealed class KillAtCommit(RetryTests tests, bool before) : DbTransactionInterceptor
    {
        private bool _isDone;

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            System.Data.Common.DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (_isDone)
            {
                return result;
            }

            _isDone = true;
            var connection = (MySqlConnection)transaction.Connection!;
            int id = connection.ServerThread;
            if (!before)
            {
                await using MySqlCommand commit = connection.CreateCommand();
                commit.Transaction = (MySqlTransaction)transaction;
                commit.CommandText = "COMMIT";
                await commit.ExecuteNonQueryAsync(cancellationToken);
            }

            await tests.KillAsync(id);
            return result;
        }
    }
}
