using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Applications;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>A run as Home lists it.</summary>
public sealed record RecentRun(
    long Id, long ApplicationId, string ApplicationName, string TemplateName, int Version, RunState State, DateTime ScheduledAt, string Zone,
    DateTime? StartedAt, DateTime? EndedAt);

/// <summary>An application as Home offers it.</summary>
/// <param name="NextAt">When it fires next by itself; null when it does not.</param>
public sealed record OfferedApplication(long Id, long ProjectId, string Name, string TemplateName, int Version, bool Enabled, DateTime? NextAt);

/// <summary>What Home shows.</summary>
public sealed class RecentRuns(IMaatDatabase database)
{
    /// <summary>What a screen shows without much scrolling.</summary>
    public const int PageSize = 50;

    /// <summary>More is looked for by name, not by scrolling.</summary>
    public const int MaxApplications = 100;

    /// <summary>The newest first, at most <see cref="PageSize"/>, of what exists for this actor.</summary>
    /// <param name="applicationId">Only this application's; null for all.</param>
    /// <param name="before">Only those older than this one; null for the newest.</param>
    public Task<List<RecentRun>> ListAsync(Actor actor, long? applicationId, long? before, CancellationToken cancellation) => database.ReadAsync(
        (context, token) =>
        {
            IQueryable<RunRow> runs = context.Runs;
            if (!actor.IsAdministrator)
            {
                long[] own = [.. actor.Roles.Keys];
                runs = runs.Where(r => own.Contains(r.ProjectId));
            }

            if (applicationId is { } application)
            {
                runs = runs.Where(r => r.ApplicationId == application);
            }

            if (before is { } id)
            {
                runs = runs.Where(r => r.Id < id);
            }

            return (from run in runs.OrderByDescending(r => r.Id).Take(PageSize)
                    join row in context.Applications on run.ApplicationId equals row.Id into rows
                    from row in rows.DefaultIfEmpty()
                    join template in context.Templates on run.TemplateId equals template.Id into templates
                    from template in templates.DefaultIfEmpty()
                    orderby run.Id descending
                    select new RecentRun(
                        run.Id, run.ApplicationId, row == null ? "" : row.Name, template == null ? "" : template.Name, run.Version, run.State,
                        run.ScheduledAt, run.Zone, run.StartedAt, run.EndedAt)).ToListAsync(token);
        },
        cancellation);

    /// <summary>By name, at most <see cref="MaxApplications"/>, of what exists for this actor.</summary>
    public Task<List<OfferedApplication>> ApplicationsAsync(Actor actor, CancellationToken cancellation) => database.ReadAsync(
        (context, token) =>
        {
            IQueryable<ApplicationRow> applications = context.Applications;
            if (!actor.IsAdministrator)
            {
                long[] own = [.. actor.Roles.Keys];
                applications = applications.Where(a => own.Contains(a.ProjectId));
            }

            return (from application in applications.OrderBy(a => a.Name).ThenBy(a => a.Id).Take(MaxApplications)
                    join template in context.Templates on application.TemplateId equals template.Id
                    orderby application.Name, application.Id
                    select new OfferedApplication(
                        application.Id, application.ProjectId, application.Name, template.Name, application.Version, application.Enabled,
                        context.Schedules.Where(s => s.ApplicationId == application.Id).Min(s => s.NextFireAt))).ToListAsync(token);
        },
        cancellation);
}
