using System.Data;
using Maat.Storage.Engine;
using Maat.Storage.MySql.Engine;
using Maat.Storage.MySql.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MySqlConnector;

namespace Maat.Storage.MySql;

/// <summary>
/// A database server that many processes share. Engine transactions run on sessions of their own; screens and edits go through EF Core and
/// the client's pool.
/// <para>
/// What SQLite has from its single writer comes from row locks here: those of the engine stand where <see cref="MySqlEngineTransaction"/>
/// describes them; edits of people's come one after the other, over all processes, by the lock of one row that each takes first.
/// </para>
/// </summary>
public sealed class MySqlDatabase : IMaatDatabase, IEventReader, IAsyncDisposable
{
    /// <summary>
    /// How often a transaction is run before its error is the caller's. With the pauses in between about three seconds, after which a loop
    /// waits by its own rule, and a person is told.
    /// </summary>
    private const int MaxAttempts = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // The first migration is always there, and nothing else locks it. Seconds, as in an engine session: a process that is stopped within an
    // edit must not hold up everybody's for long.
    private static readonly string LockEdits = $"""
        SET SESSION wait_timeout = {EngineSession.IdleSecondsAtServer}, innodb_lock_wait_timeout = {EngineSession.LockWaitSeconds};
        SELECT `MigrationId` FROM `__EFMigrationsHistory` ORDER BY `MigrationId` LIMIT 1 FOR UPDATE
        """;

    private readonly string _connectionString;
    private readonly EngineSessions _sessions;
    private readonly EngineSessions _urgent;
    private readonly MySqlEventReader _events;
    private readonly ClaimScatter _scatter;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly AsyncLocal<Turn?> _turn = new();
    private DbContextOptions<MaatContext>? _options;

    private MySqlDatabase(string connectionString, string process, DatabaseClock clock, Random random)
    {
        _connectionString = connectionString;
        string ownConnections = EngineSession.ConnectionString(connectionString);
        string reading = new MySqlConnectionStringBuilder(connectionString) { TreatTinyAsBoolean = false }.ConnectionString;
        _sessions = new EngineSessions(() => new EngineSession(ownConnections, process, clock), EngineSessions.Usual);
        _urgent = new EngineSessions(() => new EngineSession(ownConnections, process, clock), EngineSessions.Urgent);
        _events = new MySqlEventReader(reading);
        _time = clock;
        _random = random;
        _scatter = new ClaimScatter(random);
    }

    /// <summary>A transaction is run again, because of an error of this number.</summary>
    public event Action<int>? Retried;

    /// <summary>
    /// Names the database; nothing is asked of it before <see cref="CheckServerAsync"/>, which comes first. Its tables come from
    /// <see cref="MigrateAsync"/>.
    /// </summary>
    /// <param name="process">Names this process in the event table.</param>
    /// <param name="clock">Is set by what is read here.</param>
    /// <param name="random">For pauses and places that differ between processes. For this object alone.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static MySqlDatabase Open(string connectionString, string process, DatabaseClock clock, Random random) =>
        new(connectionString, process, clock, random);

    /// <summary>Asks the server what it is. Returns what keeps Maat from running on it; empty when nothing does.</summary>
    /// <exception cref="MySqlException">The server cannot be reached, or refuses the user or the database.</exception>
    public async Task<IReadOnlyList<string>> CheckServerAsync(CancellationToken cancellation)
    {
        ServerFacts facts = await ServerFacts.ReadAsync(_connectionString, cancellation).ConfigureAwait(false);
        IReadOnlyList<string> problems = ServerCheck.Problems(facts, new MySqlConnectionStringBuilder(_connectionString).MaximumPoolSize);
        if (problems.Count == 0)
        {
            _options = new DbContextOptionsBuilder<MaatContext>()
                .UseMySql(_connectionString, ServerVersion.Parse(facts.Version), mySql => mySql.MigrationsAssembly(typeof(MySqlDatabase).Assembly.GetName().Name))
                .Options;
        }

        return problems;
    }

    /// <summary>Applies what migrations are pending, one process at a time.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using MaatContext context = NewContext();
        await context.Database.MigrateAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The names of the migrations that this database lacks, the first one first.</summary>
    public Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellation) => ReadAsync<IReadOnlyList<string>>(
        async (context, token) => [.. await context.Database.GetPendingMigrationsAsync(token).ConfigureAwait(false)], cancellation);

    public async Task<T> ReadAsync<T>(Func<MaatContext, CancellationToken, Task<T>> query, CancellationToken cancellation)
    {
        await using MaatContext context = NewContext();
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await query(context, cancellation).ConfigureAwait(false);
    }

    public Task<T> EditAsync<T>(Func<MaatContext, CancellationToken, Task<T>> edit, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        await using MaatContext context = NewContext();
        await using IDbContextTransaction transaction =
            await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation).ConfigureAwait(false);
        await context.Database.ExecuteSqlRawAsync(LockEdits, cancellation).ConfigureAwait(false);
        T result = await edit(context, cancellation).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellation).ConfigureAwait(false);
        try
        {
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new AmbiguousCommitException(exception);
        }

        return result;
    });

    public Task<T> TransactAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation) =>
        TransactAsync(_sessions, work, cancellation);

    public Task<T> TransactUrgentlyAsync<T>(Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation) =>
        TransactAsync(_urgent, work, cancellation);

    public Task<IReadOnlyDictionary<long, long>> ReadHeadsAsync(CancellationToken cancellation) => _events.ReadHeadsAsync(cancellation);

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long writerId, long after, int limit, CancellationToken cancellation) =>
        _events.ReadEventsAsync(writerId, after, limit, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync().ConfigureAwait(false);
        await _urgent.DisposeAsync().ConfigureAwait(false);
    }

    internal MaatContext NewContext() =>
        new(_options ?? throw new InvalidOperationException($"The server has not been checked: {nameof(CheckServerAsync)} comes first."));

    private Task<T> TransactAsync<T>(EngineSessions sessions, Func<IEngineTransaction, ValueTask<T>> work, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        EngineSession session = await sessions.RentAsync(cancellation).ConfigureAwait(false);
        try
        {
            await session.OpenAsync(cancellation).ConfigureAwait(false);
            var transaction = new MySqlEngineTransaction(session, _scatter);
            try
            {
                T result = await work(transaction).ConfigureAwait(false);
                await transaction.CommitAsync().ConfigureAwait(false);
                return result;
            }
            catch (AmbiguousCommitException)
            {
                await session.LoseAsync().ConfigureAwait(false);
                throw;
            }
            catch
            {
                await transaction.RollBackAsync().ConfigureAwait(false);
                throw;
            }
        }
        finally
        {
            await sessions.ReturnAsync(session).ConfigureAwait(false);
        }
    });

    /// <summary>
    /// Runs a write, and again when another one was in its way: after a deadlock, a lock that was not given, a connection that was lost before
    /// the commit; and after a key that was taken, because whoever runs again finds what the other has written.
    /// </summary>
    private async Task<T> InTurnAsync<T>(Func<Task<T>> write)
    {
        if (_turn.Value is { IsOver: false })
        {
            throw new InvalidOperationException(
                "A write was begun within another write. It would wait for locks that the first one holds: do it in the same transaction, or afterwards.");
        }

        var turn = new Turn();
        _turn.Value = turn;
        try
        {
            bool wasTaken = false;
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    return await write().ConfigureAwait(false);
                }
                catch (Exception exception) when (attempt < MaxAttempts && IsWorthAnother(exception, ref wasTaken))
                {
                    Retried?.Invoke(MySqlErrors.Number(exception) ?? 0);
                    await Task.Delay(Pause(attempt), _time).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            turn.IsOver = true;
        }
    }

    private static bool IsWorthAnother(Exception exception, ref bool wasTaken)
    {
        if (exception is AmbiguousCommitException)
        {
            return false;
        }

        bool isTaken = !wasTaken && MySqlErrors.IsDuplicate(exception);
        wasTaken |= isTaken;
        return isTaken || MySqlErrors.IsTransient(exception);
    }

    /// <summary>Doubles up to a bound, and differs, so that those who were in each other's way are not so again.</summary>
    private TimeSpan Pause(int attempt)
    {
        TimeSpan longest = FirstPause * Math.Pow(2, attempt - 1);
        lock (_random)
        {
            return (longest < LongestPause ? longest : LongestPause) * (0.5 + (_random.NextDouble() / 2));
        }
    }

    /// <summary>Whether what runs now, and what it awaits, is within a write.</summary>
    private sealed class Turn
    {
        public volatile bool IsOver;
    }
}
