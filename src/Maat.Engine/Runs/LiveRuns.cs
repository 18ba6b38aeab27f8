using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>What of a run changes while it is watched.</summary>
/// <param name="Round">Grows when a person retries or marks.</param>
/// <param name="Nodes">By ordinal, as many as the template has: those of a queued run wait.</param>
public sealed record LiveRun(RunState State, int Round, bool CancelRequested, DateTime? StartedAt, DateTime? EndedAt, IReadOnlyList<LiveNode> Nodes);

/// <summary>A node of a run that is watched.</summary>
/// <param name="StartedAt">When its latest claim began; null before the first, and while the next one is awaited.</param>
/// <param name="EndedAt">When that claim ended.</param>
/// <param name="Choice">The arms that a finished branch chose, a JSON array; null for any other node.</param>
public sealed record LiveNode(
    int Ordinal, NodeState State, int Attempt, long Fence, string? Reason, DateTime? StartedAt, DateTime? EndedAt, string? Choice = null)
{
    public static LiveNode Waiting(int ordinal) => new(ordinal, NodeState.Waiting, 1, 0, null, null, null);
}

/// <summary>Runs as those who watch them see them.</summary>
public sealed class LiveRuns(IMaatDatabase database, RunContextCache runs)
{
    /// <summary>What of the run never changes.</summary>
    /// <exception cref="NotFoundException">It does not exist for this actor.</exception>
    public async Task<RunContext> FindAsync(Actor actor, long runId, CancellationToken cancellation)
    {
        Wording what = $"run {runId}";
        RunContext context = await runs.FindAsync(runId, cancellation).ConfigureAwait(false) ?? throw new NotFoundException(what);
        actor.Demand(Right.View, context.Facts.ProjectId, what);
        return context;
    }

    /// <summary>
    /// Reads where the run stands. The run's row comes first: a round that begins in between is then newer than what this returns says, so
    /// that its events are not taken for old ones.
    /// </summary>
    /// <exception cref="NotFoundException">It has been deleted.</exception>
    public Task<LiveRun> ReadAsync(long runId, CompiledTemplate template, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            var run = await context.Runs.Where(r => r.Id == runId)
                .Select(r => new { r.State, r.Round, r.CancelRequested, r.StartedAt, r.EndedAt })
                .FirstOrDefaultAsync(token).ConfigureAwait(false)
                ?? throw new NotFoundException($"run {runId}");
            LiveNode[] nodes = [.. Enumerable.Range(0, template.Nodes.Count).Select(LiveNode.Waiting)];
            foreach (LiveNode node in await Nodes(context, runId).ToListAsync(token).ConfigureAwait(false))
            {
                nodes[node.Ordinal] = node;
            }

            return new LiveRun(run.State, run.Round, run.CancelRequested, run.StartedAt, run.EndedAt, nodes);
        },
        cancellation);

    /// <summary>A range of the primary key; each join is by primary key.</summary>
    private static IQueryable<LiveNode> Nodes(MaatContext context, long runId)
    {
        (long first, long end) = (NodeRunId.Of(runId, 0), NodeRunId.Of(runId + 1, 0));
        return from node in context.NodeRuns.Where(n => n.Id >= first && n.Id < end)
               join lease in context.Leases on node.Id equals lease.NodeRunId into leases
               from lease in leases.DefaultIfEmpty()
               join attempt in context.Attempts
                   on new { node.Id, node.Attempt, node.Fence } equals new { Id = attempt.NodeRunId, attempt.Attempt, attempt.Fence } into attempts
               from attempt in attempts.DefaultIfEmpty()
               select new LiveNode(
                   (int)(node.Id - first), node.State, node.Attempt, node.Fence, node.Reason,
                   lease != null ? lease.StartedAt : attempt == null ? null : attempt.StartedAt,
                   lease != null || attempt == null ? null : attempt.EndedAt,
                   node.Choice);
    }
}
