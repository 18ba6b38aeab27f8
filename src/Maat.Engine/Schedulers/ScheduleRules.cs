using Maat.Domain.Schedules;
using Maat.Engine.Runs;
using Maat.Storage.Applications;
using Maat.Storage.Engine;

namespace Maat.Engine.Schedulers;

/// <summary>Between stored schedules and the rules of the domain.</summary>
internal static class ScheduleRules
{
    /// <exception cref="UnreadableException">This machine does not know its time zone, or its crontab is none.</exception>
    public static ScheduleRule Of(LockedSchedule schedule) =>
        Of(schedule.Crontab, schedule.Zone, schedule.StartsAt, schedule.EndsAt, schedule.Missed, schedule.Overlap);

    /// <inheritdoc cref="Of(LockedSchedule)"/>
    public static ScheduleRule Of(ScheduleRow schedule) =>
        Of(schedule.Crontab, schedule.Zone, schedule.StartsAt, schedule.EndsAt, schedule.Missed, schedule.Overlap);

    public static DecidedFiring Decided(Firing firing, long? runId = null, string? reason = null) =>
        new(firing.DueAt.UtcDateTime, firing.Until?.UtcDateTime, firing.Count, firing.Fate, runId, reason);

    private static ScheduleRule Of(
        string crontab, string zone, DateTime? startsAt, DateTime? endsAt, MissedFiringPolicy missed, OverlapPolicy overlap)
    {
        try
        {
            return new ScheduleRule(
                CronExpression.Parse(crontab),
                TimeZoneInfo.FindSystemTimeZoneById(zone),
                startsAt is { } start ? new DateTimeOffset(start) : null,
                endsAt is { } end ? new DateTimeOffset(end) : null,
                missed,
                overlap);
        }
        catch (Exception exception) when (exception is CrontabException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new UnreadableException($"The schedule '{crontab}' in {zone} cannot be read: {exception.Message}", exception);
        }
    }
}
