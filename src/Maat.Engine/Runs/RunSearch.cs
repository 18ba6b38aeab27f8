using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>
/// Finds the runs of a list among millions. Every question is one range of one index, read in the order of ids from where the page
/// begins: one for each project whose runs are wanted, merged here, because a database that is asked for several projects at once sorts
/// all their runs. Ids grow with time, so a span of time is a span of ids.
/// </summary>
internal static class RunSearch
{
    /// <summary>How far a clock may have gone back between two runs; within it, creation times are compared one by one.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(1);

    /// <summary>The newest first; towards the older ones, or backward from a run to the newer ones.</summary>
    /// <param name="from">The run that the part begins behind; null for an end of the list.</param>
    public static async Task<List<long>> FindAsync(
        MaatContext context, Actor actor, RunFilter filter, long? from, bool backward, int count, CancellationToken cancellation)
    {
        (long low, long high) = await SpanAsync(context, filter, cancellation).ConfigureAwait(false);
        (low, high) = (Math.Max(low, backward && from is { } newer ? newer : 0), Math.Min(high, !backward && from is { } older ? older : long.MaxValue));
        var found = new List<long>();
        foreach (IQueryable<RunRow> stream in await StreamsAsync(context, actor, filter, cancellation).ConfigureAwait(false))
        {
            IQueryable<RunRow> narrowed = Narrowed(stream, filter).Where(r => r.Id > low && r.Id < high);
            IQueryable<RunRow> ordered = backward ? narrowed.OrderBy(r => r.Id) : narrowed.OrderByDescending(r => r.Id);
            found.AddRange(await ordered.Select(r => r.Id).Take(count).ToListAsync(cancellation).ConfigureAwait(false));
        }

        found.Sort();
        if (!backward)
        {
            found.Reverse();
        }

        return found.Count > count ? found[..count] : found;
    }

    /// <summary>The least id of a run that was made at or after a time; one above the newest run's when there is none.</summary>
    public static async Task<long> FirstSinceAsync(MaatContext context, DateTime time, CancellationToken cancellation)
    {
        long before = 0;
        long since = (await context.Runs.MaxAsync(r => (long?)r.Id, cancellation).ConfigureAwait(false) ?? 0) + 1;
        while (since - before > 1)
        {
            long middle = before + (since - before) / 2;
            var run = await context.Runs.Where(r => r.Id >= middle).OrderBy(r => r.Id).Select(r => new { r.Id, r.CreatedAt })
                .FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
            if (run is null || run.CreatedAt >= time)
            {
                since = middle;
            }
            else
            {
                before = run.Id;
            }
        }

        return since;
    }

    /// <summary>The projects whose runs exist for the actor.</summary>
    public static async Task<IReadOnlyCollection<long>> ProjectsAsync(MaatContext context, Actor actor, CancellationToken cancellation) => actor.IsAdministrator
        ? await context.Projects.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(cancellation).ConfigureAwait(false)
        : [.. actor.Roles.Keys];

    private static async Task<(long Low, long High)> SpanAsync(MaatContext context, RunFilter filter, CancellationToken cancellation) => (
        filter.From is { } from ? await FirstSinceAsync(context, from - ClockSlack, cancellation).ConfigureAwait(false) - 1 : 0,
        filter.To is { } to ? await FirstSinceAsync(context, to + ClockSlack, cancellation).ConfigureAwait(false) : long.MaxValue);

    private static async Task<IReadOnlyList<IQueryable<RunRow>>> StreamsAsync(
        MaatContext context, Actor actor, RunFilter filter, CancellationToken cancellation)
    {
        if (filter.ApplicationId is { } application)
        {
            long? project = await context.Applications.Where(a => a.Id == application).Select(a => (long?)a.ProjectId)
                .FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
            // Of an application that is gone the runs are still there, each with its project.
            long[] own = [.. actor.Roles.Keys];
            IQueryable<RunRow> runs = context.Runs.Where(r => r.ApplicationId == application);
            return project is { } its && (!actor.Sees(its) || filter.ProjectId is { } asked && asked != its)
                ? []
                : [project is not null || actor.IsAdministrator ? runs : runs.Where(r => own.Contains(r.ProjectId))];
        }

        if (filter.ProjectId is { } only)
        {
            return actor.Sees(only) ? [context.Runs.Where(r => r.ProjectId == only)] : [];
        }

        // Without a project there is an index for all runs and for a state, but for nothing else.
        if (actor.IsAdministrator && filter.Kind is null && filter.TriggeredBy is null)
        {
            return [context.Runs];
        }

        IReadOnlyCollection<long> projects = await ProjectsAsync(context, actor, cancellation).ConfigureAwait(false);
        return [.. projects.Select(id => context.Runs.Where(r => r.ProjectId == id))];
    }

    private static IQueryable<RunRow> Narrowed(IQueryable<RunRow> runs, RunFilter filter)
    {
        if (filter.State is { } state)
        {
            runs = runs.Where(r => r.State == state);
        }

        if (filter.Kind is { } kind)
        {
            runs = runs.Where(r => r.Kind == kind);
        }

        if (filter.TriggeredBy is { } person)
        {
            runs = runs.Where(r => r.TriggeredBy == person);
        }

        if (filter.From is { } from)
        {
            runs = runs.Where(r => r.CreatedAt >= from);
        }

        return filter.To is { } to ? runs.Where(r => r.CreatedAt < to) : runs;
    }
}
