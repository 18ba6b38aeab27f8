using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Schedules;
using Maat.Engine.Runs;
using Maat.Engine.Schedulers;
using Maat.Storage;
using Maat.Storage.Engine;

namespace Maat.Engine.Applications;

/// <summary>A schedule as people write it.</summary>
/// <param name="Zone">An IANA name; null for the project's.</param>
public sealed record ScheduleDefinition(
    string Crontab,
    string? Zone = null,
    DateTime? StartsAt = null,
    DateTime? EndsAt = null,
    MissedFiringPolicy Missed = MissedFiringPolicy.RunLatest,
    OverlapPolicy Overlap = OverlapPolicy.Wait,
    bool Enabled = true);

/// <summary>
/// Schedules as people make and change them. Each change takes the schedule's lock, settles what is due under the old rule, and only then
/// switches; while it was paused nothing was due, and a row says what was skipped.
/// </summary>
public sealed class Scheduling(
    IMaatDatabase database, TemplateCache templates, ScheduleFiring firing, RunLauncher launcher, EngineSignals signals, TimeProvider time)
{
    private static readonly Wording PausedReason = $"The schedule was paused.";

    /// <exception cref="RefusedException">The application is not there, the role does not allow it, or the schedule is wrong.</exception>
    public async Task<long> AddAsync(Actor actor, long applicationId, ScheduleDefinition definition, CancellationToken cancellation)
    {
        Launch launch = await database.ReadLaunchAsync(actor, applicationId, Right.Edit, cancellation).ConfigureAwait(false);
        ScheduleRule rule = Check(definition, launch.ProjectZone);
        return await ChangeAsync(launch, [], async (transaction, current, now) =>
        {
            long id = await transaction.InsertScheduleAsync(
                applicationId, current.QueueId, Write(definition, rule, current.Enabled, now)).ConfigureAwait(false);
            await AuditAsync(transaction, actor, "schedule.add", current, id, definition.Crontab, now).ConfigureAwait(false);
            return id;
        }, cancellation).ConfigureAwait(false);
    }

    /// <param name="revision">The revision that the change was made on; null to replace whatever is there.</param>
    /// <exception cref="RefusedException">Not there, not allowed, wrong, or changed in between.</exception>
    public async Task UpdateAsync(
        Actor actor, long applicationId, long scheduleId, int? revision, ScheduleDefinition definition, CancellationToken cancellation)
    {
        Launch launch = await database.ReadLaunchAsync(actor, applicationId, Right.Edit, cancellation).ConfigureAwait(false);
        ScheduleRule rule = Check(definition, launch.ProjectZone);
        await ChangeAsync(launch, [scheduleId], async (transaction, current, now) =>
        {
            LockedSchedule? schedule = await transaction.LockScheduleAsync(scheduleId).ConfigureAwait(false);
            if (revision is { } expected && schedule?.Revision != expected)
            {
                throw new ConflictException($"Somebody else changed the schedule while you looked; nothing of yours was saved. Look at it again.");
            }

            await transaction.UpdateScheduleAsync(scheduleId, Write(definition, rule, current.Enabled, now)).ConfigureAwait(false);
            await AuditAsync(transaction, actor, "schedule.update", current, scheduleId, definition.Crontab, now).ConfigureAwait(false);
            return scheduleId;
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Pauses one schedule, or lets it fire again from now on.</summary>
    /// <exception cref="RefusedException">Not there or not allowed.</exception>
    public async Task SetScheduleEnabledAsync(Actor actor, long applicationId, long scheduleId, bool enabled, CancellationToken cancellation)
    {
        Launch launch = await database.ReadLaunchAsync(actor, applicationId, Right.Operate, cancellation).ConfigureAwait(false);
        await ChangeAsync(launch, [scheduleId], async (transaction, current, now) =>
        {
            LockedSchedule schedule = await transaction.LockScheduleAsync(scheduleId).ConfigureAwait(false)
                ?? throw new NotFoundException($"schedule {scheduleId} of this application");
            ScheduleDefinition changed = DefinitionOf(schedule) with { Enabled = enabled };
            await transaction.UpdateScheduleAsync(scheduleId, Write(changed, ScheduleRules.Of(schedule), current.Enabled, now)).ConfigureAwait(false);
            await AuditAsync(transaction, actor, enabled ? "schedule.enable" : "schedule.pause", current, scheduleId, "", now).ConfigureAwait(false);
            return scheduleId;
        }, cancellation).ConfigureAwait(false);
    }

    /// <exception cref="RefusedException">Not there or not allowed.</exception>
    public async Task DeleteAsync(Actor actor, long applicationId, long scheduleId, CancellationToken cancellation)
    {
        Launch launch = await database.ReadLaunchAsync(actor, applicationId, Right.Edit, cancellation).ConfigureAwait(false);
        await ChangeAsync(launch, [scheduleId], async (transaction, current, now) =>
        {
            await transaction.DeleteScheduleAsync(scheduleId).ConfigureAwait(false);
            await AuditAsync(transaction, actor, "schedule.delete", current, scheduleId, "", now).ConfigureAwait(false);
            return scheduleId;
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Pauses an application, or lets it fire again from now on. Runs that are active go on.</summary>
    /// <exception cref="RefusedException">Not there or not allowed.</exception>
    public async Task SetEnabledAsync(Actor actor, long applicationId, bool enabled, CancellationToken cancellation)
    {
        Launch launch = await database.ReadLaunchAsync(actor, applicationId, Right.Operate, cancellation).ConfigureAwait(false);
        await ChangeAsync(launch, null, async (transaction, current, now) =>
        {
            await transaction.SetApplicationEnabledAsync(applicationId, enabled).ConfigureAwait(false);
            foreach (LockedSchedule schedule in await transaction.LockSchedulesOfAsync(applicationId).ConfigureAwait(false))
            {
                await transaction.UpdateScheduleAsync(schedule.Id, Write(DefinitionOf(schedule), ScheduleRules.Of(schedule), enabled, now)).ConfigureAwait(false);
            }

            await AuditAsync(transaction, actor, enabled ? "application.enable" : "application.pause", current, null, "", now).ConfigureAwait(false);
            return applicationId;
        }, cancellation).ConfigureAwait(false);
    }

    /// <param name="scheduleIds">The schedules to settle first; null for all of the application.</param>
    private async Task<long> ChangeAsync(
        Launch launch, IReadOnlyCollection<long>? scheduleIds, Func<IEngineTransaction, Launch, DateTime, ValueTask<long>> change,
        CancellationToken cancellation)
    {
        while (true)
        {
            CompiledTemplate template = await templates.GetAsync(launch.TemplateId, launch.Version, cancellation).ConfigureAwait(false);
            (Launch now, long? result, List<LaunchedRun> launched) = await database.TransactAsync(
                transaction => ChangeAsync(transaction, launch, template, scheduleIds, change), cancellation).ConfigureAwait(false);
            launched.ForEach(launcher.Tell);
            if (result is { } changed)
            {
                signals.Tell(WakeUp.Schedules);
                return changed;
            }

            // More is due than one transaction may settle; or the application took another version, and what is due must run with that.
            launch = now;
        }
    }

    /// <summary>
    /// Null, and the change not made, when the application uses another version than the template that was read, or more is still due.
    /// </summary>
    private async ValueTask<(Launch Launch, long? Result, List<LaunchedRun> Launched)> ChangeAsync(
        IEngineTransaction transaction, Launch launch, CompiledTemplate template, IReadOnlyCollection<long>? scheduleIds,
        Func<IEngineTransaction, Launch, DateTime, ValueTask<long>> change)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        Launch current = await transaction.ReadLaunchAsync(launch.ApplicationId).ConfigureAwait(false)
            ?? throw new NotFoundException($"application {launch.ApplicationId}");
        if ((current.TemplateId, current.Version) != (launch.TemplateId, launch.Version))
        {
            return (current, null, []);
        }

        (List<LaunchedRun> runs, bool more) = await SettleAsync(transaction, current, template, scheduleIds, now).ConfigureAwait(false);
        return (current, more ? null : await change(transaction, current, now).ConfigureAwait(false), runs);
    }

    /// <summary>Settles what one transaction may, and says whether more is due.</summary>
    private async ValueTask<(List<LaunchedRun> Launched, bool More)> SettleAsync(
        IEngineTransaction transaction, Launch launch, CompiledTemplate template, IReadOnlyCollection<long>? scheduleIds, DateTime now)
    {
        IReadOnlyList<LockedSchedule> all = await transaction.LockSchedulesOfAsync(launch.ApplicationId).ConfigureAwait(false);
        if (scheduleIds?.FirstOrDefault(id => all.All(s => s.Id != id)) is { } missing and not 0)
        {
            throw new NotFoundException($"schedule {missing} of this application");
        }

        var launched = new List<LaunchedRun>();
        foreach (LockedSchedule schedule in all.Where(s => scheduleIds is null || scheduleIds.Contains(s.Id)))
        {
            if (!launch.Enabled || !schedule.Enabled)
            {
                await ScheduleFiring.SkipAsync(transaction, schedule, now, (launch.Enabled ? PausedReason : Wording.Of($"The application was paused.")).ToString()).ConfigureAwait(false);
                continue;
            }

            (IReadOnlyList<LaunchedRun> runs, bool more) = await firing.SettleAsync(transaction, schedule, launch, template, now).ConfigureAwait(false);
            launched.AddRange(runs);
            if (more)
            {
                return (launched, true);
            }
        }

        return (launched, false);
    }

    private static ScheduleWrite Write(ScheduleDefinition definition, ScheduleRule rule, bool applicationEnabled, DateTime now) => new(
        definition.Crontab,
        rule.Zone.Id,
        definition.StartsAt,
        definition.EndsAt,
        definition.Missed,
        definition.Overlap,
        definition.Enabled,
        now,
        definition.Enabled && applicationEnabled ? rule.NextFiring(new DateTimeOffset(now))?.UtcDateTime : null);

    private static ScheduleDefinition DefinitionOf(LockedSchedule schedule) => new(
        schedule.Crontab, schedule.Zone, schedule.StartsAt, schedule.EndsAt, schedule.Missed, schedule.Overlap, schedule.Enabled);

    /// <exception cref="InvalidInputException">The schedule is wrong; the crontab's problem says at which character.</exception>
    internal static ScheduleRule Check(ScheduleDefinition definition, string projectZone)
    {
        var problems = new List<Problem>();
        if (!CronExpression.TryParse(definition.Crontab, out CronExpression? crontab, out CrontabException? wrong))
        {
            problems.Add(new Problem(Severity.Error, "bad_crontab", wrong!.Wording, new ProblemPlace("/crontab", Field: "crontab", Line: 1, Column: wrong.Position)));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(definition.Zone ?? projectZone, out TimeZoneInfo? zone))
        {
            problems.Add(new Problem(
                Severity.Error, "unknown_zone", $"There is no time zone '{definition.Zone}'. Use an IANA name, such as Asia/Shanghai.", new ProblemPlace("/zone")));
        }

        if (definition.StartsAt > definition.EndsAt)
        {
            problems.Add(new Problem(Severity.Error, "out_of_order", $"The schedule ends before it starts.", new ProblemPlace("/ends_at")));
        }

        return problems.Count > 0
            ? throw new InvalidInputException($"The schedule has errors; nothing was saved.", problems)
            : new ScheduleRule(crontab!, zone!, Offset(definition.StartsAt), Offset(definition.EndsAt), definition.Missed, definition.Overlap);
    }

    private static DateTimeOffset? Offset(DateTime? utc) => utc is { } time ? new DateTimeOffset(time) : null;

    private static ValueTask AuditAsync(
        IEngineTransaction transaction, Actor actor, string action, Launch launch, long? scheduleId, string detail, DateTime now) => transaction.AuditAsync(
        now, actor.Name, action, launch.ProjectId,
        scheduleId is { } id ? $"application/{launch.ApplicationName}/schedule/{id}" : $"application/{launch.ApplicationName}", detail);
}
