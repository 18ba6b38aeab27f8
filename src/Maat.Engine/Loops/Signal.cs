namespace Maat.Engine.Loops;

/// <summary>
/// Something that one loop waits for. Setting it before the wait is remembered; setting it twice counts once.
/// </summary>
public sealed class Signal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _source = NewSource();

    /// <summary>Whether it was set since the last wait ended.</summary>
    public bool IsSet
    {
        get
        {
            lock (_lock)
            {
                return _source.Task.IsCompleted;
            }
        }
    }

    public void Set()
    {
        lock (_lock)
        {
            _source.TrySetResult();
        }
    }

    /// <summary>Forgets that it was set; returns whether it was.</summary>
    public bool Reset()
    {
        lock (_lock)
        {
            if (!_source.Task.IsCompleted)
            {
                return false;
            }

            _source = NewSource();
            return true;
        }
    }

    /// <summary>Waits until it is set or the time is over, whichever comes first, and forgets that it was set.</summary>
    public async Task WaitAsync(TimeSpan? wait, TimeProvider time, CancellationToken cancellation)
    {
        Task task;
        lock (_lock)
        {
            task = _source.Task;
        }

        try
        {
            await task.WaitAsync(wait ?? Timeout.InfiniteTimeSpan, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return;
        }

        Reset();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
