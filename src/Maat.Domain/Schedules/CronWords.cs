namespace Maat.Domain.Schedules;

/// <summary>The phrases of a crontab's description in one language.</summary>
internal abstract class CronWords
{
    internal abstract string EveryDay { get; }

    /// <summary>Items that add to each other.</summary>
    internal abstract string Join(IReadOnlyList<string> items);

    internal abstract string AtTimes(string days, IReadOnlyList<string> times, CronSet? months);

    internal abstract string InPattern(string? days, string pattern, CronSet? months);

    internal abstract string Every(int count, CronField unit);

    internal abstract string AtMinute(string every, int minute);

    internal abstract string Between(string every, string first, string last);

    /// <summary>The fields of time as they are; no seconds means second 0.</summary>
    internal abstract string Literal(CronSet? seconds, CronSet minutes, CronSet hours);

    internal abstract string Both(string daysOfMonth, string weekdays);

    internal abstract string Either(string daysOfMonth, string weekdays);

    internal abstract string DaysOfMonth(CronSet days);

    internal abstract string BeforeLastDay(int days);

    internal abstract string WeekdayNearestDay(int day);

    internal abstract string WeekdayNearestBeforeLast(int days);

    /// <summary>Weekdays (Sunday is 0) in the order of a week that begins on Monday.</summary>
    internal abstract string Weekdays(IReadOnlyList<int> weekdays);

    internal abstract string NthWeekday(int weekday, int nth);

    internal abstract string LastWeekday(int weekday);

    /// <summary>Whether weekdays, ordered from Monday on, are three or more neighbours: "Monday to Friday".</summary>
    protected static bool AreRun(IReadOnlyList<int> weekdays) =>
        weekdays.Count >= 3 && (weekdays[^1] + 6) % 7 - (weekdays[0] + 6) % 7 == weekdays.Count - 1;
}
