using System.Diagnostics;
using Maat.Storage.Engine;
using Maat.Storage.Sqlite;
using Maat.Storage.Tests.Conformance;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Maat.Storage.Tests.Sqlite;

/// <summary>One process per file, and what a killed one leaves.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => _directory.File("maat.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Open_NewDirectory_IsMadeWithAWriteAheadLog()
    {
        string path = Path.Combine(_directory.Path, "a", "b", "maat.db");
        await using SqliteDatabase database = SqliteTestDatabase.Open(path);
        await database.MigrateAsync(Cancellation);

        Assert.Equal("wal", await database.ReadAsync((c, t) => c.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync(t), Cancellation) is [var mode] ? mode : null);
    }

    [Theory]
    [InlineData(SqliteDurability.Normal, 1)]
    [InlineData(SqliteDurability.Full, 2)]
    public async Task Durability_EditsConnection_IsWhatWasChosen(SqliteDurability durability, int level)
    {
        await using var database = SqliteDatabase.Open(DatabasePath, durability, "test", TimeProvider.System);

        Assert.Equal([level], await database.EditAsync((c, t) => c.Database.SqlQueryRaw<int>("PRAGMA synchronous").ToListAsync(t), Cancellation));
    }

    [Fact]
    public async Task Open_AlreadyOpen_IsRefusedWithWhatToDo()
    {
        await using SqliteDatabase first = SqliteTestDatabase.Open(DatabasePath);

        IOException refused = Assert.Throws<IOException>(() => SqliteTestDatabase.Open(DatabasePath));

        Assert.Contains(DatabasePath, refused.Message, StringComparison.Ordinal);
        Assert.Contains("serves one process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ClosedBefore_IsFreeAndNothingWasLeftInTheLog()
    {
        await using (SqliteDatabase first = SqliteTestDatabase.Open(DatabasePath))
        {
            await first.MigrateAsync(Cancellation);
            await first.TransactAsync(t => t.BeatAsync(1), Cancellation);
        }

        Assert.False(File.Exists(DatabasePath + "-wal"), "A connection is still open.");
        await using SqliteDatabase again = SqliteTestDatabase.Open(DatabasePath);
    }

    [Fact]
    public async Task Open_OtherProcessHoldsIt_FreeWhenThatIsKilled()
    {
        using Process other = Process.Start(new ProcessStartInfo("flock", ["--no-fork", DatabasePath + ".lock", "sh", "-c", "echo held; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.Equal("held", await other.StandardOutput.ReadLineAsync(Cancellation));
            Assert.Throws<IOException>(() => SqliteTestDatabase.Open(DatabasePath));
        }
        finally
        {
            other.Kill(entireProcessTree: true);
            await other.WaitForExitAsync(CancellationToken.None);
        }

        await using SqliteDatabase database = SqliteTestDatabase.Open(DatabasePath);
        await database.MigrateAsync(Cancellation);
    }

    [Fact]
    public async Task Open_FilesAsAKilledProcessLeavesThem_WhatWasCommittedIsThere()
    {
        string copy = _directory.File("copy.db");
        await using (ITestDatabase test = await SqliteTestDatabase.CreateAsync())
        {
            await test.Database.EditAsync((c, _) => Task.FromResult(c.Add(new Maat.Storage.Queues.QueueRow { Name = "committed" })), Cancellation);
            string original = await test.Database.ReadAsync((c, _) => Task.FromResult(c.Database.GetDbConnection().DataSource), Cancellation);
            await test.Database.TransactAsync(
                async t =>
                {
                    await t.InsertRunKeyAsync(1, "uncommitted", 1, DateTime.UnixEpoch);
                    Copy(original, copy);
                    Copy(original + "-wal", copy + "-wal");
                    return true;
                },
                Cancellation);
        }

        Assert.True(new FileInfo(copy + "-wal").Length > 0, "The write-ahead log was not in use.");
        await using SqliteDatabase database = SqliteTestDatabase.Open(copy);
        await database.MigrateAsync(Cancellation);
        Assert.True(await database.ReadAsync((c, t) => c.Queues.AnyAsync(q => q.Name == "committed", t), Cancellation));
        Assert.Null(await database.TransactAsync(t => t.FindRunByKeyAsync(1, "uncommitted"), Cancellation));
    }

    [Fact]
    public async Task TakeOver_WorkersOfAKilledPredecessor_AreDead()
    {
        await using SqliteDatabase database = SqliteTestDatabase.Open(DatabasePath);
        await database.MigrateAsync(Cancellation);
        long worker = await database.TransactAsync(t => t.InsertWorkerAsync(new NewWorker("before", 30_000, 1, "[]", DateTime.UnixEpoch)), Cancellation);

        await database.TakeOverAsync(Cancellation);

        Assert.False(await database.TransactAsync(t => t.BeatAsync(worker), Cancellation));
        Assert.NotNull(await database.ReadAsync((c, t) => c.Workers.Select(w => w.EndedAt).SingleAsync(t), Cancellation));
    }

    private static void Copy(string open, string copy)
    {
        using FileStream from = new(open, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using FileStream to = File.Create(copy);
        from.CopyTo(to);
    }
}
