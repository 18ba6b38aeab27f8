namespace Maat.Domain.Tests.Schedules;

/// <summary>
/// The hours around a change of a zone's offset, gone through step by step: the naive reference for what a crontab does there.
/// </summary>
internal sealed class ClockChange
{
    /// <summary>More than any clock here is put back, so that every time shown twice is seen the first time too.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(5);

    private readonly List<Moment> moments = [];

    internal ClockChange(TimeZoneInfo zone, DateTime from, DateTime to, TimeSpan step)
    {
        (Zone, From, To) = (zone, from, to);
        var shown = new HashSet<DateTime>();
        DateTime? before = null;
        for (var utc = from - LookBack; utc <= to; utc += step)
        {
            var wall = DateTime.SpecifyKind(utc + zone.GetUtcOffset(utc), DateTimeKind.Unspecified);
            var jumped = new List<(DateTime, bool)>();
            for (var skipped = before + step; skipped < wall; skipped += step)
                jumped.Add((skipped.Value, !shown.Contains(skipped.Value)));
            var isNew = shown.Add(wall);
            if (utc >= from)
                moments.Add(new Moment(new DateTimeOffset(utc), wall, isNew, jumped));
            before = wall;
        }
    }

    internal TimeZoneInfo Zone { get; }

    internal DateTimeOffset From { get; }

    internal DateTimeOffset To { get; }

    internal List<DateTimeOffset> Occurrences(WrittenCrontab crontab)
    {
        bool Fires(DateTime wall, bool isNew) => (isNew || crontab.Repeats) && crontab.Matches(wall);
        return [.. moments.Where(m => Fires(m.Wall, m.IsNew) || m.Jumped.Any(j => Fires(j.Wall, j.IsNew))).Select(m => m.Utc)];
    }

    /// <summary>The instants at which the zone's offset changes, found by trying every second hour, then every minute, then every second.</summary>
    internal static IEnumerable<DateTime> Find(TimeZoneInfo zone, int firstYear, int lastYear)
    {
        var at = new DateTime(firstYear, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var offset = zone.GetUtcOffset(at);
        DateTime LastBeforeChange(DateTime from, TimeSpan step)
        {
            while (zone.GetUtcOffset(from + step) == offset)
                from += step;
            return from;
        }

        for (; at.Year <= lastYear; at = at.AddHours(2))
        {
            if (zone.GetUtcOffset(at.AddHours(2)) == offset)
                continue;
            var change = LastBeforeChange(LastBeforeChange(at, TimeSpan.FromMinutes(1)), TimeSpan.FromSeconds(1)).AddSeconds(1);
            yield return change;
            offset = zone.GetUtcOffset(at.AddHours(2));
        }
    }

    private sealed record Moment(DateTimeOffset Utc, DateTime Wall, bool IsNew, List<(DateTime Wall, bool IsNew)> Jumped);
}
