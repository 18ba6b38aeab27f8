using System.Globalization;

namespace Maat.Domain.Schedules;

internal sealed class EnglishCronWords : CronWords
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth"];

    private static DateTimeFormatInfo Names => CultureInfo.InvariantCulture.DateTimeFormat;

    internal override string EveryDay => "every day";

    internal override string Join(IReadOnlyList<string> items) =>
        items.Count == 1 ? items[0] : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";

    internal override string AtTimes(string days, IReadOnlyList<string> times, CronSet? months) =>
        $"{days} at {Join(times)}{In(months)}";

    internal override string InPattern(string? days, string pattern, CronSet? months) =>
        $"{pattern}{(days is null ? "" : ", ")}{days}{In(months)}";

    internal override string Every(int count, CronField unit) => count == 1 ? $"every {unit.Name}" : $"every {count} {unit.Name}s";

    internal override string AtMinute(string every, int minute) => $"{every} at minute {minute}";

    internal override string Between(string every, string first, string last) => $"{every} from {first} to {last}";

    internal override string Literal(CronSet? seconds, CronSet minutes, CronSet hours)
    {
        var time = $"{(seconds is null ? "" : $"{Unit(seconds)} of ")}{Unit(minutes)} of {Unit(hours)}";
        return time.StartsWith("every", StringComparison.Ordinal) ? time : $"at {time}";
    }

    internal override string Both(string daysOfMonth, string weekdays) => $"{daysOfMonth}, but only {weekdays}";

    internal override string Either(string daysOfMonth, string weekdays) => $"{daysOfMonth} as well as {weekdays}";

    internal override string DaysOfMonth(CronSet days) => $"on {(days.Count == 1 ? "day" : "days")} {days.Text(", ")} of the month";

    internal override string BeforeLastDay(int days) => $"on {LastDay(days)} of the month";

    internal override string WeekdayNearestDay(int day) => $"on the weekday nearest day {day} of the month";

    internal override string WeekdayNearestBeforeLast(int days) =>
        days == 0 ? "on the last weekday of the month" : $"on the weekday nearest {LastDay(days)} of the month";

    internal override string Weekdays(IReadOnlyList<int> weekdays) =>
        AreRun(weekdays) ? $"from {Day(weekdays[0])} to {Day(weekdays[^1])}" : $"on {Join([.. weekdays.Select(weekday => $"{Day(weekday)}s")])}";

    internal override string NthWeekday(int weekday, int nth) => $"on the {Ordinals[nth - 1]} {Day(weekday)} of the month";

    internal override string LastWeekday(int weekday) => $"on the last {Day(weekday)} of the month";

    private static string LastDay(int before) => before switch
    {
        0 => "the last day",
        1 => "the last day but one",
        _ => $"the day {before} days before the last",
    };

    private static string Day(int weekday) => Names.GetDayName((DayOfWeek)weekday);

    private static string Unit(CronSet set) =>
        set.IsAll ? $"every {set.Field.Name}" : $"{set.Field.Name}{(set.Count == 1 ? "" : "s")} {set.Text(", ")}";

    private string In(CronSet? months) => months switch
    {
        null => "",
        { IsRun: true, Count: >= 3 } => $" from {Names.GetMonthName(months.First)} to {Names.GetMonthName(months.Last)}",
        _ => $" in {Join([.. months.Values.Select(Names.GetMonthName)])}",
    };
}
