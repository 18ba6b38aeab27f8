using System.Text.Json;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Applications;
using Maat.Storage.Engine;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>
/// Finds out why a node is waiting. What it reads moves meanwhile: an answer is what was so a moment ago, and never an error because
/// something has moved on.
/// </summary>
public sealed class WaitReasons(IMaatDatabase database, LiveRuns runs)
{
    /// <summary>As many as one sentence names.</summary>
    public const int MaxParents = 3;

    /// <summary>Counting further would cost, and tell nobody more.</summary>
    public const int MaxCounted = 1_000;

    /// <exception cref="NotFoundException">The run or the node does not exist for this actor.</exception>
    public async Task<WaitReason> FindAsync(Actor actor, long runId, string node, CancellationToken cancellation)
    {
        RunContext run = await runs.FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        if (!run.Template.Plan.TryGetOrdinal(node, out int ordinal))
        {
            throw new NotFoundException($"node '{node}' in this run");
        }

        return await database.ReadAsync((context, token) => FindAsync(context, run, ordinal, token), cancellation).ConfigureAwait(false);
    }

    /// <summary>Why the run as a whole has not begun; none once it has.</summary>
    /// <exception cref="NotFoundException">The run does not exist for this actor.</exception>
    public async Task<WaitReason> FindOfRunAsync(Actor actor, long runId, CancellationToken cancellation)
    {
        RunContext run = await runs.FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        return await database.ReadAsync((context, token) => OfRunAsync(context, run.Facts, token), cancellation).ConfigureAwait(false);
    }

    private static async Task<WaitReason> FindAsync(MaatContext context, RunContext run, int ordinal, CancellationToken cancellation)
    {
        RunFacts facts = run.Facts;
        long id = NodeRunId.Of(facts.Id, ordinal);
        var node = await context.NodeRuns.Where(n => n.Id == id).Select(n => new { n.State, n.Attempt }).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        if (node is null)
        {
            return await OfRunAsync(context, facts, cancellation).ConfigureAwait(false);
        }

        return node.State switch
        {
            NodeState.Waiting => await ParentsAsync(context, run, ordinal, cancellation).ConfigureAwait(false),
            NodeState.Held => new WaitReason(WaitCause.RunPaused),
            NodeState.Ready => await ReadyAsync(context, id, cancellation).ConfigureAwait(false),
            NodeState.Retrying or NodeState.Deferred => await DelayedAsync(context, id, node.Attempt, cancellation).ConfigureAwait(false),
            _ => WaitReason.None,
        };
    }

    private static async Task<WaitReason> OfRunAsync(MaatContext context, RunFacts run, CancellationToken cancellation)
    {
        if (!await context.Runs.AnyAsync(r => r.Id == run.Id && r.State == RunState.Queued, cancellation).ConfigureAwait(false))
        {
            return WaitReason.None;
        }

        ApplicationRow? application = await context.Applications.FirstOrDefaultAsync(a => a.Id == run.ApplicationId, cancellation).ConfigureAwait(false);
        int active = await context.Runs
            .CountAsync(r => r.ApplicationId == run.ApplicationId && r.Kind != RunKind.Backfill && (r.State == RunState.Running || r.State == RunState.Paused), cancellation)
            .ConfigureAwait(false);
        int ahead = await context.Runs.Where(r => r.ApplicationId == run.ApplicationId && r.State == RunState.Queued)
            .Where(r => r.ScheduledAt < run.ScheduledAt || (r.ScheduledAt == run.ScheduledAt && r.Id < run.Id))
            .Take(MaxCounted).CountAsync(cancellation).ConfigureAwait(false);
        return new WaitReason(WaitCause.RunQueued) { Taken = active, Limit = application?.MaxActiveRuns ?? active, Ahead = ahead };
    }

    private static async Task<WaitReason> ParentsAsync(MaatContext context, RunContext run, int ordinal, CancellationToken cancellation)
    {
        RunPlan plan = run.Template.Plan;
        int[] parents = [.. plan.Parents(ordinal)];
        int[] before = [.. parents.Concat(parents.SelectMany(parent => plan.Parents(parent).ToArray())).Distinct()];
        Dictionary<int, (NodeState State, DateTime Since)> states = await StatesAsync(context, run.Facts.Id, before, cancellation).ConfigureAwait(false);
        bool IsOpen(int node) => !states.GetValueOrDefault(node).State.IsTerminal();
        int[] open = [.. parents.Where(IsOpen)];

        // What holds the others up comes first: a node that runs, or waits for a time, rather than one that waits in turn.
        WaitParent[] named =
        [
            .. open.OrderBy(parent => states.GetValueOrDefault(parent).State == NodeState.Waiting).Take(MaxParents).Select(parent =>
            {
                (NodeState state, DateTime since) = states.GetValueOrDefault(parent);
                int[] needs = state == NodeState.Waiting ? [.. plan.Parents(parent).ToArray().Where(IsOpen).Take(1)] : [];
                return new WaitParent(plan[parent].Key, state, since, needs is [int first] ? plan[first].Key : null);
            }),
        ];
        return new WaitReason(WaitCause.Parents) { Parents = named, ParentCount = open.Length };
    }

    private static async Task<Dictionary<int, (NodeState State, DateTime Since)>> StatesAsync(
        MaatContext context, long runId, int[] ordinals, CancellationToken cancellation)
    {
        var states = new Dictionary<int, (NodeState, DateTime)>(ordinals.Length);
        foreach (int[] some in ordinals.Chunk(MaxCounted))
        {
            long[] ids = [.. some.Select(ordinal => NodeRunId.Of(runId, ordinal))];
            foreach (var row in await context.NodeRuns.Where(n => ids.Contains(n.Id)).Select(n => new { n.Id, n.State, n.ChangedAt })
                .ToListAsync(cancellation).ConfigureAwait(false))
            {
                states.Add(NodeRunId.Ordinal(row.Id), (row.State, row.ChangedAt));
            }
        }

        return states;
    }

    private static async Task<WaitReason> DelayedAsync(MaatContext context, long id, int attempt, CancellationToken cancellation)
    {
        DelayedRow? delayed = await context.Delayed.FirstOrDefaultAsync(d => d.NodeRunId == id, cancellation).ConfigureAwait(false);
        return delayed switch
        {
            // A poll that is in flight has a lease and no delay.
            null => new WaitReason(WaitCause.Poll),
            { Kind: DelayKind.Retry } => new WaitReason(WaitCause.Retry) { DueAt = delayed.DueAt, NextAttempt = attempt + 1 },
            { Kind: DelayKind.Loss } => new WaitReason(WaitCause.Loss) { DueAt = delayed.DueAt, NextAttempt = attempt },
            _ => new WaitReason(WaitCause.Poll) { DueAt = delayed.DueAt },
        };
    }

    private static async Task<WaitReason> ReadyAsync(MaatContext context, long id, CancellationToken cancellation)
    {
        if (await context.Ready.FirstOrDefaultAsync(r => r.NodeRunId == id, cancellation).ConfigureAwait(false) is not { } ready)
        {
            return new WaitReason(WaitCause.Starting);
        }

        QueueRow? queue = await context.Queues.FirstOrDefaultAsync(q => q.Id == ready.QueueId, cancellation).ConfigureAwait(false);
        if (queue?.Paused == true)
        {
            return new WaitReason(WaitCause.QueuePaused) { Queue = queue.Name };
        }

        int ahead = await context.Ready.Where(r => r.QueueId == ready.QueueId && r.Position < ready.Position)
            .Take(MaxCounted).CountAsync(cancellation).ConfigureAwait(false);
        if (queue?.MaxRunning is { } limit)
        {
            int running = await context.Leases.CountAsync(l => l.QueueId == queue.Id && l.Kind == LeaseKind.Work, cancellation).ConfigureAwait(false);
            if (running >= limit)
            {
                return new WaitReason(WaitCause.QueueFull) { Queue = queue.Name, Taken = running, Limit = limit, Ahead = ahead };
            }
        }

        List<WorkerRow> workers = await context.Workers.Where(w => w.State == WorkerState.Alive).ToListAsync(cancellation).ConfigureAwait(false);
        WorkerRow[] serving = [.. workers.Where(worker => queue is null || Serves(worker, queue.Name))];
        if (serving.Length == 0)
        {
            return new WaitReason(WaitCause.NoWorker) { Queue = queue?.Name };
        }

        long[] ids = [.. serving.Select(worker => worker.Id)];
        int taken = queue is null ? 0
            : await context.Leases.CountAsync(l => ids.Contains(l.WorkerId) && l.Kind == LeaseKind.Work, cancellation).ConfigureAwait(false);
        int slots = serving.Sum(worker => worker.Slots);
        return new WaitReason(taken >= slots && queue is not null ? WaitCause.WorkersBusy : WaitCause.Starting)
        {
            Queue = queue?.Name,
            Taken = taken,
            Limit = slots,
            Ahead = ahead,
        };
    }

    private static bool Serves(WorkerRow worker, string queue) =>
        JsonSerializer.Deserialize<string[]>(worker.Queues) is not { Length: > 0 } named || named.Contains(queue, StringComparer.Ordinal);
}
