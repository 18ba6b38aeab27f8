using System.Globalization;
using Maat.Domain.Projects;
using Maat.Domain.Schedules;
using Maat.Engine.Schedulers;
using Maat.Storage;
using Maat.Storage.Applications;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Applications;

/// <summary>A schedule, what its crontab says in words, and when it will fire.</summary>
/// <param name="NextFirings">The next firings, in its zone's time; none while it, or its application, is paused.</param>
/// <param name="IsActive">Whether it, and its application, are enabled.</param>
public sealed record ScheduleView(ScheduleRow Schedule, string Words, IReadOnlyList<DateTimeOffset> NextFirings, bool IsActive)
{
    /// <summary>How many times it fires on a day of a zone's calendar, from now on.</summary>
    public long CountOn(DateOnly day, TimeZoneInfo zone, DateTime now)
    {
        if (!IsActive)
        {
            return 0;
        }

        DateTimeOffset from = MidnightOf(day, zone).AddTicks(-1);
        var present = new DateTimeOffset(now);
        return ScheduleRules.Of(Schedule).Span(from > present ? from : present, MidnightOf(day.AddDays(1), zone).AddTicks(-1), FiringFate.Started)?.Count ?? 0;
    }

    private static DateTimeOffset MidnightOf(DateOnly day, TimeZoneInfo zone)
    {
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }
}

/// <summary>What a schedule that is not kept yet would do.</summary>
/// <param name="Zone">The zone in which it would fire, an IANA name.</param>
public sealed record SchedulePreview(string Words, string Zone, IReadOnlyList<DateTimeOffset> NextFirings);

/// <summary>Schedules and the history of their firings.</summary>
public sealed class ScheduleViews(IMaatDatabase database, TimeProvider time)
{
    /// <summary>As many as a preview shows.</summary>
    public const int PreviewedFirings = 10;

    /// <summary>All schedules of an application, in the order in which they were made.</summary>
    /// <param name="language">In which the crontab is put in words.</param>
    /// <exception cref="NotFoundException">The application does not exist for this actor.</exception>
    public Task<IReadOnlyList<ScheduleView>> ListAsync(Actor actor, long applicationId, CultureInfo language, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<ScheduleView>>(
            async (context, token) =>
            {
                bool enabled = await FindAsync(context, actor, applicationId, token).ConfigureAwait(false);
                List<ScheduleRow> schedules = await context.Schedules.Where(s => s.ApplicationId == applicationId)
                    .OrderBy(s => s.Id).ToListAsync(token).ConfigureAwait(false);
                return [.. schedules.Select(s => View(s, enabled, language))];
            },
            cancellation);

    /// <summary>What a schedule would say and when it would fire, without keeping it: for a form that is being filled in.</summary>
    /// <exception cref="RefusedException">The application does not exist for this actor, or the schedule is wrong.</exception>
    public async Task<SchedulePreview> PreviewAsync(
        Actor actor, long applicationId, ScheduleDefinition definition, CultureInfo language, CancellationToken cancellation)
    {
        string zone = await database.ReadAsync(
            async (context, token) =>
            {
                await FindAsync(context, actor, applicationId, token).ConfigureAwait(false);
                return await (
                    from application in context.Applications.Where(a => a.Id == applicationId)
                    join project in context.Projects on application.ProjectId equals project.Id
                    select project.Zone).FirstAsync(token).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        ScheduleRule rule = Scheduling.Check(definition, zone);
        return new SchedulePreview(
            CronDescription.Describe(rule.Crontab, language), rule.Zone.Id, [.. rule.NextFirings(time.GetUtcNow(), PreviewedFirings)]);
    }

    /// <exception cref="NotFoundException">The schedule does not exist for this actor.</exception>
    public Task<ScheduleView> GetAsync(Actor actor, long applicationId, long scheduleId, CultureInfo language, CancellationToken cancellation) =>
        database.ReadAsync(
            async (context, token) =>
            {
                bool enabled = await FindAsync(context, actor, applicationId, token).ConfigureAwait(false);
                ScheduleRow schedule = await context.Schedules
                    .FirstOrDefaultAsync(s => s.Id == scheduleId && s.ApplicationId == applicationId, token).ConfigureAwait(false)
                    ?? throw new NotFoundException($"schedule {scheduleId} of this application");
                return View(schedule, enabled, language);
            },
            cancellation);

    /// <summary>What became of the due instants of a schedule, the latest first.</summary>
    /// <exception cref="RefusedException">The schedule does not exist for this actor.</exception>
    public Task<Page<FiringRow>> FiringsAsync(Actor actor, long applicationId, long scheduleId, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync(
            async (context, token) =>
            {
                await FindAsync(context, actor, applicationId, token).ConfigureAwait(false);
                if (!await context.Schedules.AnyAsync(s => s.Id == scheduleId && s.ApplicationId == applicationId, token).ConfigureAwait(false))
                {
                    throw new NotFoundException($"schedule {scheduleId} of this application");
                }

                IQueryable<FiringRow> firings = context.Firings.Where(f => f.ScheduleId == scheduleId);
                if (page.Numbers(1) is [long microseconds])
                {
                    DateTime before = PageRequest.TimeOf(microseconds);
                    firings = firings.Where(f => f.DueAt < before);
                }

                List<FiringRow> read = await firings.OrderByDescending(f => f.DueAt).Take(page.Read).ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, f => PageRequest.CursorOf(Microseconds.From(f.DueAt)));
            },
            cancellation);

    private static async Task<bool> FindAsync(MaatContext context, Actor actor, long applicationId, CancellationToken cancellation)
    {
        Wording what = $"application {applicationId}";
        var application = await context.Applications.Where(a => a.Id == applicationId).Select(a => new { a.ProjectId, a.Enabled })
            .FirstOrDefaultAsync(cancellation).ConfigureAwait(false) ?? throw new NotFoundException(what);
        actor.Demand(Right.View, application.ProjectId, what);
        return application.Enabled;
    }

    private ScheduleView View(ScheduleRow schedule, bool applicationEnabled, CultureInfo language)
    {
        ScheduleRule rule = ScheduleRules.Of(schedule);
        return new ScheduleView(
            schedule,
            CronDescription.Describe(rule.Crontab, language),
            schedule.Enabled && applicationEnabled ? [.. rule.NextFirings(time.GetUtcNow(), PreviewedFirings)] : [],
            schedule.Enabled && applicationEnabled);
    }
}
