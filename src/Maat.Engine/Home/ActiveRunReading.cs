using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Engine.Applications;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Home;

/// <summary>The active runs with where they are and how long they will still take.</summary>
public sealed class ActiveRunReading(IMaatDatabase database, TemplateCache templates)
{
    /// <summary>What the list shows without scrolling.</summary>
    public const int Shown = 8;

    /// <summary>Names of nodes that a row has room for.</summary>
    private const int ShownNodes = 3;

    /// <summary>The newest first.</summary>
    internal Task<IReadOnlyList<ActiveRun>> ListAsync(HomeScope scope, DateTime now, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<ActiveRun>>(
        async (context, token) =>
        {
            var runs = await (
                from run in scope.Of(context.Runs.Where(r => r.State == RunState.Running)).OrderByDescending(r => r.Id).Take(Shown)
                join application in context.Applications on run.ApplicationId equals application.Id into applications
                from application in applications.DefaultIfEmpty()
                orderby run.Id descending
                select new { Run = run, Name = application == null ? "" : application.Name }).ToListAsync(token).ConfigureAwait(false);
            var active = new List<ActiveRun>(runs.Count);
            foreach (var item in runs)
            {
                CompiledTemplate? template = await templates.FindReadableAsync(item.Run.TemplateId, item.Run.Version, token).ConfigureAwait(false);
                (long first, long end) = RunViews.NodeRuns(item.Run.Id);
                List<long> held = await context.Leases.Where(l => l.NodeRunId >= first && l.NodeRunId < end).OrderBy(l => l.NodeRunId).Select(l => l.NodeRunId)
                    .Take(ShownNodes).ToListAsync(token).ConfigureAwait(false);
                IReadOnlyList<RunBar> last = await ApplicationOverviews.LastRunsAsync(context, item.Run.ApplicationId, ApplicationOverviews.ShownRuns, token).ConfigureAwait(false);
                active.Add(new ActiveRun(
                    item.Run.Id, item.Run.ApplicationId, item.Name, item.Run.State,
                    template is null ? [] : [.. held.Select(id => template.NodeName((int)(id - NodeRunId.Of(item.Run.Id, 0))))],
                    (template?.Nodes.Count ?? item.Run.Open) - item.Run.Open, template?.Nodes.Count ?? item.Run.Open, Left(last, item.Run.StartedAt, now)));
            }

            return active;
        },
        cancellation);

    /// <summary>By how long such runs usually take; zero for one that takes longer than that.</summary>
    private static TimeSpan? Left(IReadOnlyList<RunBar> last, DateTime? startedAt, DateTime now)
    {
        if (RunBar.UsualDuration(last) is not { } usual || startedAt is not { } started)
        {
            return null;
        }

        TimeSpan left = usual - (now - started);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
