using System.Diagnostics;

namespace Maat.Benchmarks;

/// <summary>What this machine does just now without any engine.</summary>
internal static class RawRates
{
    /// <summary>Runs of <c>bash -c :</c> a second from .NET.</summary>
    /// <param name="parallel">So many at a time.</param>
    public static async Task<double> SpawnsAsync(int parallel, int count)
    {
        long began = Stopwatch.GetTimestamp();
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) <= count)
            {
                using Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", ":"]))!;
                await process.WaitForExitAsync();
            }
        })));
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
