using Maat.Storage.Engine;
using Maat.Storage.Sqlite;
using Maat.Storage.Tests.Conformance;
using Microsoft.EntityFrameworkCore;

namespace Maat.Storage.Tests.Sqlite;

/// <summary>A directory of its own for the files of one test.</summary>
public sealed class TestDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("maat-storage-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>A file of its own per test, copied from one that was migrated once.</summary>
internal sealed class SqliteTestDatabase : ITestDatabase
{
    /// <summary>When a test whose subject would otherwise wait for ever has failed: far beyond what it needs.</summary>
    public const int HangMilliseconds = 30_000;

    private static readonly Lazy<Task<byte[]>> s_migrated = new(MigrateAsync);

    private readonly TestDirectory _directory;
    private readonly SqliteDatabase _database;

    private SqliteTestDatabase(TestDirectory directory, SqliteDatabase database) => (_directory, _database) = (directory, database);

    public IMaatDatabase Database => _database;

    public IEventReader Events => _database;

    public static async Task<ITestDatabase> CreateAsync()
    {
        var directory = new TestDirectory();
        await WriteMigratedAsync(directory.File("maat.db"));
        return new SqliteTestDatabase(directory, Open(directory.File("maat.db")));
    }

    public static SqliteDatabase Open(string path) => SqliteDatabase.Open(path, SqliteDurability.Normal, "test", TimeProvider.System);

    public static async Task WriteMigratedAsync(string path) => await File.WriteAllBytesAsync(path, await s_migrated.Value);

    public async Task MakeCommitFailAsync(string idempotencyKey) => await MakeCommitFailAsync(_database, idempotencyKey);

    /// <summary>A foreign key that is checked by the commit, and a row that breaks it.</summary>
    public static Task<int> MakeCommitFailAsync(IMaatDatabase database, string idempotencyKey) => database.EditAsync(
        (context, token) => context.Database.ExecuteSqlAsync(
            $"""
            CREATE TABLE poison (key TEXT);
            INSERT INTO poison VALUES ({idempotencyKey});
            CREATE TABLE parent (id INTEGER PRIMARY KEY);
            CREATE TABLE child (parent_id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER orphan AFTER INSERT ON run_key WHEN NEW.key IN (SELECT key FROM poison) BEGIN INSERT INTO child VALUES (1); END;
            """,
            token),
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }

    private static async Task<byte[]> MigrateAsync()
    {
        using var directory = new TestDirectory();
        string path = directory.File("maat.db");
        await using (SqliteDatabase database = Open(path))
        {
            await database.MigrateAsync(CancellationToken.None);
        }

        return await File.ReadAllBytesAsync(path);
    }
}
