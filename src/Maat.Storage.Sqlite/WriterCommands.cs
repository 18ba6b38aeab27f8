using Maat.Storage.Sqlite.Engine;

namespace Maat.Storage.Sqlite;

/// <summary>What waits for its turn to write.</summary>
internal interface IWriterCommand
{
    /// <summary>False, and answered, when its caller has given up on it.</summary>
    bool TryStart();

    void Fail(Exception exception);
}

/// <summary>A write that is committed together with others; it may run again when it was rolled back without being answered.</summary>
internal interface IGroupedCommand : IWriterCommand
{
    /// <summary>Returns what the work threw, or null.</summary>
    Exception? Run(SqliteEngineTransaction transaction);

    void Succeed();
}

/// <summary>A write through a connection of its own.</summary>
internal interface IExclusiveCommand : IWriterCommand
{
    /// <summary>Returns what the work threw, or null.</summary>
    Exception? Run();

    void Succeed();
}

internal abstract class WriterCommand<T>(CancellationToken cancellation) : IWriterCommand
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Result => _result.Task;

    public bool TryStart() => !cancellation.IsCancellationRequested || !_result.TrySetCanceled(cancellation);

    public void Fail(Exception exception) => _result.TrySetException(exception);

    protected void Succeed(T value) => _result.TrySetResult(value);
}

internal sealed class GroupedCommand<T>(Func<SqliteEngineTransaction, ValueTask<T>> work, CancellationToken cancellation)
    : WriterCommand<T>(cancellation), IGroupedCommand
{
    private T _value = default!;

    public Exception? Run(SqliteEngineTransaction transaction)
    {
        try
        {
            // Statements are synchronous on SQLite: work that awaits nothing else has finished when the call returns.
            ValueTask<T> running = work(transaction);
            _value = running.IsCompleted ? running.Result : running.AsTask().GetAwaiter().GetResult();
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

internal sealed class ExclusiveCommand<T>(Func<Task<T>> work, CancellationToken cancellation) : WriterCommand<T>(cancellation), IExclusiveCommand
{
    private T _value = default!;

    public Exception? Run()
    {
        try
        {
            _value = work().GetAwaiter().GetResult();
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
