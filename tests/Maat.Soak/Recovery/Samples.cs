using System.Globalization;

namespace Maat.Soak.Recovery;

/// <summary>How long something took, many times.</summary>
/// <param name="goal">What 99 of 100 are to stay below.</param>
internal sealed class Samples(string what, TimeSpan goal)
{
    private readonly List<TimeSpan> taken = [];

    public void Add(TimeSpan time)
    {
        lock (taken)
        {
            taken.Add(time);
        }
    }

    public override string ToString()
    {
        List<TimeSpan> sorted = [.. taken.Order()];
        return sorted.Count == 0
            ? $"{what}: none"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: p50 {At(sorted, 50):0.00} s, p99 {At(sorted, 99):0.00} s, max {sorted[^1].TotalSeconds:0.00} s of {sorted.Count}; goal p99 {goal.TotalSeconds:0} s: {(At(sorted, 99) <= goal.TotalSeconds ? "met" : "missed")}");
    }

    /// <summary>The smallest sample that so many per cent do not exceed (nearest rank), in seconds.</summary>
    private static double At(List<TimeSpan> sorted, int percent) => sorted[((sorted.Count * percent) + 99) / 100 - 1].TotalSeconds;
}
