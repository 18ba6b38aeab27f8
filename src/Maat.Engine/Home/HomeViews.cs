using System.Text.Json;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Engine.Queues;
using Maat.Engine.Schedulers;
using Maat.Storage;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Home;

/// <summary>
/// What Home shows, of all projects that exist for a person. Every question is a short range of an index: what is active, what failed
/// lately, what ended in the last day; none of them grows with the history.
/// </summary>
public sealed class HomeViews(IMaatDatabase database, AttentionFinder attention, ActiveRunReading active, TimeProvider time)
{
    /// <summary>What the list of firings shows without scrolling.</summary>
    public const int ShownFirings = 8;

    /// <summary>Above this many a number says only that there are more: nobody acts on the difference.</summary>
    public const int MostCounted = 1_000;

    /// <summary>The span of the chart.</summary>
    public const int Hours = 24;

    /// <summary>A morning's work: what a person looks ahead.</summary>
    public static readonly TimeSpan DueWithin = TimeSpan.FromHours(3);

    public async Task<HomeView> GetAsync(Actor actor, CancellationToken cancellation)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        var scope = new HomeScope(actor);
        (IReadOnlyList<Attention> needs, int failed, int stuck, TimeSpan longest) = await attention.FindAsync(scope, now, cancellation).ConfigureAwait(false);
        IReadOnlyList<ActiveRun> runs = await active.ListAsync(scope, now, cancellation).ConfigureAwait(false);
        return await database.ReadAsync(
            async (context, token) =>
            {
                int running = await scope.Of(context.Runs.Where(r => r.State == RunState.Running)).Select(r => r.Id).Take(MostCounted).CountAsync(token).ConfigureAwait(false);
                (IReadOnlyList<DueFiring> next, long due) = await DueAsync(context, scope, now, token).ConfigureAwait(false);
                IReadOnlyList<QueueLoad> queues = await QueuesAsync(context, token).ConfigureAwait(false);
                return new HomeView(
                    await BeginningAsync(context, actor, scope, token).ConfigureAwait(false), needs, failed, stuck, longest, runs, running,
                    queues.Sum(q => q.Running), next, due, await HoursAsync(context, actor, now, token).ConfigureAwait(false), queues);
            },
            cancellation).ConfigureAwait(false);
    }

    private static async Task<Beginning> BeginningAsync(MaatContext context, Actor actor, HomeScope scope, CancellationToken cancellation)
    {
        if (await scope.Of(context.Runs).AnyAsync(cancellation).ConfigureAwait(false))
        {
            return Beginning.Begun;
        }

        if (await scope.Of(context.Applications).AnyAsync(cancellation).ConfigureAwait(false))
        {
            return Beginning.NoRun;
        }

        long[] own = [.. actor.Roles.Keys];
        bool all = actor.IsAdministrator;
        return await context.Templates.AnyAsync(t => all || own.Contains(t.ProjectId), cancellation).ConfigureAwait(false) ? Beginning.NoApplication
            : await context.Projects.AnyAsync(p => all || own.Contains(p.Id), cancellation).ConfigureAwait(false) ? Beginning.NoTemplate
            : Beginning.NoProject;
    }

    private static async Task<(IReadOnlyList<DueFiring> Next, long Count)> DueAsync(
        MaatContext context, HomeScope scope, DateTime now, CancellationToken cancellation)
    {
        DateTime until = now + DueWithin;
        var due = await (
            from schedule in context.Schedules.Where(s => s.NextFireAt <= until)
            join application in scope.Of(context.Applications) on schedule.ApplicationId equals application.Id
            orderby schedule.NextFireAt
            select new { Schedule = schedule, application.Id, application.Name }).Take(MostCounted).ToListAsync(cancellation).ConfigureAwait(false);
        (var from, var to) = (new DateTimeOffset(now), new DateTimeOffset(until));
        long count = 0;
        var next = new List<DueFiring>();
        foreach (var item in due)
        {
            ScheduleRule rule = ScheduleRules.Of(item.Schedule);
            if (rule.Span(from, to, FiringFate.Started) is { } span)
            {
                count += span.Count;
                next.AddRange(rule.NextFirings(from, ShownFirings).TakeWhile(at => at <= to).Select(at => new DueFiring(at, item.Id, item.Name)));
            }
        }

        return ([.. next.OrderBy(f => f.At).ThenBy(f => f.ApplicationName, StringComparer.Ordinal).Take(ShownFirings)], count);
    }

    /// <summary>One count for each hour and state, over the index of ends.</summary>
    private static async Task<IReadOnlyList<HourCount>> HoursAsync(MaatContext context, Actor actor, DateTime now, CancellationToken cancellation)
    {
        long[] projects = [.. await Runs.RunSearch.ProjectsAsync(context, actor, cancellation).ConfigureAwait(false)];
        DateTime first = now.Date.AddHours(now.Hour + 1 - Hours);
        var hours = new List<HourCount>(Hours);
        for (DateTime from = first; hours.Count < Hours; from = from.AddHours(1))
        {
            DateTime to = from.AddHours(1);
            IQueryable<RunRow> ended = context.Runs.Where(r => projects.Contains(r.ProjectId) && r.EndedAt >= from && r.EndedAt < to);
            Dictionary<RunState, int> counts = await ended.GroupBy(r => r.State).Select(g => new { State = g.Key, Count = g.Count() })
                .ToDictionaryAsync(c => c.State, c => c.Count, cancellation).ConfigureAwait(false);
            hours.Add(new HourCount(
                from, counts.GetValueOrDefault(RunState.Succeeded), counts.GetValueOrDefault(RunState.Failed), counts.GetValueOrDefault(RunState.Cancelled)));
        }

        return hours;
    }

    private static async Task<IReadOnlyList<QueueLoad>> QueuesAsync(MaatContext context, CancellationToken cancellation)
    {
        var queues = await context.Queues.OrderBy(q => q.Name).Select(q => new
        {
            Queue = q,
            Running = context.Leases.Count(l => l.QueueId == q.Id && l.Kind == LeaseKind.Work),
        }).Take(Applications.ApplicationFacts.MostQueues).ToListAsync(cancellation).ConfigureAwait(false);
        var workers = await context.Workers.Where(w => w.State == WorkerState.Alive).Select(w => new { w.Slots, w.Queues }).ToListAsync(cancellation).ConfigureAwait(false);
        var serving = workers.Select(w => (w.Slots, Queues: JsonSerializer.Deserialize<string[]>(w.Queues) ?? [])).ToList();
        var loads = new List<QueueLoad>(queues.Count);
        foreach (var q in queues)
        {
            int waiting = await QueueEditing.CountWaitingAsync(context, q.Queue.Id, MostCounted, cancellation).ConfigureAwait(false);
            int slots = serving.Where(w => w.Queues.Length == 0 || w.Queues.Contains(q.Queue.Name)).Sum(w => w.Slots);
            loads.Add(new QueueLoad(q.Queue.Name, q.Running, Math.Min(slots, q.Queue.MaxRunning ?? int.MaxValue), waiting, q.Queue.Paused));
        }

        return loads;
    }
}
