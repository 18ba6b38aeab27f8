using System.Collections.Concurrent;
using Maat.Simulation.Guards;
using Maat.Simulation.Seeds;

namespace Maat.Simulation;

/// <summary>What a sweep found: the first seeds that failed, by number, and how often everything happened.</summary>
public sealed record SweepResult(long Schedules, long Steps, IReadOnlyList<ScheduleResult> Failed, Coverage Coverage);

/// <summary>Runs schedules of consecutive seeds on threads of their own.</summary>
public static class Sweep
{
    /// <summary>More would say the same.</summary>
    private const int MostFailures = 10;

    /// <param name="stopAtFailure">Whether to stop at the first failure, or to collect some.</param>
    /// <param name="progress">Told after each schedule, from any thread.</param>
    public static SweepResult Run(ulong firstSeed, long count, int parallel, Guard? removed = null, bool stopAtFailure = false, Action? progress = null)
    {
        long next = -1, done = 0, steps = 0;
        var failed = new ConcurrentBag<ScheduleResult>();
        var coverage = new Coverage();
        var threads = new List<Thread>();
        for (int i = 0; i < parallel; i++)
        {
            var thread = new Thread(() =>
            {
                var own = new Coverage();
                long index;
                while (failed.Count < (stopAtFailure ? 1 : MostFailures) && (index = Interlocked.Increment(ref next)) < count)
                {
                    ScheduleResult result = Schedule.Run(firstSeed + (ulong)index, own, removed);
                    if (result.Violation is not null)
                    {
                        failed.Add(result);
                    }

                    Interlocked.Increment(ref done);
                    Interlocked.Add(ref steps, result.Steps);
                    progress?.Invoke();
                }

                lock (coverage)
                {
                    coverage.Add(own);
                }
            });
            threads.Add(thread);
            thread.Start();
        }

        threads.ForEach(thread => thread.Join());
        return new SweepResult(done, steps, [.. failed.OrderBy(f => f.Seed)], coverage);
    }
}
