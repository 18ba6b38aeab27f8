using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Engine.Applications;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Home;

/// <summary>Finds what needs a person: applications whose newest ended run failed, schedules that are late, runs that wait for long.</summary>
public sealed class AttentionFinder(IMaatDatabase database, TemplateCache templates)
{
    /// <summary>What the list shows without pushing everything else off the screen.</summary>
    public const int Shown = 8;

    /// <summary>What failed longer ago has been looked at, or nobody wants to.</summary>
    private static readonly TimeSpan FailedWithin = TimeSpan.FromDays(7);

    /// <summary>A firing takes moments; a busy process takes longer for a while.</summary>
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan QueuedAfter = TimeSpan.FromMinutes(10);

    /// <summary>How many of the newest failed runs are looked at: enough for all applications of a bad night.</summary>
    private const int MostFailedRuns = 500;

    /// <summary>The worst first, at most <see cref="Shown"/>, and how many there are of each sort.</summary>
    internal Task<(IReadOnlyList<Attention> Needs, int Failed, int Stuck, TimeSpan LongestStuck)> FindAsync(
        HomeScope scope, DateTime now, CancellationToken cancellation) => database.ReadAsync<(IReadOnlyList<Attention>, int, int, TimeSpan)>(
        async (context, token) =>
        {
            List<Attention> failed = await FailedAsync(context, scope, now, token).ConfigureAwait(false);
            List<Attention> stuck = [.. await LateAsync(context, scope, now, token).ConfigureAwait(false), .. await QueuedAsync(context, scope, now, token).ConfigureAwait(false)];
            TimeSpan longest = stuck.Count == 0 ? TimeSpan.Zero : now - stuck.Min(s => s.Since);
            // Both sorts are seen, however many there are of one.
            int shownStuck = Math.Min(stuck.Count, Math.Max(Shown / 2, Shown - failed.Count));
            var shown = new List<Attention>();
            foreach (Attention need in failed.Take(Shown - shownStuck).Concat(stuck.Take(shownStuck)))
            {
                shown.Add(await DetailedAsync(context, need, token).ConfigureAwait(false));
            }

            return (shown, failed.Count, stuck.Count, longest);
        },
        cancellation);

    private static async Task<List<Attention>> FailedAsync(MaatContext context, HomeScope scope, DateTime now, CancellationToken cancellation)
    {
        long first = await RunSearch.FirstSinceAsync(context, now - FailedWithin, cancellation).ConfigureAwait(false);
        var failed = await (
            from run in scope.Of(context.Runs.Where(r => r.State == RunState.Failed && r.Id >= first)).OrderByDescending(r => r.Id).Take(MostFailedRuns)
            join application in context.Applications on run.ApplicationId equals application.Id
            orderby run.Id descending
            select new { run.Id, run.ApplicationId, application.Name, run.ProjectId, run.EndedAt, run.CreatedAt }).ToListAsync(cancellation).ConfigureAwait(false);
        var open = new List<Attention>();
        foreach (var run in failed.DistinctBy(r => r.ApplicationId))
        {
            bool mended = await context.Runs.AnyAsync(r => r.ApplicationId == run.ApplicationId && r.Id > run.Id && r.State == RunState.Succeeded, cancellation)
                .ConfigureAwait(false);
            if (!mended)
            {
                open.Add(new Attention(AttentionKind.Failed, run.ApplicationId, run.Name, run.ProjectId, run.Id, null, null, run.EndedAt ?? run.CreatedAt, []));
            }
        }

        return open;
    }

    private static async Task<List<Attention>> LateAsync(MaatContext context, HomeScope scope, DateTime now, CancellationToken cancellation)
    {
        DateTime due = now - LateAfter;
        var late = await (
            from schedule in context.Schedules.Where(s => s.NextFireAt < due)
            join application in scope.Of(context.Applications.Where(a => a.Enabled)) on schedule.ApplicationId equals application.Id
            orderby schedule.NextFireAt
            select new { application.Id, application.Name, application.ProjectId, schedule.NextFireAt }).Take(HomeViews.MostCounted).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. late.Select(l => new Attention(AttentionKind.Late, l.Id, l.Name, l.ProjectId, null, null, null, l.NextFireAt!.Value, []))];
    }

    private static async Task<List<Attention>> QueuedAsync(MaatContext context, HomeScope scope, DateTime now, CancellationToken cancellation)
    {
        DateTime before = now - QueuedAfter;
        var queued = await (
            from run in scope.Of(context.Runs.Where(r => r.State == RunState.Queued && r.CreatedAt < before)).OrderBy(r => r.Id).Take(HomeViews.MostCounted)
            join application in context.Applications on run.ApplicationId equals application.Id
            orderby run.Id
            select new { run.Id, run.ApplicationId, application.Name, run.ProjectId, run.CreatedAt }).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. queued.Select(r => new Attention(AttentionKind.Queued, r.ApplicationId, r.Name, r.ProjectId, r.Id, null, null, r.CreatedAt, []))];
    }

    private async Task<Attention> DetailedAsync(MaatContext context, Attention need, CancellationToken cancellation)
    {
        need = need with { LastRuns = await ApplicationOverviews.LastRunsAsync(context, need.ApplicationId, ApplicationOverviews.ShownRuns, cancellation).ConfigureAwait(false) };
        if (need is not { Kind: AttentionKind.Failed, RunId: { } runId })
        {
            return need;
        }

        (long first, long end) = RunViews.NodeRuns(runId);
        var node = await context.NodeRuns.Where(n => n.Id >= first && n.Id < end && n.State == NodeState.Failed).OrderBy(n => n.ChangedAt)
            .Select(n => new { n.Id, n.Reason }).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        if (node is null)
        {
            return need;
        }

        var version = await context.Runs.Where(r => r.Id == runId).Select(r => new { r.TemplateId, r.Version }).FirstAsync(cancellation).ConfigureAwait(false);
        CompiledTemplate? template = await templates.FindReadableAsync(version.TemplateId, version.Version, cancellation).ConfigureAwait(false);
        return need with { Node = template?.NodeName((int)(node.Id - NodeRunId.Of(runId, 0))), Reason = node.Reason };
    }
}
