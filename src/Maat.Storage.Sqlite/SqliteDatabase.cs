using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Sqlite.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Maat.Storage.Sqlite;

/// <summary>What of a commit survives the machine's power failing. A killed process loses nothing in either.</summary>
public enum SqliteDurability
{
    /// <summary>The last transactions before a power failure may be gone; the database stays consistent. Three times as fast.</summary>
    Normal,

    /// <summary>Every commit is on the disk before it is answered.</summary>
    Full,
}

/// <summary>The embedded database: one file, one process, one writer.</summary>
public sealed class SqliteDatabase : IMaatDatabase, IEventReader, IAsyncDisposable
{
    /// <summary>How long a statement waits for SQLite's lock: only a backup or a curious person's shell can hold it.</summary>
    private const int LockTimeoutSeconds = 30;

    /// <summary>
    /// 64 MiB of pages: a claim touches a page for each node, and SQLite's own 2 MiB hold few of a million node runs.
    /// </summary>
    private const string WriterCache = "PRAGMA cache_size = -65536";

    private readonly DbContextOptions<MaatContext> _options;
    private readonly SqliteWriter _writer;
    private readonly SqliteEventReader _events;
    private readonly TimeProvider _time;
    private readonly FileStream? _lock;
    private readonly string? _pool;

    /// <param name="pool">The connection string whose idle connections are closed at the end; null when the caller owns the connection.</param>
    private SqliteDatabase(
        DbContextOptions<MaatContext> options, SqliteWriter writer, SqliteEventReader events, TimeProvider time, FileStream? lockFile, string? pool)
    {
        _options = options;
        _writer = writer;
        _events = events;
        _time = time;
        _lock = lockFile;
        _pool = pool;
    }

    /// <summary>Opens the file for this process alone, and creates it when it is not there. Its tables come from <see cref="MigrateAsync"/>.</summary>
    /// <param name="process">Names this process in the event table.</param>
    /// <exception cref="IOException">Another process has it open, or the path cannot be written.</exception>
    public static SqliteDatabase Open(string path, SqliteDurability durability, string process, TimeProvider time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileStream lockFile = Lock(path);
        var connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = LockTimeoutSeconds };
        string connectionString = connection.ToString();
        connection.Pooling = false;
        string ownConnectionString = connection.ToString();
        DbContextOptions<MaatContext> options = new DbContextOptionsBuilder<MaatContext>()
            .UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly))
            .AddInterceptors(new DurabilityInterceptor(durability))
            .Options;
        var writer = new SqliteWriter(() => Connect(ownConnectionString, DurabilityInterceptor.Pragma(durability), WriterCache), process, time, ownThread: true);
        var events = new SqliteEventReader(() => Connect(ownConnectionString), owned: true);
        return new SqliteDatabase(options, writer, events, time, lockFile, connectionString);
    }

    /// <summary>
    /// The database on a connection that the caller owns, every command done on the caller's thread when the call returns. Several of
    /// these on one connection stand for several processes, as long as one thread drives them all.
    /// </summary>
    public static SqliteDatabase OnConnection(SqliteConnection connection, string process, TimeProvider time)
    {
        DbContextOptions<MaatContext> options = new DbContextOptionsBuilder<MaatContext>()
            .UseSqlite(connection, sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly))
            .Options;
        return new SqliteDatabase(
            options, new SqliteWriter(() => connection, process, time, ownThread: false), new SqliteEventReader(() => connection, owned: false), time, null, null);
    }

    /// <summary>Applies what migrations are pending.</summary>
    public Task MigrateAsync(CancellationToken cancellation) => _writer.ExclusiveAsync(
        async () =>
        {
            await using MaatContext context = NewContext();
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation).ConfigureAwait(false);
            await DropStaleMigrationLockAsync(context, cancellation).ConfigureAwait(false);
            await context.Database.MigrateAsync(cancellation).ConfigureAwait(false);
            return true;
        },
        cancellation);

    /// <summary>The names of the migrations that this database lacks, the first one first.</summary>
    public Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellation) => ReadAsync<IReadOnlyList<string>>(
        async (context, token) => [.. await context.Database.GetPendingMigrationsAsync(token).ConfigureAwait(false)], cancellation);

    /// <summary>
    /// Declares every worker dead that is not: the lock file says that no other process lives, so whatever a predecessor held when it was
    /// killed is taken back at once, and not when its silence has lasted long enough.
    /// </summary>
    public Task TakeOverAsync(CancellationToken cancellation) => EditAsync(
        (context, token) => context.Workers
            .Where(worker => worker.State != WorkerState.Dead)
            .ExecuteUpdateAsync(
                set => set.SetProperty(worker => worker.State, WorkerState.Dead).SetProperty(worker => worker.EndedAt, _time.GetUtcNow().UtcDateTime),
                token),
        cancellation);

    public WriterStatistics Statistics => _writer.Statistics;

    internal MaatContext NewContext() => new(_options);

    public async Task<T> ReadAsync<T>(Func<MaatContext, CancellationToken, Task<T>> query, CancellationToken cancellation)
    {
        await using MaatContext context = NewContext();
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await query(context, cancellation).ConfigureAwait(false);
    }

    public Task<T> EditAsync<T>(Func<MaatContext, CancellationToken, Task<T>> edit, CancellationToken cancellation) => _writer.ExclusiveAsync(
        async () =>
        {
            await using MaatContext context = NewContext();
            // Its own, for an edit may save in between, to learn ids.
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            T result = await edit(context, cancellation).ConfigureAwait(false);
            await context.SaveChangesAsync(cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return result;
        },
        cancellation);

    public Task<T> TransactAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation) =>
        _writer.TransactAsync(work, cancellation);

    public Task<IReadOnlyDictionary<long, long>> ReadHeadsAsync(CancellationToken cancellation) => Read(_events.Heads);

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long writerId, long after, int limit, CancellationToken cancellation) =>
        Read(() => _events.Events(writerId, after, limit));

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _events.Dispose();
        if (_pool is not null)
        {
            using var pooled = new SqliteConnection(_pool);
            SqliteConnection.ClearPool(pooled);
        }

        if (_lock is not null)
        {
            await _lock.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>SQLite answers on the thread that asks.</summary>
    private static Task<T> Read<T>(Func<T> read)
    {
        try
        {
            return Task.FromResult(read());
        }
#pragma warning disable CA1031 // It is told by the task, as whoever awaits it expects.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Task.FromException<T>(exception);
        }
    }

    /// <summary>The kernel holds the lock, so it ends with the process, however that ends; the file stays and says nothing.</summary>
    private static FileStream Lock(string path)
    {
        string lockPath = path + ".lock";
        try
        {
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The database {path} cannot be opened for this process alone, because {lockPath} cannot be locked: {exception.Message} "
                + "An embedded database serves one process. If another one is running on it, stop that one or give this one a data "
                + "directory of its own; if not, check that the directory can be written.",
                exception);
        }
    }

    private static SqliteConnection Connect(string connectionString, params ReadOnlySpan<string> pragmas)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        foreach (string pragma in pragmas)
        {
            command.CommandText = pragma;
            command.ExecuteNonQuery();
        }

        // The engine's statements go past ADO.NET, which would wait for a lock by asking again.
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, LockTimeoutSeconds * 1_000);
        return connection;
    }

    /// <summary>
    /// A process that was killed while migrating leaves EF's lock behind, and the next one would wait for it for ever. The lock file
    /// says that there is no other process.
    /// </summary>
    private static async Task DropStaleMigrationLockAsync(MaatContext context, CancellationToken cancellation) =>
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellation).ConfigureAwait(false);
}
