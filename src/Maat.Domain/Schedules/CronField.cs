namespace Maat.Domain.Schedules;

/// <summary>One of a crontab's fields: what it is called in messages, and which numbers and names it takes.</summary>
internal sealed record CronField(Wording Name, int First, int Last, string[] Names)
{
    internal static readonly CronField Second = new($"second", 0, 59, []);
    internal static readonly CronField Minute = new($"minute", 0, 59, []);
    internal static readonly CronField Hour = new($"hour", 0, 23, []);
    internal static readonly CronField DayOfMonth = new($"day of month", 1, 31, []);

    internal static readonly CronField Month = new($"month", 1, 12,
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);

    /// <summary>0 and 7 are both Sunday, so that ranges may be written with either (Vixie cron).</summary>
    internal static readonly CronField DayOfWeek = new($"day of week", 0, 7,
        ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    /// <summary>How many distinct values the field has: where a wrapping range starts again.</summary>
    internal int Period => this == DayOfWeek ? 7 : Last - First + 1;

    /// <summary>Whether `?` and the day forms with L, W and # belong to the field.</summary>
    internal bool IsDay => this == DayOfMonth || this == DayOfWeek;

    /// <summary>Whether a `*`, range or step in the field makes a crontab fire in both passes of a repeated time.</summary>
    internal bool IsTime => this == Second || this == Minute || this == Hour;
}
