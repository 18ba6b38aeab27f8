namespace Maat.Engine.Tests.Processes;

/// <summary>Waits for a condition of the outside world (the process table, a file) that nothing signals.</summary>
internal static class Eventually
{
    /// <summary>Reached only by a failing test.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    internal static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var timer = new PeriodicTimer(Interval);
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"Within {Limit.TotalSeconds} s this did not come true: {what}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    internal static async Task<T> CompletesAsync<T>(Task<T> task, string what)
    {
        await CompletesAsync((Task)task, what);
        return await task;
    }

    internal static async Task CompletesAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Within {Limit.TotalSeconds} s this did not happen: {what}");
        }
    }
}
