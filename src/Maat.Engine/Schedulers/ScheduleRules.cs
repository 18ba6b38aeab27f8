using Maat.Domain.Schedules;
using Maat.Storage.Engine;

namespace Maat.Engine.Schedulers;

/// <summary>Between stored schedules and the rules of the domain.</summary>
internal static class ScheduleRules
{
    public static ScheduleRule Of(LockedSchedule schedule) => new(
        CronExpression.Parse(schedule.Crontab),
        TimeZoneInfo.FindSystemTimeZoneById(schedule.Zone),
        schedule.StartsAt is { } start ? new DateTimeOffset(start) : null,
        schedule.EndsAt is { } end ? new DateTimeOffset(end) : null,
        schedule.Missed,
        schedule.Overlap);

    public static DecidedFiring Decided(Firing firing, long? runId = null, string? reason = null) =>
        new(firing.DueAt.UtcDateTime, firing.Until?.UtcDateTime, firing.Count, firing.Fate, runId, reason);
}
