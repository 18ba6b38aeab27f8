using System.Text.Json;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Applications;
using Maat.Storage.Engine;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Applications;

/// <summary>Which applications of a project to list; what is null does not narrow the list.</summary>
/// <param name="Search">A part of the name.</param>
/// <param name="Last">The state of its newest run.</param>
public sealed record ApplicationFilter(string? Search = null, long? TemplateId = null, bool? Enabled = null, string? Tag = null, RunState? Last = null);

/// <summary>A run as a bar: its state, and how long it took.</summary>
public sealed record RunBar(long Id, RunState State, DateTime ScheduledAt, DateTime? StartedAt, DateTime? EndedAt)
{
    /// <summary>How long runs usually take: the median of those that succeeded; null when none has.</summary>
    public static TimeSpan? UsualDuration(IEnumerable<RunBar> last)
    {
        TimeSpan[] took =
        [
            .. last.Where(r => r is { State: RunState.Succeeded, StartedAt: not null, EndedAt: not null }).Select(r => r.EndedAt!.Value - r.StartedAt!.Value).Order(),
        ];
        return took.Length == 0 ? null : took[took.Length / 2];
    }
}

/// <summary>An application in a list.</summary>
/// <param name="LastRuns">The newest runs, the oldest of them first, at most <see cref="ApplicationOverviews.ShownRuns"/>.</param>
/// <param name="NextAt">When it fires next by itself; null when it does not.</param>
public sealed record ApplicationOverview(
    long Id, string Name, long TemplateId, string TemplateName, int Version, int LatestVersion, bool Enabled, IReadOnlyList<string> Tags,
    string QueueName, DateTime? NextAt, IReadOnlyList<RunBar> LastRuns);

/// <summary>A template that applications can be made from.</summary>
/// <param name="LatestVersion">0 before the first publication: nothing can be made from it yet.</param>
public sealed record TemplateChoice(long Id, string Name, int LatestVersion);

/// <summary>An application to choose.</summary>
public sealed record ApplicationChoice(long Id, string Name);

/// <summary>The applications of a project as people look for them.</summary>
public sealed class ApplicationOverviews(IMaatDatabase database)
{
    /// <summary>As many as tell a habit from an accident.</summary>
    public const int ShownRuns = 10;

    /// <summary>More are chosen by search, and not from a list.</summary>
    public const int MostChoices = 500;

    /// <summary>By name. The newest runs are a short range read for each application on the page, whatever the number of runs.</summary>
    /// <exception cref="RefusedException">The project does not exist for this actor, or a cursor is wrong.</exception>
    public async Task<TurnedPage<ApplicationOverview>> ListAsync(
        Actor actor, long projectId, ApplicationFilter filter, PageTurn turn, CancellationToken cancellation)
    {
        actor.Demand(Right.View, projectId, $"project {projectId}");
        return await database.ReadAsync(
            async (context, token) =>
            {
                IQueryable<ApplicationRow> rows = Ordered(Filtered(context, projectId, filter), turn).Take(turn.Read);
                List<ApplicationOverview> read = await (
                    from a in rows
                    join template in context.Templates on a.TemplateId equals template.Id
                    join queue in context.Queues on a.QueueId equals queue.Id
                    orderby a.Name
                    select new ApplicationOverview(
                        a.Id, a.Name, a.TemplateId, template.Name, a.Version, template.LatestVersion, a.Enabled, Tags(a.Tags), queue.Name,
                        context.Schedules.Where(s => s.ApplicationId == a.Id).Min(s => s.NextFireAt), Array.Empty<RunBar>()))
                    .ToListAsync(token).ConfigureAwait(false);
                if (turn.IsBackward)
                {
                    read.Reverse();
                }

                TurnedPage<ApplicationOverview> page = TurnedPage.Of(read, turn, a => a.Name);
                var items = new List<ApplicationOverview>(page.Items.Count);
                foreach (ApplicationOverview item in page.Items)
                {
                    items.Add(item with { LastRuns = await LastRunsAsync(context, item.Id, ShownRuns, token).ConfigureAwait(false) });
                }

                return page with { Items = items };
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>The templates of a project by name, at most <see cref="MostChoices"/>.</summary>
    /// <exception cref="RefusedException">The project does not exist for this actor.</exception>
    public Task<List<TemplateChoice>> TemplatesAsync(Actor actor, long projectId, CancellationToken cancellation)
    {
        actor.Demand(Right.View, projectId, $"project {projectId}");
        return database.ReadAsync(
            (context, token) => context.Templates.Where(t => t.ProjectId == projectId).OrderBy(t => t.Name).Take(MostChoices)
                .Select(t => new TemplateChoice(t.Id, t.Name, t.LatestVersion)).ToListAsync(token),
            cancellation);
    }

    /// <summary>The applications of a project by name, at most <see cref="MostChoices"/>.</summary>
    /// <exception cref="RefusedException">The project does not exist for this actor.</exception>
    public Task<List<ApplicationChoice>> NamesAsync(Actor actor, long projectId, CancellationToken cancellation)
    {
        actor.Demand(Right.View, projectId, $"project {projectId}");
        return database.ReadAsync(
            (context, token) => context.Applications.Where(a => a.ProjectId == projectId).OrderBy(a => a.Name).Take(MostChoices)
                .Select(a => new ApplicationChoice(a.Id, a.Name)).ToListAsync(token),
            cancellation);
    }

    /// <summary>The newest runs of an application, the oldest of them first.</summary>
    /// <exception cref="RefusedException">It does not exist for this actor.</exception>
    public Task<IReadOnlyList<RunBar>> LastRunsAsync(Actor actor, long applicationId, int count, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            Wording what = $"application {applicationId}";
            long project = await context.Applications.Where(a => a.Id == applicationId).Select(a => (long?)a.ProjectId)
                .FirstOrDefaultAsync(token).ConfigureAwait(false) ?? throw new NotFoundException(what);
            actor.Demand(Right.View, project, what);
            return await LastRunsAsync(context, applicationId, count, token).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>How long runs like this one usually take; null when nobody can know.</summary>
    /// <exception cref="NotFoundException">The run does not exist for this actor.</exception>
    public Task<TimeSpan?> UsualDurationAsync(Actor actor, RunFacts run, CancellationToken cancellation)
    {
        actor.Demand(Right.View, run.ProjectId, $"run {run.Id}");
        return database.ReadAsync(
            async (context, token) => RunBar.UsualDuration(await LastRunsAsync(context, run.ApplicationId, ShownRuns, token).ConfigureAwait(false)), cancellation);
    }

    internal static async Task<IReadOnlyList<RunBar>> LastRunsAsync(MaatContext context, long applicationId, int count, CancellationToken cancellation)
    {
        List<RunBar> runs = await context.Runs.Where(r => r.ApplicationId == applicationId).OrderByDescending(r => r.Id).Take(count)
            .Select(r => new RunBar(r.Id, r.State, r.ScheduledAt, r.StartedAt, r.EndedAt)).ToListAsync(cancellation).ConfigureAwait(false);
        runs.Reverse();
        return runs;
    }

    private static IQueryable<ApplicationRow> Filtered(MaatContext context, long projectId, ApplicationFilter filter)
    {
        IQueryable<ApplicationRow> rows = context.Applications.Where(a => a.ProjectId == projectId);
        if (SearchText.Pattern(filter.Search) is { } pattern)
        {
            rows = rows.Where(a => EF.Functions.Like(a.FoldedName, pattern, SearchText.Escape));
        }

        if (filter.TemplateId is { } template)
        {
            rows = rows.Where(a => a.TemplateId == template);
        }

        if (filter.Enabled is { } enabled)
        {
            rows = rows.Where(a => a.Enabled == enabled);
        }

        if (filter.Tag is { Length: > 0 } tag)
        {
            // Tags are stored as a JSON array, and a text in it looks the same wherever it is written.
            string written = JsonSerializer.Serialize(tag);
            rows = rows.Where(a => a.Tags.Contains(written));
        }

        if (filter.Last is { } last)
        {
            rows = rows.Where(a => context.Runs.Where(r => r.ApplicationId == a.Id).OrderByDescending(r => r.Id).Select(r => (RunState?)r.State).FirstOrDefault() == last);
        }

        return rows;
    }

    private static IQueryable<ApplicationRow> Ordered(IQueryable<ApplicationRow> rows, PageTurn turn)
    {
        string? cursor = turn.Cursor;
        return turn.IsBackward
            ? rows.Where(a => cursor == null || string.Compare(a.Name, cursor) < 0).OrderByDescending(a => a.Name)
            : rows.Where(a => cursor == null || string.Compare(a.Name, cursor) > 0).OrderBy(a => a.Name);
    }

    private static string[] Tags(string stored) => JsonSerializer.Deserialize<string[]>(stored) ?? [];
}
