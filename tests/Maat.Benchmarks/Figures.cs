using System.Globalization;
using Maat.Domain.Runs;

namespace Maat.Benchmarks;

/// <summary>How figures are made and said.</summary>
internal static class Figures
{
    public static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>A heading, with what else the machine does.</summary>
    public static void Head(string what)
    {
        string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        Line($"\n{what} (load {load})");
    }

    /// <param name="percent">100 for the largest.</param>
    public static double Percentile(List<double> values, double percent)
    {
        values.Sort();
        return values[Math.Min(values.Count - 1, (int)(values.Count * percent / 100))];
    }

    /// <summary>Refuses figures of what did not work.</summary>
    public static void Check(RunState worst)
    {
        if (worst != RunState.Succeeded)
        {
            throw new InvalidOperationException($"A run ended as {worst}; its figures would mean nothing.");
        }
    }

    /// <summary>A goal, and whether it was met.</summary>
    public static string Goal(bool isMet, string goal) => $"(goal {goal}: {(isMet ? "met" : "MISSED")})";
}
