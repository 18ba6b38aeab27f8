using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Maat.Domain.Tests.Schedules;

/// <summary>
/// A random crontab with its meaning worked out as it is written, naively and apart from the product's parser: whether a
/// wall-clock time matches, and whether it fires in both passes of a repeated hour.
/// </summary>
internal sealed record WrittenCrontab(string Text, Func<DateTime, bool> Matches, bool Repeats)
{
    private static readonly string[] MonthNames = ["", "jan", "FEB", "Mar", "apr", "MAY", "jun", "JUL", "aug", "SEP", "oct", "NOV", "dec"];
    private static readonly string[] WeekdayNames = ["SUN", "mon", "TUE", "wed", "THU", "fri", "SAT"];

    /// <summary>Five fields, with hours near the changes of clocks so that these are met often.</summary>
    internal static Gen<WrittenCrontab> Minutely { get; } =
        from minute in TimeField(0, 59, 59)
        from hour in TimeField(0, 23, 4)
        from date in Dates
        select Compose(null, minute, hour, date);

    internal static Gen<WrittenCrontab> Secondly { get; } =
        from second in TimeField(0, 59, 59)
        from minute in TimeField(0, 59, 59)
        from hour in TimeField(0, 23, 4)
        select Compose(second, minute, hour, new DateFields("*", "*", "*", _ => true));

    public override string ToString() => Text;

    /// <summary>Ready to be sampled with a fixed seed, so that a run repeats.</summary>
    internal static IReadOnlyList<T> Sample<T>(Gen<T> gen, int count, ulong seed) => [.. gen.Sample(count, new Rnd(seed, 1), 50)];

    private static WrittenCrontab Compose(Field? second, Field minute, Field hour, DateFields date) =>
        new(
            $"{(second is null ? "" : second.Text + " ")}{minute.Text} {hour.Text} {date.Day} {date.Month} {date.Weekday}",
            time => (second?.Values.Contains(time.Second) ?? time.Second == 0) && time.Ticks % TimeSpan.TicksPerSecond == 0
                && minute.Values.Contains(time.Minute) && hour.Values.Contains(time.Hour) && date.Matches(time),
            (second?.Repeats ?? false) || minute.Repeats || hour.Repeats);

    private static Gen<DateFields> Dates => Gen.Frequency(
        (3, Gen.Constant(new DateFields("*", "*", "*", _ => true))),
        (2, from day in DayOfMonth
            from weekday in DayOfWeek
            from month in Numbers(1, 12, 12, (value, named) => named ? MonthNames[value] : Plain(value), repeatedLast: null)
            let both = day.Text[0] is '*' or '?' || weekday.Text[0] is '*' or '?'
            select new DateFields(day.Text, month.Text, weekday.Text, time =>
                month.Values.Contains(time.Month)
                && (both ? day.Matches(time) && weekday.Matches(time) : day.Matches(time) || weekday.Matches(time)))));

    private static Gen<DayField> DayOfMonth => Gen.Frequency(
        (3, Gen.Elements("*", "?").Select(text => new DayField(text, _ => true))),
        (4, Numbers(1, 31, 31, (value, _) => Plain(value), null).Select(days => new DayField(days.Text, time => days.Values.Contains(time.Day)))),
        (1, Gen.Constant(new DayField("L", time => FromEnd(time) == 0))),
        (1, Gen.Choose(1, 9).Select(n => new DayField($"L-{n}", time => FromEnd(time) == n))),
        (1, Gen.Constant(new DayField("LW", time => IsNearestWeekday(time, DateTime.DaysInMonth(time.Year, time.Month))))),
        (1, Gen.Choose(1, 31).Select(day => new DayField($"{day}W", time => IsNearestWeekday(time, day)))),
        (1, Gen.Choose(1, 31).Select(day => new DayField($"{day},L-2", time => time.Day == day || FromEnd(time) == 2))));

    private static Gen<DayField> DayOfWeek => Gen.Frequency(
        (3, Gen.Elements("*", "?").Select(text => new DayField(text, _ => true))),
        (4, Numbers(0, 6, 7, (value, named) => named ? WeekdayNames[value % 7] : Plain(value), repeatedLast: 7)
            .Select(days => new DayField(days.Text, time => days.Values.Contains((int)time.DayOfWeek)))),
        (1, Gen.Choose(0, 7).Select(day => new DayField($"{day}L", time => (int)time.DayOfWeek == day % 7 && FromEnd(time) < 7))),
        (2, from day in Gen.Choose(0, 7)
            from nth in Gen.Choose(1, 5)
            select new DayField($"{day}#{nth}", time => (int)time.DayOfWeek == day % 7 && (time.Day + 6) / 7 == nth)));

    private static Gen<Field> TimeField(int first, int last, int usualLast) => Numbers(first, last, usualLast, (value, _) => Plain(value), null);

    /// <summary>
    /// A list of one to three parts. <paramref name="repeatedLast"/> is the second name of the field's first value (7 for Sunday).
    /// </summary>
    private static Gen<Field> Numbers(int first, int last, int usualLast, Func<int, bool, string> write, int? repeatedLast)
    {
        var period = last - first + 1;
        int Real(int value) => value == repeatedLast ? first : value;
        HashSet<int> Walk(int from, int to, int step)
        {
            var set = new HashSet<int>();
            for (var (value, index) = (from, 0); ; value = value == last ? first : value + 1, index++)
            {
                if (index % step == 0)
                    set.Add(value);
                if (value == to && index > 0 || from == to || index > period)
                    return set;
            }
        }

        var value = Gen.Choose(first, repeatedLast ?? usualLast);
        var step = Gen.Elements(1, 2, 3, 5, 7, 10, 15, 20, 30).Where(n => n <= last);
        var named = Gen.Elements(true, false);
        var part = Gen.Frequency(
            (3, Gen.Constant(new Field("*", [.. Enumerable.Range(first, period)], true))),
            (2, step.Select(n => new Field($"*/{n}", [.. Enumerable.Range(first, period).Where(v => (v - first) % n == 0)], true))),
            (5, from v in value from n in named select new Field(write(v, n), [Real(v)], false)),
            (2, from a in value
                from b in value
                from n in named
                select new Field($"{write(a, n)}-{write(b, n)}", !n && Real(a) == Real(b) && a < b ? [.. Enumerable.Range(first, period)] : Walk(Real(a), Real(b), 1), true)),
            (2, from a in Gen.Choose(first, last)
                from b in Gen.Choose(first, last)
                from s in step
                select new Field($"{a}-{b}/{s}", Walk(a, b, s), true)),
            (1, from a in Gen.Choose(first, last)
                from s in step
                select new Field($"{a}/{s}", [.. Enumerable.Range(a, (repeatedLast ?? last) - a + 1).Where(v => (v - a) % s == 0).Select(Real)], true)));
        return from count in Gen.Frequency((4, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(3)))
               from parts in part.ListOf(count)
               select new Field(string.Join(',', parts.Select(p => p.Text)), [.. parts.SelectMany(p => p.Values)], parts.Any(p => p.Repeats));
    }

    private static string Plain(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int FromEnd(DateTime time) => DateTime.DaysInMonth(time.Year, time.Month) - time.Day;

    private static bool IsNearestWeekday(DateTime time, int day)
    {
        var length = DateTime.DaysInMonth(time.Year, time.Month);
        return day <= length && time.Day == Enumerable.Range(1, length)
            .Where(d => new DateTime(time.Year, time.Month, d).DayOfWeek is not (System.DayOfWeek.Saturday or System.DayOfWeek.Sunday))
            .MinBy(d => Math.Abs(d - day));
    }

    private sealed record Field(string Text, HashSet<int> Values, bool Repeats);

    private sealed record DayField(string Text, Func<DateTime, bool> Matches);

    private sealed record DateFields(string Day, string Month, string Weekday, Func<DateTime, bool> Matches);
}
