using Maat.Storage.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

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

    private readonly DbContextOptions<MaatContext> _options;
    private readonly SqliteWriter _writer;
    private readonly FileStream? _lock;
    private readonly SqliteConnection? _shared;

    private SqliteDatabase(DbContextOptions<MaatContext> options, SqliteWriter writer, FileStream? lockFile, SqliteConnection? shared)
    {
        _options = options;
        _writer = writer;
        _lock = lockFile;
        _shared = shared;
    }

    /// <summary>Opens the file for this process alone, and creates it when it is not there. Its tables come from <see cref="MigrateAsync"/>.</summary>
    /// <param name="process">Names this process in the event table.</param>
    /// <exception cref="IOException">Another process has it open, or the path cannot be written.</exception>
    public static SqliteDatabase Open(string path, SqliteDurability durability, string process, TimeProvider time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileStream lockFile = Lock(path);
        string connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            DefaultTimeout = LockTimeoutSeconds,
        }.ToString();
        DbContextOptions<MaatContext> options = new DbContextOptionsBuilder<MaatContext>()
            .UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly))
            .AddInterceptors(new DurabilityInterceptor(durability))
            .Options;
        var writer = new SqliteWriter(() => Connect(connectionString, durability), process, time, ownThread: true);
        return new SqliteDatabase(options, writer, lockFile, null);
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
        return new SqliteDatabase(options, new SqliteWriter(() => connection, process, time, ownThread: false), null, connection);
    }

    /// <summary>Applies what migrations are pending.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using MaatContext context = NewContext();
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation).ConfigureAwait(false);
        await DropStaleMigrationLockAsync(context, cancellation).ConfigureAwait(false);
        await context.Database.MigrateAsync(cancellation).ConfigureAwait(false);
    }

    public MaatContext NewContext() => new(_options);

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
            T result = await edit(context, cancellation).ConfigureAwait(false);
            await context.SaveChangesAsync(cancellation).ConfigureAwait(false);
            return result;
        },
        cancellation);

    public Task<T> TransactAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation) =>
        _writer.TransactAsync(work, cancellation);

    public Task<IReadOnlyDictionary<long, long>> ReadHeadsAsync(CancellationToken cancellation) => ReadAsync<IReadOnlyDictionary<long, long>>(
        async (context, token) =>
        {
            // One step of the primary key per writer: writers are few, their events many.
            List<EventHead> heads = await context.Database
                .SqlQuery<EventHead>($"SELECT id AS writer_id, (SELECT max(sequence) FROM event WHERE writer_id = id) AS sequence FROM event_writer")
                .ToListAsync(token).ConfigureAwait(false);
            return heads.Where(head => head.Sequence is not null).ToDictionary(head => head.WriterId, head => head.Sequence!.Value);
        },
        cancellation);

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long writerId, long after, int limit, CancellationToken cancellation) =>
        ReadAsync<IReadOnlyList<StoredEvent>>(
            async (context, token) => await context.Events
                .Where(e => e.WriterId == writerId && e.Sequence > after)
                .OrderBy(e => e.Sequence)
                .Take(limit)
                .Select(e => new StoredEvent(e.WriterId, e.Sequence, e.RunId, e.Ordinal, e.Round, e.Fence, e.Attempt, e.State, e.Reason, e.At))
                .ToListAsync(token).ConfigureAwait(false),
            cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_shared is null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
            SqliteConnection.ClearAllPools();
        }

        if (_lock is not null)
        {
            await _lock.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"Cannot open the database {path} for this process alone: {exception.Message} An embedded database serves one process; "
                + "stop the other one, or give this one a data directory of its own.",
                exception);
        }
    }

    private static SqliteConnection Connect(string connectionString, SqliteDurability durability)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = DurabilityInterceptor.Pragma(durability);
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>
    /// A process that was killed while migrating leaves EF's lock behind, and the next one would wait for it for ever. The lock file
    /// says that there is no other process.
    /// </summary>
    private static async Task DropStaleMigrationLockAsync(MaatContext context, CancellationToken cancellation) =>
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellation).ConfigureAwait(false);

    private sealed class EventHead
    {
        [System.ComponentModel.DataAnnotations.Schema.Column("writer_id")]
        public long WriterId { get; set; }

        [System.ComponentModel.DataAnnotations.Schema.Column("sequence")]
        public long? Sequence { get; set; }
    }
}
