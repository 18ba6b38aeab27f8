using System.Runtime.CompilerServices;

namespace Maat.Domain.Schedules;

/// <summary>
/// A stretch of time, [Start, End) in UTC, during which a zone keeps one offset. It also ends with the calendar year.
/// <c>Before</c> is the offset just before it; <c>HighWater</c> the latest wall-clock time that had been shown (exclusive) when it
/// began.
/// </summary>
internal readonly record struct ZoneStretch(DateTime Start, DateTime End, TimeSpan Offset, TimeSpan Before, DateTime HighWater)
{
    internal DateTime WallStart => Start + Offset;

    internal DateTime WallEnd => End + Offset;

    /// <summary>The wall-clock time at which the clock was changed: before <see cref="WallStart"/> if a gap was jumped over.</summary>
    internal DateTime WallBefore => Start + Before;
}

/// <summary>
/// A zone's offsets over time. They are learned only by asking <see cref="TimeZoneInfo.GetUtcOffset(DateTime)"/> about UTC
/// instants: .NET's adjustment rules and its questions about local times (invalid, ambiguous, standard offset) are wrong or
/// reversed in zones with negative daylight saving, changes of the base offset or several changes a year.
/// </summary>
internal sealed class ZoneTimeline
{
    /// <summary>No offset in .NET is larger, so a wall clock is at most this far from UTC.</summary>
    internal static readonly TimeSpan LargestOffset = TimeSpan.FromHours(14);

    /// <summary>
    /// Years remembered per zone, a power of two. Schedules live in the present and the next few years; the rare crontab that
    /// looks further (29 February on a Monday) only costs a scan of about 0.2 ms per year again.
    /// </summary>
    private const int YearsRemembered = 64;

    /// <summary>Distance between probes. No zone in the tz database has returned to an offset within so short a time.</summary>
    private static readonly TimeSpan ProbeStep = TimeSpan.FromHours(6);

    /// <summary>A clock is put back by at most 28 hours (from +14 to −14), so nothing older can still be repeated.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(2);

    /// <summary>Keyed by the object, not by its id, which zones with different rules can share; forgotten with the object.</summary>
    private static readonly ConditionalWeakTable<TimeZoneInfo, ZoneTimeline> Known = [];

    private readonly TimeZoneInfo zone;
    private readonly Year?[] years = new Year?[YearsRemembered];

    private ZoneTimeline(TimeZoneInfo zone) => this.zone = zone;

    internal static ZoneTimeline Of(TimeZoneInfo zone) => Known.GetValue(zone, static z => new ZoneTimeline(z));

    /// <summary>The stretch that holds the instant.</summary>
    internal ZoneStretch At(DateTime utc)
    {
        ref var slot = ref years[utc.Year & (YearsRemembered - 1)];
        var year = Volatile.Read(ref slot);
        if (year is null || year.Number != utc.Year)
        {
            year = new Year(utc.Year, Scan(utc.Year));
            Volatile.Write(ref slot, year);
        }

        var index = year.Stretches.Length - 1;
        while (year.Stretches[index].Start > utc)
            index--;
        return year.Stretches[index];
    }

    private ZoneStretch[] Scan(int number)
    {
        var yearStart = new DateTime(number, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var yearEnd = yearStart.AddYears(1);
        var start = yearStart - LookBack;
        var offset = zone.GetUtcOffset(start);
        var stretch = new ZoneStretch(start, default, offset, offset, start + offset);

        var stretches = new List<ZoneStretch>();
        while (stretch.Start < yearEnd)
        {
            var end = NextTransition(stretch.Start, stretch.Offset, yearEnd);
            stretch = stretch with { End = end };
            if (end > yearStart)
                stretches.Add(stretch.Start < yearStart ? CutAt(yearStart, stretch) : stretch);
            var highWater = stretch.WallEnd > stretch.HighWater ? stretch.WallEnd : stretch.HighWater;
            stretch = new ZoneStretch(end, default, zone.GetUtcOffset(end), stretch.Offset, highWater);
        }

        return [.. stretches];
    }

    private static ZoneStretch CutAt(DateTime start, ZoneStretch stretch)
    {
        var shown = start + stretch.Offset;
        return stretch with { Start = start, Before = stretch.Offset, HighWater = shown > stretch.HighWater ? shown : stretch.HighWater };
    }

    /// <summary>The first instant after <paramref name="from"/> with another offset, or <paramref name="end"/> if there is none before it.</summary>
    private DateTime NextTransition(DateTime from, TimeSpan offset, DateTime end)
    {
        while (from < end)
        {
            var probe = end - from > ProbeStep ? from + ProbeStep : end;
            if (zone.GetUtcOffset(probe) != offset)
                return Bisect(from, probe, offset);
            from = probe;
        }

        return end;
    }

    private DateTime Bisect(DateTime same, DateTime other, TimeSpan offset)
    {
        while (other.Ticks - same.Ticks > 1)
        {
            var middle = same.AddTicks((other.Ticks - same.Ticks) / 2);
            if (zone.GetUtcOffset(middle) == offset)
                same = middle;
            else
                other = middle;
        }

        return other;
    }

    private sealed record Year(int Number, ZoneStretch[] Stretches);
}
