using Microsoft.Extensions.Localization;

namespace Maat.Web.Lists;

/// <summary>Spans of time in their largest unit, for lists that are scanned.</summary>
internal static class SpanText
{
    public static string Of(TimeSpan span, IStringLocalizer<Texts> texts) => span switch
    {
        { TotalDays: >= 1 } => texts["Lists.Days", (int)span.TotalDays],
        { TotalHours: >= 1 } => texts["Duration.Hours", (int)span.TotalHours],
        { TotalMinutes: >= 1 } => texts["Duration.Minutes", (int)span.TotalMinutes],
        _ => texts["Duration.Seconds", Math.Max(0, (int)span.TotalSeconds)],
    };

    /// <summary>In its two largest units, for what is still to come.</summary>
    public static string Until(TimeSpan span, IStringLocalizer<Texts> texts) => span switch
    {
        { TotalDays: >= 2 } => texts["Lists.InDays", (int)span.TotalDays],
        { TotalHours: >= 1 } => texts["Lists.InHours", (int)span.TotalHours, span.Minutes],
        { TotalMinutes: >= 1 } => texts["Lists.InMinutes", (int)span.TotalMinutes],
        _ => texts["Lists.InSeconds", Math.Max(0, (int)span.TotalSeconds)],
    };
}
