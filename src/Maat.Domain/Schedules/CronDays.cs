using System.Numerics;

namespace Maat.Domain.Schedules;

/// <summary>
/// What a crontab's two day fields say, as bit sets, and which days of a given month they mean together.
/// </summary>
/// <remarks>
/// When either field starts with <c>*</c> (or is <c>?</c>), a day must match both; otherwise either suffices (Vixie cron).
/// The nearest weekday of <c>nW</c> stays within its month (Quartz, Cronos); a day that a month does not have has none there.
/// </remarks>
internal sealed record CronDays
{
    internal const uint AllDays = 0xFFFF_FFFE;
    internal const byte AllWeekdays = 0x7F;

    /// <summary>Bits 1, 8, 15, 22 and 29: the days that share the weekday of the first.</summary>
    private const uint EverySeventh = 1u << 1 | 1u << 8 | 1u << 15 | 1u << 22 | 1u << 29;

    /// <summary>Bit d: day d of the month.</summary>
    internal uint Days { get; init; }

    /// <summary>Bit n: n days before the last one (<c>L</c> is n = 0).</summary>
    internal uint BeforeLast { get; init; }

    /// <summary>Bit d: the weekday (Monday to Friday) nearest to day d.</summary>
    internal uint NearestWeekday { get; init; }

    /// <summary>Bit n: the weekday nearest to the day n days before the last one (<c>LW</c> is n = 0).</summary>
    internal uint NearestWeekdayBeforeLast { get; init; }

    /// <summary>Bit w: every weekday w, Sunday being 0.</summary>
    internal byte Weekdays { get; init; }

    /// <summary>Bit w: the last weekday w of the month.</summary>
    internal byte LastWeekdays { get; init; }

    /// <summary>At index n − 1, bit w: the n-th weekday w of the month.</summary>
    internal ulong NthWeekdays { get; init; }

    internal bool BothMustMatch { get; init; }

    internal bool EveryDayOfMonth => Days == AllDays;

    internal bool EveryWeekday => Weekdays == AllWeekdays;

    internal static ulong Nth(int weekday, int nth) => 1UL << ((nth - 1) * 7 + weekday);

    /// <summary>The days of the month that match, as bits 1 to 31.</summary>
    internal uint In(int year, int month)
    {
        var length = DateTime.DaysInMonth(year, month);
        var exist = AllDays & (uint)((1UL << (length + 1)) - 1);
        if (EveryDayOfMonth && EveryWeekday)
            return exist;

        var weekdayOfFirst = (int)new DateTime(year, month, 1).DayOfWeek;
        var byDay = ByDayOfMonth(length, weekdayOfFirst);
        var byWeekday = ByDayOfWeek(length, weekdayOfFirst);
        return exist & (BothMustMatch ? byDay & byWeekday : byDay | byWeekday);
    }

    private uint ByDayOfMonth(int length, int weekdayOfFirst)
    {
        var days = Days;
        for (var rest = BeforeLast; rest != 0; rest &= rest - 1)
        {
            var day = length - BitOperations.TrailingZeroCount(rest);
            if (day >= 1)
                days |= 1u << day;
        }

        for (var rest = NearestWeekday; rest != 0; rest &= rest - 1)
            days |= Nearest(BitOperations.TrailingZeroCount(rest), length, weekdayOfFirst);
        for (var rest = NearestWeekdayBeforeLast; rest != 0; rest &= rest - 1)
            days |= Nearest(length - BitOperations.TrailingZeroCount(rest), length, weekdayOfFirst);
        return days;
    }

    private static uint Nearest(int day, int length, int weekdayOfFirst)
    {
        if (day < 1 || day > length)
            return 0;
        var nearest = (DayOfWeek)((weekdayOfFirst + day - 1) % 7) switch
        {
            DayOfWeek.Saturday => day == 1 ? 3 : day - 1,
            DayOfWeek.Sunday => day == length ? length - 2 : day + 1,
            _ => day,
        };
        return 1u << nearest;
    }

    private uint ByDayOfWeek(int length, int weekdayOfFirst)
    {
        if (EveryWeekday)
            return AllDays;
        uint days = 0;
        for (var weekday = 0; weekday < 7; weekday++)
        {
            var first = (weekday - weekdayOfFirst + 7) % 7;
            if ((Weekdays >> weekday & 1) != 0)
                days |= EverySeventh << first;
            if ((LastWeekdays >> weekday & 1) != 0)
                days |= 1u << (first + 1 + (length - first - 1) / 7 * 7);
            for (var nth = 1; nth <= 5; nth++)
            {
                var day = first + 1 + (nth - 1) * 7;
                if (day <= length && (NthWeekdays & Nth(weekday, nth)) != 0)
                    days |= 1u << day;
            }
        }

        return days;
    }
}
