namespace Maat.Faults;

/// <summary>Waits for a condition of the outside world (the process table, a file, the product's database) that nothing signals.</summary>
public static class Eventually
{
    /// <summary>Reached only when something is wrong.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TimeoutException">It did not come true within the limit; the message says what.</exception>
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    /// <exception cref="TimeoutException">It did not come true within the limit; the message says what.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        if (!await HoldsWithinAsync(Limit, condition))
            throw new TimeoutException($"Within {Limit.TotalSeconds} s this did not come true: {what}");
    }

    /// <summary>Waits, and says whether it came true in time.</summary>
    public static async Task<bool> HoldsWithinAsync(TimeSpan within, Func<Task<bool>> condition, CancellationToken cancellation = default)
    {
        using var timer = new PeriodicTimer(Interval);
        using var limit = new CancellationTokenSource(within);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                return false;
            await timer.WaitForNextTickAsync(cancellation);
        }

        return true;
    }

    /// <exception cref="TimeoutException">It did not end within the limit; the message says what.</exception>
    public static async Task CompletesAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Within {Limit.TotalSeconds} s this did not happen: {what}");
        }
    }
}
