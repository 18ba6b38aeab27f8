using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.MySql.Sessions;
using Maat.Storage.MySql.Statements;
using MySqlConnector;

namespace Maat.Storage.MySql.Engine;

/// <summary>
/// The engine's statements on MySQL and MariaDB, where many processes write at once. Every statement is a constant beside the method that
/// uses it, with the index that serves it, and the index of a hot one is forced: on a small table the server would otherwise read, and lock,
/// the whole of it.
/// <para>
/// What guards what: <b>a run</b>, its counters, its node runs and whatever of it waits, is changed under the lock of its row (claims apart);
/// <b>a claim</b> under the locks of the ready rows, and of its worker's row, shared, so that no claim follows a worker's death; <b>a queue's
/// limit</b> under the lock of the queue's row; <b>an application's limit of active runs</b>, with its line, under the lock of the
/// application's row; <b>a schedule</b> under the lock of its row; <b>fates of firings and idempotency keys</b> by primary keys; <b>numbers of
/// events</b> by the session, which has one transaction at a time.
/// </para>
/// <para>
/// Round trips are what a transaction costs. It begins with its first locking statement; what it writes waits until it reads again, and at
/// the end goes with the commit: <c>BEGIN; lock; reads</c>, then <c>writes; COMMIT</c>. What only reads is no transaction at all, for at READ
/// COMMITTED each statement sees what is committed.
/// </para>
/// </summary>
internal sealed partial class MySqlEngineTransaction(EngineSession session, ClaimScatter scatter) : IEngineTransaction
{
    private const string Begin = "START TRANSACTION";

    private const string Rollback = "ROLLBACK";

    private const string Commit = "COMMIT";

    // Answered when everything before it was done, so that an error after it is the commit's own.
    private const string Written = "SELECT 1";

    private const string LastId = "SELECT LAST_INSERT_ID()";

    private const string RowCount = "SELECT ROW_COUNT()";

    private readonly PendingWrites _writes = new();

    /// <summary>Runs of which node runs wait to be written.</summary>
    private readonly HashSet<long> _stepped = [];

    private long? _writer = session.WriterId;
    private long _sequence = session.Sequence;
    private bool _begun;
    private bool _hasWritten;

    /// <summary>Writes what waits and commits, in one packet.</summary>
    /// <exception cref="AmbiguousCommitException">Something was written, and nobody knows whether it was committed.</exception>
    public async Task CommitAsync()
    {
        if (!_begun && _writes.IsEmpty)
        {
            return;
        }

        StatementBatch batch = await BatchAsync(locks: true).ConfigureAwait(false);
        bool isWritten = false;
        try
        {
            await session.SendAsync(batch.Add(Written).Add(Commit), _ => isWritten = true).ConfigureAwait(false);
        }
        catch (Exception exception) when (_hasWritten && (isWritten || !session.IsOpen || MySqlErrors.IsLost(exception)))
        {
            throw new AmbiguousCommitException(exception);
        }

        session.WriterId = _writer;
        session.Sequence = _sequence;
    }

    /// <summary>
    /// Undoes everything; after some errors the server has done so, after others (a lock that was waited for too long) only the statement
    /// is undone, so it is always said.
    /// </summary>
    public async Task RollBackAsync()
    {
        if (!session.IsOpen)
        {
            await session.LoseAsync().ConfigureAwait(false);
        }
        else if (_begun)
        {
            try
            {
                await session.SendAsync(new StatementBatch().Add(Rollback)).ConfigureAwait(false);
            }
            catch (MySqlException)
            {
                await session.LoseAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Statements for one packet, after what must come before them.</summary>
    /// <param name="locks">Whether they lock or write, and so need a transaction.</param>
    /// <param name="flush">False when nothing that waits to be written concerns them.</param>
    private async ValueTask<StatementBatch> BatchAsync(bool locks, bool flush = true)
    {
        var batch = new StatementBatch();
        flush &= !_writes.IsEmpty;
        if ((locks || flush) && !_begun)
        {
            batch.Add(Begin);
            _begun = true;
        }

        if (flush)
        {
            if (_writes.HasEvents && _writer is null)
            {
                if (!batch.IsEmpty)
                {
                    await session.SendAsync(batch).ConfigureAwait(false);
                    batch.Clear();
                }

                _writer = await session.NewWriterAsync().ConfigureAwait(false);
            }

            _sequence = _writes.DrainTo(batch, _writer ?? 0, _sequence);
            _stepped.Clear();
            _hasWritten = true;
        }

        return batch;
    }

    private async ValueTask<List<T>> QueryAsync<T>(string sql, Func<MySqlDataReader, T> read, params SqlArgument[] arguments)
    {
        var rows = new List<T>();
        StatementBatch batch = await BatchAsync(locks: false).ConfigureAwait(false);
        await session.SendAsync(batch.Add(sql, arguments), row => rows.Add(read(row))).ConfigureAwait(false);
        return rows;
    }

    private async ValueTask<List<T>> LockAsync<T>(string sql, Func<MySqlDataReader, T> read, params SqlArgument[] arguments)
    {
        var rows = new List<T>();
        StatementBatch batch = await BatchAsync(locks: true).ConfigureAwait(false);
        await session.SendAsync(batch.Add(sql, arguments), row => rows.Add(read(row))).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Returns the number of rows that the statement met, or the id that it gave.</summary>
    /// <param name="answer">The statement that asks for it.</param>
    private async ValueTask<long> ExecuteAsync(string answer, string sql, params SqlArgument[] arguments)
    {
        long answered = 0;
        StatementBatch batch = await BatchAsync(locks: true).ConfigureAwait(false);
        _hasWritten = true;
        await session.SendAsync(batch.Add(sql, arguments).Add(answer), row => answered = row.GetInt64(0)).ConfigureAwait(false);
        return answered;
    }

    /// <summary>Leaves it to wait, unless there is much already.</summary>
    private async ValueTask WrittenAsync()
    {
        if (_writes.Length > PendingWrites.MaxLength)
        {
            await session.SendAsync(await BatchAsync(locks: true).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async ValueTask WriteAsync(string sql, params SqlArgument[] arguments)
    {
        _writes.Add(sql, arguments);
        await WrittenAsync().ConfigureAwait(false);
    }

    private void Tell(long runId, in NodeEvent told, DateTime at) => _writes.Event(
        runId, told.Ordinal, told.Round, told.Fence, told.Attempt, (long)told.State, told.Reason, Microseconds.From(at));

    private void TellRun(long runId, int round, RunState state, DateTime at) =>
        _writes.Event(runId, SqlArgument.Null, round, 0L, 0L, (long)state, SqlArgument.Null, Microseconds.From(at));

    private static DateTime Time(MySqlDataReader row, int column) => Microseconds.ToUtc(row.GetInt64(column));

    private static DateTime? MaybeTime(MySqlDataReader row, int column) => row.IsDBNull(column) ? null : Time(row, column);

    private static int Int(MySqlDataReader row, int column) => (int)row.GetInt64(column);

    private static bool Bool(MySqlDataReader row, int column) => row.GetInt64(column) != 0;

    private static long? Stored(DateTime? time) => time is { } value ? Microseconds.From(value) : null;
}
