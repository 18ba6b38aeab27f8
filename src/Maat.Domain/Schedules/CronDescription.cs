using System.Globalization;
using System.Numerics;

namespace Maat.Domain.Schedules;

/// <summary>
/// A crontab in words, in English or Chinese: a small set of everyday phrasings ("every day at 10:00 and 16:00"), and for all
/// else a literal reading of the fields. Crontabs that name different times never read the same.
/// </summary>
public static class CronDescription
{
    /// <summary>More times of day than this read better as a pattern.</summary>
    private const int MostTimesListed = 6;

    private const ulong AtZero = 1;

    /// <summary>The words in the culture's language; English if it is not Chinese.</summary>
    public static string Describe(CronExpression expression, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(culture);
        CronWords words = culture.TwoLetterISOLanguageName == "zh" ? new ChineseCronWords() : new EnglishCronWords();
        var fields = expression.Fields;
        var days = DescribeDays(fields.Days, words);
        var months = CronSet.Of(fields.Months, CronField.Month);
        return ListTimes(fields) is { } times
            ? words.AtTimes(days ?? words.EveryDay, times, months.IsAll ? null : months)
            : words.InPattern(days, DescribePattern(fields, words), months.IsAll ? null : months);
    }

    private static List<string>? ListTimes(CronFields fields)
    {
        var (seconds, minutes, hours) = Sets(fields);
        if (seconds.Count * minutes.Count * hours.Count > MostTimesListed)
            return null;
        return [.. from hour in hours.Values from minute in minutes.Values from second in seconds.Values select Clock(hour, minute, fields.Seconds == AtZero ? null : second)];
    }

    private static string DescribePattern(CronFields fields, CronWords words)
    {
        var (seconds, minutes, hours) = Sets(fields);
        if (fields.Seconds != AtZero)
            return seconds.Cycle is { } s && minutes.IsAll && hours.IsAll ? words.Every(s, CronField.Second) : words.Literal(seconds, minutes, hours);
        if (minutes.Cycle is { } cycle)
        {
            if (hours.IsAll)
                return words.Every(cycle, CronField.Minute);
            if (hours.IsRun)
                return words.Between(words.Every(cycle, CronField.Minute), Clock(hours.First, 0), Clock(hours.Last, minutes.Last));
        }
        else if (minutes.Count == 1)
        {
            if (hours.Cycle is { } every)
                return minutes.First == 0 ? words.Every(every, CronField.Hour) : words.AtMinute(words.Every(every, CronField.Hour), minutes.First);
            if (hours.IsRun)
                return words.Between(words.Every(1, CronField.Hour), Clock(hours.First, minutes.First), Clock(hours.Last, minutes.First));
        }

        return words.Literal(null, minutes, hours);
    }

    private static string? DescribeDays(CronDays days, CronWords words)
    {
        var (byDay, byWeekday) = (DescribeDaysOfMonth(days, words), DescribeWeekdays(days, words));
        if (days.BothMustMatch)
            return byDay is null ? byWeekday : byWeekday is null ? byDay : words.Both(byDay, byWeekday);
        return byDay is null || byWeekday is null ? null : words.Either(byDay, byWeekday);
    }

    private static string? DescribeDaysOfMonth(CronDays days, CronWords words)
    {
        if (days.EveryDayOfMonth)
            return null;
        var items = new List<string>();
        if (days.Days != 0)
            items.Add(words.DaysOfMonth(CronSet.Of(days.Days, CronField.DayOfMonth)));
        items.AddRange(Bits(days.BeforeLast).Select(words.BeforeLastDay));
        items.AddRange(Bits(days.NearestWeekday).Select(words.WeekdayNearestDay));
        items.AddRange(Bits(days.NearestWeekdayBeforeLast).Select(words.WeekdayNearestBeforeLast));
        return words.Join(items);
    }

    private static string? DescribeWeekdays(CronDays days, CronWords words)
    {
        if (days.EveryWeekday)
            return null;
        var items = new List<string>();
        if (days.Weekdays != 0)
        {
            // The week of a description begins on Monday, so that Saturday and Sunday stand together.
            items.Add(words.Weekdays([.. Bits(days.Weekdays).OrderBy(weekday => (weekday + 6) % 7)]));
        }

        items.AddRange(Bits(days.NthWeekdays).Select(bit => words.NthWeekday(bit % 7, bit / 7 + 1)));
        items.AddRange(Bits(days.LastWeekdays).Select(words.LastWeekday));
        return words.Join(items);
    }

    private static (CronSet Seconds, CronSet Minutes, CronSet Hours) Sets(CronFields fields) =>
        (CronSet.Of(fields.Seconds, CronField.Second), CronSet.Of(fields.Minutes, CronField.Minute), CronSet.Of(fields.Hours, CronField.Hour));

    private static IEnumerable<int> Bits(ulong set)
    {
        for (; set != 0; set &= set - 1)
            yield return BitOperations.TrailingZeroCount(set);
    }

    private static string Clock(int hour, int minute, int? second = null) =>
        second is null
            ? string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}:{second:00}");
}
