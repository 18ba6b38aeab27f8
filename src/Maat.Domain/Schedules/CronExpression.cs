using System.Diagnostics.CodeAnalysis;

namespace Maat.Domain.Schedules;

/// <summary>
/// A crontab: five fields (minute, hour, day of month, month, day of week), or six with the second before them, or a macro such
/// as <c>@daily</c>. The fields are Vixie cron's with the day forms of Quartz (<c>L</c>, <c>L-3</c>, <c>LW</c>, <c>15W</c>,
/// <c>5L</c>, <c>6#3</c>); what happens when clocks change follows Cronos. Immutable, and safe to share between threads.
/// </summary>
/// <remarks>
/// <para>Clocks put forward: what falls into the gap fires once, at the first valid instant after it.</para>
/// <para>Clocks put back: when a field of second, minute or hour holds a <c>*</c>, a range or a step, the crontab fires in both
/// passes of the repeated time; otherwise only in the first.</para>
/// </remarks>
public sealed class CronExpression
{
    /// <summary>Characters; the longest useful crontab, every field a list of all its values, has about 550.</summary>
    public const int MaxLength = 1_000;

    /// <summary>Earlier instants are taken for this one: an offset subtracted from the calendar's first day would overflow.</summary>
    private static readonly DateTime Earliest = new(2, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly DateTime Latest = new(CronFields.LastYear, 12, 31, 23, 59, 59, DateTimeKind.Utc);

    private readonly string text;

    internal CronExpression(string text, CronFields fields, bool repeats)
    {
        this.text = text;
        Fields = fields;
        Repeats = repeats;
    }

    internal CronFields Fields { get; }

    /// <summary>Whether the crontab fires in both passes of a repeated time.</summary>
    internal bool Repeats { get; }

    /// <summary>Reads a crontab.</summary>
    /// <exception cref="CrontabException">The text is not a crontab, or could never fire (30 February).</exception>
    public static CronExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CrontabParser(text).Parse();
    }

    /// <summary>Reads a crontab, or says what is wrong with it.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out CronExpression? expression, [NotNullWhen(false)] out CrontabException? problem)
    {
        try
        {
            (expression, problem) = (Parse(text), null);
            return true;
        }
        catch (CrontabException e)
        {
            (expression, problem) = (null, e);
            return false;
        }
    }

    /// <summary>
    /// The first occurrence after the given instant (or at it, if <paramref name="inclusive"/>), with the offset that the zone
    /// then has; null if there is none before the year 9999.
    /// </summary>
    public DateTimeOffset? GetNextOccurrence(DateTimeOffset after, TimeZoneInfo zone, bool inclusive = false)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var timeline = ZoneTimeline.Of(zone);
        for (var from = Start(after, inclusive); from <= Latest;)
        {
            var stretch = timeline.At(from);
            if (NextIn(stretch, from) is { } found)
                return InZone(found, stretch.Offset);

            // From here on no wall clock shows anything before `shown`, and what matches next is not shown before `next` minus
            // the largest offset: whatever the clocks do in between, nothing fires there.
            var shown = stretch.End - ZoneTimeline.LargestOffset;
            if (Fields.Next(shown) is not { } next)
                return null;
            var earliest = DateTime.SpecifyKind(next - ZoneTimeline.LargestOffset, DateTimeKind.Utc);
            from = earliest > stretch.End ? earliest : stretch.End;
        }

        return null;
    }

    /// <summary>The occurrences in (<paramref name="after"/>, <paramref name="until"/>], in order, computed as they are asked for.</summary>
    public IEnumerable<DateTimeOffset> GetOccurrences(DateTimeOffset after, DateTimeOffset until, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Enumerate();

        IEnumerable<DateTimeOffset> Enumerate()
        {
            for (var at = GetNextOccurrence(after, zone); at <= until; at = GetNextOccurrence(at.Value, zone))
                yield return at.Value;
        }
    }

    /// <summary>The last occurrence in (<paramref name="after"/>, <paramref name="until"/>], found by halving the span.</summary>
    public DateTimeOffset? GetLastOccurrence(DateTimeOffset after, DateTimeOffset until, TimeZoneInfo zone)
    {
        var last = GetNextOccurrence(after, zone);
        if (last is null || last > until)
            return null;
        for (var (low, high) = (last.Value, until); low < high;)
        {
            var middle = low.AddTicks((high - low).Ticks / 2);
            if (GetNextOccurrence(middle, zone) is { } next && next <= high)
                last = low = next;
            else
                high = middle;
        }

        return last;
    }

    /// <summary>
    /// How many occurrences lie in (<paramref name="after"/>, <paramref name="until"/>]. Nothing is enumerated: within a stretch of
    /// constant offset the matching days of each month are counted as bits and multiplied by the firings of a day, so a year
    /// of seconds costs as little as a year of days.
    /// </summary>
    public long CountOccurrences(DateTimeOffset after, DateTimeOffset until, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var timeline = ZoneTimeline.Of(zone);
        var end = until.UtcDateTime < Latest ? until.UtcDateTime.AddTicks(1) : Latest;
        long count = 0;
        for (var from = Start(after, inclusive: false); from < end;)
        {
            var stretch = timeline.At(from);
            var to = end < stretch.End ? end : stretch.End;
            count += CountIn(stretch, from, to);
            from = to;
        }

        return count;
    }

    /// <summary>The crontab as it was written, without white space around it.</summary>
    public override string ToString() => text;

    private static DateTime Start(DateTimeOffset after, bool inclusive)
    {
        if (after.UtcDateTime < Earliest)
            return Earliest;
        return inclusive || after == DateTimeOffset.MaxValue ? after.UtcDateTime : after.UtcDateTime.AddTicks(1);
    }

    private static DateTimeOffset InZone(DateTime utc, TimeSpan offset) => new DateTimeOffset(utc).ToOffset(offset);

    /// <summary>The first wall-clock time of the stretch that can fire: without repetition, none that was shown before.</summary>
    private DateTime FirstWall(in ZoneStretch stretch) =>
        !Repeats && stretch.HighWater > stretch.WallStart ? stretch.HighWater : stretch.WallStart;

    /// <summary>Whether something falls into the gap that was jumped over just before the stretch.</summary>
    private bool FiresForGap(in ZoneStretch stretch)
    {
        var gap = Repeats ? stretch.WallBefore : stretch.HighWater;
        return gap < stretch.WallStart && Fields.Next(gap) < stretch.WallStart;
    }

    private DateTime? NextIn(in ZoneStretch stretch, DateTime from)
    {
        if (from == stretch.Start && FiresForGap(stretch))
            return from;
        var first = FirstWall(stretch);
        var shown = from + stretch.Offset;
        var wall = Fields.Next(shown > first ? shown : first);
        return wall < stretch.WallEnd ? DateTime.SpecifyKind(wall.Value - stretch.Offset, DateTimeKind.Utc) : null;
    }

    private long CountIn(in ZoneStretch stretch, DateTime from, DateTime to)
    {
        var first = FirstWall(stretch);
        var shown = from + stretch.Offset;
        var count = Fields.Count(shown > first ? shown : first, to + stretch.Offset);
        // What fires for the gap is the same instant as an occurrence at the stretch's very start.
        var forGapAlone = from == stretch.Start && FiresForGap(stretch) && Fields.Next(stretch.WallStart) != stretch.WallStart;
        return forGapAlone ? count + 1 : count;
    }
}
