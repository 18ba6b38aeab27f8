using System.Diagnostics;
using Maat.Benchmarks.Databases;

namespace Maat.Benchmarks.MySql;

/// <summary>The engine's figures on MariaDB with durable commits, with raw rates of the same server and run beside them.</summary>
internal static class MySqlFigures
{
    public static IReadOnlyList<string> Parts { get; } = ["engine", "processes", "firings", "claims", "day"];

    /// <param name="parts">Which of <see cref="Parts"/>; none for all.</param>
    public static async Task PrintAsync(IReadOnlyList<string> parts, CancellationToken cancellation)
    {
        await using MySqlDatabases databases = await MySqlDatabases.StartAsync(cancellation);
        long began = Stopwatch.GetTimestamp();
        Figures.Line($"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {databases.Title}");
        Figures.Head("raw rates");
        ServerRates raw = await ServerRates.MeasureAsync(databases, cancellation);
        foreach (string part in Parts.Where(part => parts.Count == 0 || parts.Contains(part)))
        {
            Figures.Head(part);
            await (part switch
            {
                "engine" => new EngineFigures(databases).PrintAsync(cancellation),
                "processes" => new ProcessFigures(databases, raw).PrintAsync(cancellation),
                "firings" => new FiringFigures(databases).PrintAsync(cancellation),
                "claims" => ClaimFigures.PrintAsync(databases, cancellation),
                _ => new DayFigures(databases).PrintAsync(cancellation),
            });
        }

        Figures.Line($"\nall of it took {Stopwatch.GetElapsedTime(began).TotalMinutes:0.0} min");
    }
}
