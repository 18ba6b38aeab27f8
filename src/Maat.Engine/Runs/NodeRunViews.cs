using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>One node of one run.</summary>
/// <param name="Choice">The arms that a finished branch chose; null for any other node.</param>
/// <param name="DueAt">When its next attempt may begin, while it waits for that; otherwise null.</param>
/// <param name="StartedAt">When its latest attempt began; null before the first, and while the next one is awaited.</param>
/// <param name="EndedAt">When its latest attempt ended.</param>
public sealed record NodeRunView(
    int Ordinal, string Key, string? Name, string Kind, NodeState State, int Attempt, int Losses, long Fence, string? Reason,
    IReadOnlyList<string>? Choice, DateTime ChangedAt, DateTime? DueAt, DateTime? StartedAt, DateTime? EndedAt, int? ExitCode);

/// <summary>One node of one run by itself.</summary>
/// <param name="Outputs">What later nodes read; empty unless it succeeded.</param>
public sealed record NodeRunDetail(NodeRunView Node, ObjectValue Outputs);

/// <summary>One claim of a node: an attempt is claimed again when it was lost or handed back.</summary>
/// <param name="Outcome">Null while it runs.</param>
/// <param name="LogBytes">Length of its log; null while it runs.</param>
/// <param name="LogCut">Whether output was discarded.</param>
public sealed record AttemptView(
    int Attempt, long Fence, AttemptOutcome? Outcome, string? Reason, int? ExitCode, long WorkerId, DateTime StartedAt, DateTime? EndedAt,
    long? LogBytes, bool LogCut);

/// <summary>The nodes of runs as screens and programs read them.</summary>
public sealed class NodeRunViews(IMaatDatabase database, TemplateCache templates)
{
    /// <summary>In the order of the template.</summary>
    /// <exception cref="RefusedException">The run does not exist for this actor, or the limit or the cursor is wrong.</exception>
    public async Task<Page<NodeRunView>> ListAsync(Actor actor, long runId, PageRequest page, CancellationToken cancellation)
    {
        (_, CompiledTemplate template) = await FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        long after = page.Numbers(1) is [long ordinal] ? NodeRunId.Of(runId, (int)Math.Clamp(ordinal, 0, DocumentLimits.Nodes)) : long.MinValue;
        List<NodeRunView> read = await database.ReadAsync(
            async (context, token) =>
            {
                (long first, long end) = RunViews.NodeRuns(runId);
                IQueryable<NodeRunRow> nodes = context.NodeRuns.Where(n => n.Id >= first && n.Id > after && n.Id < end).OrderBy(n => n.Id).Take(page.Read);
                List<Joined> rows = await Join(context, nodes).ToListAsync(token).ConfigureAwait(false);
                return rows.ConvertAll(row => View(row, template));
            },
            cancellation).ConfigureAwait(false);
        return Page.Of(read, page, n => PageRequest.CursorOf(n.Ordinal));
    }

    /// <exception cref="NotFoundException">It does not exist for this actor, or its run is queued.</exception>
    public async Task<NodeRunDetail> GetAsync(Actor actor, long runId, string node, CancellationToken cancellation)
    {
        (long id, CompiledTemplate template) = await FindNodeAsync(actor, runId, node, cancellation).ConfigureAwait(false);
        return await database.ReadAsync(
            async (context, token) =>
            {
                Joined row = await Join(context, context.NodeRuns.Where(n => n.Id == id)).FirstOrDefaultAsync(token).ConfigureAwait(false)
                    ?? throw new NotFoundException($"node '{node}' in this run yet: it is queued");
                long fence = row.Node.State == NodeState.Succeeded ? row.Node.OutputFence : 0;
                List<OutputRow> outputs = await context.Outputs.Where(o => o.NodeRunId == id && o.Fence == fence)
                    .OrderBy(o => o.Name).ToListAsync(token).ConfigureAwait(false);
                return new NodeRunDetail(
                    View(row, template), new ObjectValue(outputs.Select(o => KeyValuePair.Create(o.Name, Value.ParseJson(o.Value)))));
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>The claims of a node, the one that runs and then the latest first.</summary>
    /// <exception cref="RefusedException">The node does not exist for this actor, or the limit or the cursor is wrong.</exception>
    public async Task<Page<AttemptView>> AttemptsAsync(Actor actor, long runId, string node, PageRequest page, CancellationToken cancellation)
    {
        (long id, _) = await FindNodeAsync(actor, runId, node, cancellation).ConfigureAwait(false);
        long before = page.Numbers(1) is [long fence] ? fence : long.MaxValue;
        List<AttemptView> read = await database.ReadAsync(
            async (context, token) =>
            {
                // The lease first: a claim that ends in between is then there twice, and never missing.
                List<AttemptView> running = await context.Leases.Where(l => l.NodeRunId == id && l.Fence < before)
                    .Select(l => new AttemptView(l.Attempt, l.Fence, null, null, null, l.WorkerId, l.StartedAt, null, null, false))
                    .ToListAsync(token).ConfigureAwait(false);
                List<AttemptView> ended = await context.Attempts.Where(a => a.NodeRunId == id && a.Fence < before)
                    .OrderByDescending(a => a.Attempt).ThenByDescending(a => a.Fence)
                    .Take(page.Read)
                    .Select(a => new AttemptView(
                        a.Attempt, a.Fence, a.Outcome, a.Reason, a.ExitCode, a.WorkerId, a.StartedAt, a.EndedAt, a.LogBytes, a.LogCut))
                    .ToListAsync(token).ConfigureAwait(false);
                return ended.UnionBy(running, a => a.Fence).OrderByDescending(a => a.Fence).Take(page.Read).ToList();
            },
            cancellation).ConfigureAwait(false);
        return Page.Of(read, page, a => PageRequest.CursorOf(a.Fence));
    }

    /// <summary>The id of a node of a run.</summary>
    /// <exception cref="NotFoundException">It does not exist for this actor.</exception>
    internal async Task<(long Id, CompiledTemplate Template)> FindNodeAsync(Actor actor, long runId, string node, CancellationToken cancellation)
    {
        (_, CompiledTemplate template) = await FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        return template.Plan.TryGetOrdinal(node, out int ordinal)
            ? (NodeRunId.Of(runId, ordinal), template)
            : throw new NotFoundException($"node '{node}' in this run");
    }

    internal async Task<(RunView Run, CompiledTemplate Template)> FindAsync(Actor actor, long runId, CancellationToken cancellation)
    {
        RunView run = await database.ReadAsync((context, token) => RunViews.FindAsync(context, actor, runId, token), cancellation).ConfigureAwait(false);
        return (run, await templates.GetAsync(run.Facts.TemplateId, run.Facts.Version, cancellation).ConfigureAwait(false));
    }

    /// <summary>By primary keys, and for delays by their index on the node: each joins at most one row.</summary>
    private static IQueryable<Joined> Join(MaatContext context, IQueryable<NodeRunRow> nodes) =>
        from node in nodes
        join lease in context.Leases on node.Id equals lease.NodeRunId into leases
        from lease in leases.DefaultIfEmpty()
        join attempt in context.Attempts on new { Id = node.Id, node.Attempt, node.Fence } equals new { Id = attempt.NodeRunId, attempt.Attempt, attempt.Fence } into attempts
        from attempt in attempts.DefaultIfEmpty()
        join delayed in context.Delayed on node.Id equals delayed.NodeRunId into delays
        from delayed in delays.DefaultIfEmpty()
        orderby node.Id
        select new Joined(node, lease, attempt, delayed);

    private static NodeRunView View(Joined row, CompiledTemplate template)
    {
        int ordinal = NodeRunId.Ordinal(row.Node.Id);
        NodeDefinition definition = template.Nodes[ordinal].Definition;
        return new NodeRunView(
            ordinal, definition.Key, definition.Name, definition.Kind, row.Node.State, row.Node.Attempt, row.Node.Losses, row.Node.Fence, row.Node.Reason,
            row.Node.Choice is { } choice ? JsonSerializer.Deserialize<string[]>(choice) : null,
            row.Node.ChangedAt, row.Delayed?.DueAt, row.Lease?.StartedAt ?? row.Attempt?.StartedAt, row.Lease is null ? row.Attempt?.EndedAt : null,
            row.Lease is null ? row.Attempt?.ExitCode : null);
    }

    private sealed record Joined(NodeRunRow Node, LeaseRow? Lease, AttemptRow? Attempt, DelayedRow? Delayed);
}
