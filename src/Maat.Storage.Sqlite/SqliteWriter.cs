using System.Threading.Channels;
using Maat.Storage.Sqlite.Engine;
using Microsoft.Data.Sqlite;

namespace Maat.Storage.Sqlite;

/// <summary>
/// The one writer of the database. Engine transactions queue up here; what has queued up while one group was being committed is the
/// next group: each command in a savepoint of its own, one commit for all. An edit of people's through EF Core takes a turn of its own
/// between two groups, so that it never waits for SQLite's lock, and never makes the engine wait for it.
/// <para>
/// A command that throws is rolled back to its savepoint and changes nothing; the others of its group are committed. When the commit
/// itself throws, every command of the group learns that its fate is unknown, and a new event writer begins.
/// </para>
/// </summary>
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
    private readonly List<IGroupedCommand> _group = new(MaxGroup);
    private SqliteConnection? _connection;
    private SqliteStatements? _statements;
    private SqliteEngineTransaction? _transaction;

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
            _thread.Start();
        }
    }

    public async Task<T> TransactAsync<T>(Func<SqliteEngineTransaction, ValueTask<T>> work, CancellationToken cancellation)
    {
        var command = new GroupedCommand<T>(work, inline: _thread is null);
        await SubmitAsync(command, cancellation).ConfigureAwait(false);
        return await command.Result.ConfigureAwait(false);
    }

    /// <summary>Runs something that writes through a connection of its own, while nothing else writes.</summary>
    public async Task<T> ExclusiveAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        var command = new ExclusiveCommand<T>(work, inline: _thread is null);
        await SubmitAsync(command, cancellation).ConfigureAwait(false);
        return await command.Result.ConfigureAwait(false);
    }

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
        cancellation.ThrowIfCancellationRequested();
        if (_thread is null)
        {
            RunGroup(command);
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
                RunGroup(command);
            }
        }
    }

    private void RunGroup(IWriterCommand first)
    {
        IWriterCommand? next = first;
        while (next is not null)
        {
            if (next is IExclusiveCommand exclusive)
            {
                exclusive.Run();
                return;
            }

            next = CommitGroup((IGroupedCommand)next);
        }
    }

    /// <summary>Runs and commits a group; returns the exclusive command that ended it, if one did.</summary>
    private IExclusiveCommand? CommitGroup(IGroupedCommand first)
    {
        IGroupedCommand? next = first;
        IExclusiveCommand? exclusive = null;
        _group.Clear();
        try
        {
            SqliteEngineTransaction transaction = Begin();
            while (next is not null)
            {
                RunInSavepoint(next, transaction);
                next = null;
                if (_group.Count < MaxGroup && _queue.Reader.TryRead(out IWriterCommand? queued))
                {
                    exclusive = queued as IExclusiveCommand;
                    next = queued as IGroupedCommand;
                }
            }

            _statements!.Execute("COMMIT");
            _group.ForEach(command => command.Succeed());
        }
        catch (SqliteException exception)
        {
            // The connection's state is not known any more. What had not reached the commit is as unknown as the rest: callers read it back.
            Disconnect();
            next?.Fail(exception);
            _group.ForEach(command => command.Fail(new AmbiguousCommitException(exception)));
        }

        return exclusive;
    }

    private SqliteEngineTransaction Begin()
    {
        if (_transaction is null)
        {
            _connection = _connect();
            _statements = new SqliteStatements(_connection);
            _transaction = new SqliteEngineTransaction(_statements, SqliteEvents.NewWriter(_statements, _process, _time.GetUtcNow().UtcDateTime));
        }

        _statements!.Execute("BEGIN IMMEDIATE");
        return _transaction;
    }

    private void RunInSavepoint(IGroupedCommand command, SqliteEngineTransaction transaction)
    {
        _statements!.Execute("SAVEPOINT command");
        long sequence = transaction.Events.Sequence;
        Exception? failure = command.Run(transaction);
        if (failure is null)
        {
            _group.Add(command);
        }
        else
        {
            transaction.Events.Sequence = sequence;
            _statements.Execute("ROLLBACK TO command");
            command.Fail(failure);
        }

        _statements.Execute("RELEASE command");
    }

    private void Disconnect()
    {
        _statements?.Dispose();
        if (_thread is not null)
        {
            _connection?.Dispose();
        }

        (_connection, _statements, _transaction) = (null, null, null);
    }

    private interface IWriterCommand
    {
        void Fail(Exception exception);
    }

    /// <summary>A write that is committed together with others.</summary>
    private interface IGroupedCommand : IWriterCommand
    {
        /// <summary>Returns what the work threw, or null.</summary>
        Exception? Run(SqliteEngineTransaction transaction);

        void Succeed();
    }

    /// <summary>A write through a connection of its own.</summary>
    private interface IExclusiveCommand : IWriterCommand
    {
        void Run();
    }

    private abstract class Command<T>(bool inline) : IWriterCommand
    {
        private readonly TaskCompletionSource<T> _result =
            new(inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Result => _result.Task;

        public void Fail(Exception exception) => _result.TrySetException(exception);

        protected void Succeed(T value) => _result.TrySetResult(value);
    }

    private sealed class GroupedCommand<T>(Func<SqliteEngineTransaction, ValueTask<T>> work, bool inline) : Command<T>(inline), IGroupedCommand
    {
        private T _value = default!;

        public Exception? Run(SqliteEngineTransaction transaction)
        {
            try
            {
                // Every statement is synchronous on SQLite, so the work has finished when the call returns.
                _value = work(transaction).AsTask().GetAwaiter().GetResult();
                return null;
            }
#pragma warning disable CA1031 // Whatever the work throws belongs to its caller.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                return exception;
            }
        }

        public void Succeed() => Succeed(_value);
    }

    private sealed class ExclusiveCommand<T>(Func<Task<T>> work, bool inline) : Command<T>(inline), IExclusiveCommand
    {
        public void Run()
        {
            try
            {
                Succeed(work().GetAwaiter().GetResult());
            }
#pragma warning disable CA1031 // Whatever the work throws belongs to its caller.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Fail(exception);
            }
        }
    }
}
