namespace Maat.Web.Tests.Hosting;

/// <summary>Waits for what only asking tells.</summary>
internal static class Eventually
{
    /// <summary>Reached only by a failing test.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks until the answer is as expected; one from which nothing can come any more fails at once.</summary>
    internal static async Task<T> BecomesAsync<T>(Func<Task<T>> ask, Func<T, bool> expected, Func<T, bool> final, string what)
    {
        using var timer = new PeriodicTimer(Interval);
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            T answer = await ask();
            if (expected(answer))
                return answer;
            Assert.False(final(answer) || limit.IsCancellationRequested, $"Not come true: {what}; {answer}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    internal static Task HoldsAsync(Func<bool> condition, string what) => BecomesAsync(() => Task.FromResult(condition()), holds => holds, _ => false, what);
}
