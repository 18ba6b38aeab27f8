using System.Globalization;

namespace Maat.Web.Lists;

/// <summary>Times as people type them: on the clock of a zone.</summary>
internal static class LocalTime
{
    /// <summary>
    /// What a field of type <c>datetime-local</c> gave, as UTC; null when nothing was given. A time that the clock leaves out in spring is
    /// read as the moment at which it would have come, one that it repeats as the first of the two.
    /// </summary>
    public static DateTime? ToUtc(string? typed, TimeZoneInfo zone)
    {
        if (!DateTime.TryParse(typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return null;
        TimeSpan offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }
}
