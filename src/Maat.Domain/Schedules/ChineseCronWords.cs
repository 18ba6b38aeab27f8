namespace Maat.Domain.Schedules;

internal sealed class ChineseCronWords : CronWords
{
    private static readonly string[] Days = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
    private static readonly string[] Ordinals = ["一", "二", "三", "四", "五"];

    internal override string EveryDay => "每天";

    internal override string Join(IReadOnlyList<string> items) =>
        items.Count == 1 ? items[0] : $"{string.Join("、", items.SkipLast(1))}和{items[^1]}";

    internal override string AtTimes(string days, IReadOnlyList<string> times, CronSet? months)
    {
        var list = times.Count == 1 ? times[0] : $"{string.Join("、", times.SkipLast(1))} 和 {times[^1]}";
        return $"{days} {list}{In(months)}";
    }

    internal override string InPattern(string? days, string pattern, CronSet? months) =>
        $"{days}{(days is null ? "" : "，")}{pattern}{In(months)}";

    internal override string Every(int count, CronField unit)
    {
        var name = unit == CronField.Second ? "秒" : unit == CronField.Minute ? "分钟" : "小时";
        return count == 1 ? $"每{name}" : $"每 {count} {name}";
    }

    internal override string AtMinute(string every, int minute) => $"{every}的第 {minute} 分";

    internal override string Between(string every, string first, string last) => $"{first} 至 {last} {every}";

    internal override string Literal(CronSet? seconds, CronSet minutes, CronSet hours)
    {
        var time = $"{Unit(hours, "每小时", "时")}的{Unit(minutes, "每分钟", "分")}";
        return seconds is null ? time : $"{time}的{Unit(seconds, "每秒", "秒")}";
    }

    internal override string Both(string daysOfMonth, string weekdays) => $"{daysOfMonth}（仅限{weekdays}）";

    internal override string Either(string daysOfMonth, string weekdays) => $"{daysOfMonth}以及{weekdays}";

    internal override string DaysOfMonth(CronSet days) => $"每月 {days.Text("、")} 日";

    internal override string BeforeLastDay(int days) => $"每月{LastDay(days)}";

    internal override string WeekdayNearestDay(int day) => $"每月离 {day} 日最近的工作日";

    internal override string WeekdayNearestBeforeLast(int days) =>
        days == 0 ? "每月最后一个工作日" : $"每月离{LastDay(days)}最近的工作日";

    internal override string Weekdays(IReadOnlyList<int> weekdays) =>
        AreRun(weekdays) ? $"每{Days[weekdays[0]]}至{Days[weekdays[^1]]}" : $"每{string.Join("、", weekdays.Select(weekday => Days[weekday]))}";

    internal override string NthWeekday(int weekday, int nth) => $"每月第{Ordinals[nth - 1]}个{Days[weekday]}";

    internal override string LastWeekday(int weekday) => $"每月最后一个{Days[weekday]}";

    private static string LastDay(int before) => before == 0 ? "最后一天" : $"倒数第 {before + 1} 天";

    private static string Unit(CronSet set, string every, string unit) => set.IsAll ? every : $"{set.Text("、")} {unit}";

    private static string In(CronSet? months) => months is null ? "" : $"，仅限 {months.Text("、")} 月";
}
