using Maat.Benchmarks.Databases;
using Maat.Domain.Runs;

namespace Maat.Benchmarks.MySql;

/// <summary>What has become of the runs of a database, asked of the database itself: they may run in any process.</summary>
internal static class RunsOf
{
    /// <summary>Short beside what is waited for, long beside what asking costs.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <exception cref="InvalidOperationException">A run did not succeed.</exception>
    public static async Task WaitUntilNothingRunsAsync(this MeasuredMySql database, CancellationToken cancellation, long atLeast = 1)
    {
        string active = $"SELECT COUNT(*) FROM run WHERE state IN ({(int)RunState.Queued}, {(int)RunState.Running}, {(int)RunState.Paused})";
        while (await database.NumberAsync($"SELECT COUNT(*) FROM (SELECT 1 FROM run LIMIT {atLeast}) r", cancellation) < atLeast
            || await database.NumberAsync(active, cancellation) > 0)
        {
            await Task.Delay(s_pause, cancellation);
        }

        Figures.Check((RunState)await database.NumberAsync("SELECT MAX(state) FROM run", cancellation));
    }
}
