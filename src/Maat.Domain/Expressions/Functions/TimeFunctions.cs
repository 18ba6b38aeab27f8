using System.Globalization;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions.Functions;

/// <summary>Functions over times. Hours and less count elapsed time; days and months count on the calendar of a zone.</summary>
internal static class TimeFunctions
{
    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd", "yyyyMMdd", "yyyyMMdd'T'HHmmssK",
    ];

    public static Value Date(FunctionCall call) =>
        call.Yield(DateFormats.Format(TimeZoneInfo.ConvertTime(call.Time(0), ZoneAt(call, 2)), call.Text(1)));

    public static Value ParseTime(FunctionCall call)
    {
        var text = call.Text(0);
        if (!DateTime.TryParseExact(text, IsoFormats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local))
            throw call.Fail(0, $"This text is not a time in ISO 8601, such as 2026-03-01T08:30:00Z.");
        if (local.Kind == DateTimeKind.Unspecified)
            return Guarded(call, () => AtLocal(local, null, ZoneAt(call, 1)));
        return Guarded(call, () => DateTimeOffset.ParseExact(text, IsoFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    public static Value Epoch(FunctionCall call) =>
        new NumberValue((call.Time(0).UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / (decimal)TimeSpan.TicksPerSecond);

    public static Value AddSeconds(FunctionCall call) => AddElapsed(call, TimeSpan.TicksPerSecond);

    public static Value AddMinutes(FunctionCall call) => AddElapsed(call, TimeSpan.TicksPerMinute);

    public static Value AddHours(FunctionCall call) => AddElapsed(call, TimeSpan.TicksPerHour);

    public static Value AddDays(FunctionCall call) => AddCalendar(call, (local, days) => local.AddDays(days));

    public static Value AddMonths(FunctionCall call) => AddCalendar(call, (local, months) => local.AddMonths(months));

    /// <summary>A function that reads one part of a time in a zone.</summary>
    public static Func<FunctionCall, Value> Part(Func<DateTimeOffset, int> read) =>
        call => new NumberValue(read(TimeZoneInfo.ConvertTime(call.Time(0), ZoneAt(call, 1))));

    private static TimeValue AddElapsed(FunctionCall call, long ticksPerUnit) =>
        Guarded(call, () => call.Time(0).AddTicks(decimal.ToInt64(decimal.Truncate(call.Number(1) * ticksPerUnit))));

    private static TimeValue AddCalendar(FunctionCall call, Func<DateTime, int, DateTime> add)
    {
        // More days than a DateTime spans are refused by the addition; the bound keeps the number an int.
        var count = call.Whole(1, -10_000_000, 10_000_000);
        var zone = ZoneAt(call, 2);
        var start = TimeZoneInfo.ConvertTime(call.Time(0), zone);
        return Guarded(call, () => AtLocal(add(start.DateTime, count), start.Offset, zone));
    }

    /// <summary>
    /// The instant at which a zone's clocks show a time. One that they skip is taken with the offset before the gap, which lands as much after
    /// the gap; of one that they show twice, the pass with the wanted offset, else the first.
    /// </summary>
    private static DateTimeOffset AtLocal(DateTime local, TimeSpan? wanted, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (!zone.IsAmbiguousTime(local))
            return new DateTimeOffset(local, zone.GetUtcOffset(local));
        var offsets = zone.GetAmbiguousTimeOffsets(local);
        return new DateTimeOffset(local, wanted is { } offset && offsets.Contains(offset) ? offset : offsets.Max());
    }

    private static TimeZoneInfo ZoneAt(FunctionCall call, int index) => call.Has(index) ? TimeZones.Find(call.Text(index)) : call.Evaluation.Zone;

    private static TimeValue Guarded(FunctionCall call, Func<DateTimeOffset> compute)
    {
        try
        {
            return Evaluation.InZone(compute(), call.Evaluation.Zone);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            throw call.Fail($"The time is out of range: years go from 1 to 9999.", exception);
        }
    }
}
