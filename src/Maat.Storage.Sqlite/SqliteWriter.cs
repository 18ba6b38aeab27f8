using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Maat.Storage.Sqlite.Engine;
using Microsoft.Data.Sqlite;

namespace Maat.Storage.Sqlite;

/// <summary>
/// The one writer of the database. Engine transactions queue up here; what has queued up while one group was being committed is the
/// next group: each command in a savepoint of its own, one commit for all. An edit of people's through EF Core takes a turn of its own
/// between two groups, so that it never waits for SQLite's lock, and never makes the engine wait for it.
/// <list type="bullet">
/// <item>A command that throws is rolled back to its savepoint and changes nothing; the others of its group are committed.</item>
/// <item>Some errors make SQLite roll back everything (a full disk, say). The command that met one gets it; those before it in its
/// group, which had not been answered, run again in another group.</item>
/// <item>When a transaction cannot begin (another program holds the lock for longer than the timeout), its first command fails, and
/// nothing was written.</item>
/// <item>When the commit throws, every command of the group learns that its fate is unknown, and a new event writer begins on a new
/// connection: the events of the old one may or may not be there.</item>
/// </list>
/// </summary>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What goes wrong belongs to the caller that waits; the loop must outlive it.")]
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>Bounds how long the first command of a group waits for its commit.</summary>
    private const int MaxGroup = 64;

    /// <summary>Far above what a process has in flight; beyond it callers wait.</summary>
    private const int MaxQueued = 10_000;

    private readonly Func<SqliteConnection> _connect;
    private readonly string _process;
    private readonly TimeProvider _time;
    private readonly Channel<IWriterCommand> _queue;
    private readonly Thread? _thread;
    private readonly AsyncLocal<Turn?> _turn = new();
    private readonly List<IGroupedCommand> _group = new(MaxGroup);

    /// <summary>Commands that another one's error took down with it.</summary>
    private readonly Queue<IGroupedCommand> _again = new();

    private readonly WriterCounters _counters = new();

    private WriterSession? _session;

    /// <param name="connect">Opens the connection of the engine's transactions; a connection of a writer with a thread of its own is closed by it.</param>
    /// <param name="ownThread">False when the caller is the only thread and wants each command done when the call returns.</param>
    public SqliteWriter(Func<SqliteConnection> connect, string process, TimeProvider time, bool ownThread)
    {
        _connect = connect;
        _process = process;
        _time = time;
        _queue = Channel.CreateBounded<IWriterCommand>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
        if (ownThread)
        {
            _thread = new Thread(Loop) { IsBackground = true, Name = "Maat SQLite writer" };
            // What flows with the opener (a trace, a request) is not the writer's.
            _thread.UnsafeStart();
        }
    }

    /// <summary>What was done since the start; each number is right, though they may be of slightly different moments.</summary>
    public WriterStatistics Statistics => new(Interlocked.Read(ref _counters.Statements), Interlocked.Read(ref _counters.Commits));

    /// <param name="cancellation">Counts until the command begins; from then on it is done.</param>
    public async Task<T> TransactAsync<T>(Func<SqliteEngineTransaction, ValueTask<T>> work, CancellationToken cancellation)
    {
        var command = new GroupedCommand<T>(work, cancellation);
        await SubmitAsync(command, cancellation).ConfigureAwait(false);
        return await command.Result.ConfigureAwait(false);
    }

    /// <summary>Runs something that writes through a connection of its own, while nothing else writes.</summary>
    public async Task<T> ExclusiveAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        var command = new ExclusiveCommand<T>(work, cancellation);
        await SubmitAsync(command, cancellation).ConfigureAwait(false);
        return await command.Result.ConfigureAwait(false);
    }

    /// <summary>Runs what is queued, and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_thread is not null)
        {
            await Task.Run(_thread.Join).ConfigureAwait(false);
        }

        Disconnect();
    }

    private async ValueTask SubmitAsync(IWriterCommand command, CancellationToken cancellation)
    {
        if (_turn.Value is { IsOver: false })
        {
            throw new InvalidOperationException(
                "A write was begun within another write. It would wait for the one that waits for it: do it in the same transaction, or afterwards.");
        }

        cancellation.ThrowIfCancellationRequested();
        if (_thread is null)
        {
            Run(command);
            return;
        }

        try
        {
            await _queue.Writer.WriteAsync(command, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteWriter), "The database is being closed.");
        }
    }

    private void Loop()
    {
        ChannelReader<IWriterCommand> reader = _queue.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out IWriterCommand? command))
            {
                Run(command);
            }
        }
    }

    private void Run(IWriterCommand first)
    {
        IWriterCommand? next = first;
        while (next is not null)
        {
            var turn = new Turn();
            _turn.Value = turn;
            next = next is IGroupedCommand grouped ? CommitGroup(grouped) : RunExclusive((IExclusiveCommand)next);
            EndTurn();
            next ??= _again.TryDequeue(out IGroupedCommand? again) ? again : null;
        }
    }

    /// <summary>Before anybody is answered: who knows that a write is over may begin the next, also in what the write itself has started.</summary>
    private void EndTurn()
    {
        if (_turn.Value is { } turn)
        {
            turn.IsOver = true;
            _turn.Value = null;
        }
    }

    private IWriterCommand? RunExclusive(IExclusiveCommand command)
    {
        if (!command.TryStart())
        {
            return null;
        }

        Exception? failure = command.Run();
        EndTurn();
        if (failure is null)
        {
            command.Succeed();
        }
        else
        {
            command.Fail(failure);
        }

        return null;
    }

    /// <summary>Runs and commits a group; returns the command that ended it and is not part of it, if there is one.</summary>
    private IWriterCommand? CommitGroup(IGroupedCommand first)
    {
        _group.Clear();
        if (!TryBegin(first, out WriterSession? session))
        {
            return null;
        }

        IWriterCommand? next = first;
        int taken = 0;
        do
        {
            if (!TryRun((IGroupedCommand)next, session))
            {
                Disconnect();
                _group.ForEach(_again.Enqueue);
                return null;
            }

            next = ++taken < MaxGroup ? Next() : null;
        }
        while (next is IGroupedCommand);

        Commit(session);
        return next;
    }

    private IWriterCommand? Next() =>
        _again.TryDequeue(out IGroupedCommand? again) ? again : _queue.Reader.TryRead(out IWriterCommand? queued) ? queued : null;

    private bool TryBegin(IGroupedCommand first, [NotNullWhen(true)] out WriterSession? session)
    {
        session = null;
        try
        {
            _session ??= new WriterSession(_connect(), owned: _thread is not null, _counters);
            _session.Begin(_process, _time);
            session = _session;
            return true;
        }
        catch (Exception exception)
        {
            // Whoever holds the lock leaves the connection as good as it was; after anything else a new one is safer.
            if (exception is not SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY })
            {
                Disconnect();
            }

            first.Fail(exception);
            return false;
        }
    }

    /// <summary>Runs a command in a savepoint. False when the whole transaction is lost, the command answered and not in the group.</summary>
    private bool TryRun(IGroupedCommand command, WriterSession session)
    {
        if (!command.TryStart())
        {
            return true;
        }

        SqliteStatements statements = session.Statements;
        long sequence = session.Transaction.Events.Sequence;
        try
        {
            statements.Execute("SAVEPOINT command");
            Exception? failure = command.Run(session.Transaction);
            if (failure is not null)
            {
                command.Fail(failure);
                if (!statements.InTransaction)
                {
                    return false;
                }

                session.Transaction.Events.Sequence = sequence;
                statements.Execute("ROLLBACK TO command");
            }

            statements.Execute("RELEASE command");
            if (failure is null)
            {
                _group.Add(command);
            }

            return true;
        }
        catch (Exception exception)
        {
            command.Fail(exception);
            return false;
        }
    }

    private void Commit(WriterSession session)
    {
        try
        {
            session.Statements.Execute("COMMIT");
            _counters.Commits++;
        }
        catch (Exception exception)
        {
            Disconnect();
            EndTurn();
            _group.ForEach(command => command.Fail(new AmbiguousCommitException(exception)));
            return;
        }

        EndTurn();
        _group.ForEach(command => command.Succeed());
    }

    private void Disconnect()
    {
        _session?.Dispose();
        _session = null;
    }

    /// <summary>Whether what runs now, and what it awaits, is within a command.</summary>
    private sealed class Turn
    {
        public volatile bool IsOver;
    }
}
