using System.Numerics;

namespace Maat.Domain.Schedules;

/// <summary>
/// The wall-clock times that a crontab names, without any time zone: which comes next, and how many lie between two, each by
/// jumping over fields. A set of values is a set of bits.
/// </summary>
internal sealed record CronFields
{
    /// <summary>The last year looked at; the calendar's very last is left out, so that adding an offset cannot overflow.</summary>
    internal const int LastYear = 9998;

    internal required ulong Seconds { get; init; }
    internal required ulong Minutes { get; init; }
    internal required uint Hours { get; init; }
    internal required uint Months { get; init; }
    internal required CronDays Days { get; init; }

    private int PerMinute => BitOperations.PopCount(Seconds);
    private int PerHour => PerMinute * BitOperations.PopCount(Minutes);
    private int PerDay => PerHour * BitOperations.PopCount(Hours);

    /// <summary>
    /// Whether any date ever matches. The 28 years looked at hold every pairing of a leap or common year with a weekday for its
    /// first of January, and so every month that the Gregorian calendar knows.
    /// </summary>
    internal bool CanFire() => NextDate(new DateTime(2000, 1, 1), lastYear: 2027) is not null;

    /// <summary>The first matching time that is not before <paramref name="from"/>; null if there is none up to <see cref="LastYear"/>.</summary>
    internal DateTime? Next(DateTime from)
    {
        from = CeilingToSecond(from);
        if (Matches(DateOnly.FromDateTime(from)) && NextTimeOfDay(SecondOfDay(from)) is var second and >= 0)
            return from.Date.AddSeconds(second);
        return NextDate(from.Date.AddDays(1), LastYear)?.AddSeconds(NextTimeOfDay(0));
    }

    /// <summary>How many matching times lie in [from, to). Costs a few operations per month.</summary>
    internal long Count(DateTime from, DateTime to)
    {
        if (from >= to)
            return 0;
        from = CeilingToSecond(from);
        to = CeilingToSecond(to);
        return CountDates(from.Date, to.Date) * PerDay + EarlierOnTheDay(to) - EarlierOnTheDay(from);
    }

    internal static DateTime CeilingToSecond(DateTime time) =>
        time.Ticks % TimeSpan.TicksPerSecond is var rest and > 0 ? time.AddTicks(TimeSpan.TicksPerSecond - rest) : time;

    private static int SecondOfDay(DateTime time) => (int)(time.TimeOfDay.Ticks / TimeSpan.TicksPerSecond);

    private bool Matches(DateOnly date) =>
        (Months >> date.Month & 1) != 0 && (Days.In(date.Year, date.Month) >> date.Day & 1) != 0;

    private DateTime? NextDate(DateTime from, int lastYear)
    {
        for (var (year, month) = (from.Year, from.Month); year <= lastYear; year++, month = 1)
        {
            for (; NextBit(Months, month) is var found and > 0; month = found + 1)
            {
                var firstDay = found == from.Month && year == from.Year ? from.Day : 1;
                if (NextBit(Days.In(year, found), firstDay) is var day and > 0)
                    return new DateTime(year, found, day);
            }
        }

        return null;
    }

    private long CountDates(DateTime from, DateTime to)
    {
        long count = 0;
        for (var month = new DateTime(from.Year, from.Month, 1); month < to; month = month.AddMonths(1))
        {
            if ((Months >> month.Month & 1) == 0)
                continue;
            var days = Days.In(month.Year, month.Month);
            if (month.Year == from.Year && month.Month == from.Month)
                days &= ~(uint)Below(from.Day);
            if (month.Year == to.Year && month.Month == to.Month)
                days &= (uint)Below(to.Day);
            count += BitOperations.PopCount(days);
        }

        return count;
    }

    /// <summary>The first matching second of a day from the given one on; −1 when there is none left.</summary>
    private int NextTimeOfDay(int second)
    {
        var (hour, minute) = (second / 3600, second / 60 % 60);
        if ((Hours >> hour & 1) != 0)
        {
            if ((Minutes >> minute & 1) != 0 && NextBit(Seconds, second % 60) is var s and >= 0)
                return hour * 3600 + minute * 60 + s;
            if (NextBit(Minutes, minute + 1) is var m and >= 0)
                return hour * 3600 + m * 60 + NextBit(Seconds, 0);
        }

        return NextBit(Hours, hour + 1) is var h and >= 0 ? h * 3600 + NextBit(Minutes, 0) * 60 + NextBit(Seconds, 0) : -1;
    }

    private long EarlierOnTheDay(DateTime time)
    {
        if (!Matches(DateOnly.FromDateTime(time)))
            return 0;
        var count = (long)BitOperations.PopCount(Hours & Below(time.Hour)) * PerHour;
        if ((Hours >> time.Hour & 1) == 0)
            return count;
        count += (long)BitOperations.PopCount(Minutes & Below(time.Minute)) * PerMinute;
        return (Minutes >> time.Minute & 1) == 0 ? count : count + BitOperations.PopCount(Seconds & Below(time.Second));
    }

    private static ulong Below(int bit) => (1UL << bit) - 1;

    private static int NextBit(ulong set, int from)
    {
        var rest = set & ~Below(from);
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }
}
