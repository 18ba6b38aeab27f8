using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>What a retry would set back.</summary>
/// <param name="Failed">The keys of nodes that failed or were cancelled, in the order of the run.</param>
/// <param name="Others">Those that would be set back with them.</param>
public sealed record RetryPlan(IReadOnlyList<string> Failed, IReadOnlyList<string> Others)
{
    public int Count => Failed.Count + Others.Count;
}

/// <summary>
/// Says what a retry would touch, before anybody asks for it: the state machine itself is asked, on a copy that is thrown away. The run may
/// move between this answer and the retry, which is decided anew under the run's lock.
/// </summary>
public sealed class RetryPreview(IMaatDatabase database, LiveRuns runs, StepSettings settings, TimeProvider time)
{
    /// <exception cref="RefusedException">The run does not exist for this actor, may not be operated by it, or has nothing to retry.</exception>
    public Task<RetryPlan> FailedAsync(Actor actor, long runId, CancellationToken cancellation) =>
        AskAsync(actor, runId, (step, _) => step.RetryFailed(), cancellation);

    /// <exception cref="RefusedException">As in <see cref="FailedAsync"/>, or one of what would be set back is running.</exception>
    public Task<RetryPlan> FromAsync(Actor actor, long runId, IReadOnlyCollection<string> nodes, CancellationToken cancellation) => AskAsync(
        actor, runId, (step, plan) => step.RetryFrom([.. nodes.Select(key => OrdinalOf(plan, key))]), cancellation);

    private static int OrdinalOf(RunPlan plan, string key) =>
        plan.TryGetOrdinal(key, out int ordinal) ? ordinal : throw new NotFoundException($"node '{key}' in this run");

    private async Task<RetryPlan> AskAsync(Actor actor, long runId, Action<RunStep, RunPlan> ask, CancellationToken cancellation)
    {
        RunContext run = await runs.FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        actor.Demand(Right.Operate, run.Facts.ProjectId, $"run {runId}");
        (RunHead head, NodeCopies nodes) = await database.ReadAsync((context, token) => CopyAsync(context, runId, token), cancellation).ConfigureAwait(false);
        RunPlan plan = run.Template.Plan;
        var step = new RunStep(plan, head, nodes, settings.ContextAt(time.GetUtcNow().UtcDateTime));
        try
        {
            ask(step, plan);
        }
        catch (RunConflictException conflict)
        {
            throw new ConflictException(conflict.Wording);
        }

        Dictionary<int, NodeState> before = step.Change.Resets.ToDictionary(reset => reset.Ordinal, reset => reset.Previous);
        ILookup<bool, string> keys = plan.Topological.ToArray().Where(before.ContainsKey)
            .ToLookup(ordinal => before[ordinal] is NodeState.Failed or NodeState.Cancelled, ordinal => plan[ordinal].Key);
        return new RetryPlan([.. keys[true]], [.. keys[false]]);
    }

    private static async Task<(RunHead Head, NodeCopies Nodes)> CopyAsync(MaatContext context, long runId, CancellationToken cancellation)
    {
        RunRow row = await context.Runs.FirstOrDefaultAsync(r => r.Id == runId, cancellation).ConfigureAwait(false)
            ?? throw new NotFoundException($"run {runId}");
        var head = new RunHead(runId)
        {
            State = row.State,
            Open = row.Open,
            BadLeaves = row.BadLeaves,
            Round = row.Round,
            CancelRequested = row.CancelRequested,
            FairAt = row.FairAt,
            StartedAt = row.StartedAt,
            EndedAt = row.EndedAt,
        };
        (long first, long end) = RunViews.NodeRuns(runId);
        HashSet<long> leased = [.. await context.Leases.Where(l => l.NodeRunId >= first && l.NodeRunId < end)
            .Select(l => l.NodeRunId).ToListAsync(cancellation).ConfigureAwait(false)];
        var nodes = await context.NodeRuns.Where(n => n.Id >= first && n.Id < end)
            .Select(n => new { n.Id, n.State, n.Decision, n.Attempt, n.Fence, n.Choice })
            .ToListAsync(cancellation).ConfigureAwait(false);
        return (head, new NodeCopies(
            nodes.ToDictionary(
                n => (int)(n.Id - first),
                n => new NodeRun((int)(n.Id - first))
                {
                    State = n.State,
                    Decision = n.Decision,
                    Attempt = n.Attempt,
                    Fence = n.Fence,
                    Choice = n.Choice is { } choice ? System.Text.Json.JsonSerializer.Deserialize<string[]>(choice) : null,
                }),
            leased.Select(id => (int)(id - first)).ToHashSet()));
    }

    private sealed class NodeCopies(Dictionary<int, NodeRun> nodes, HashSet<int> leased) : INodeRuns
    {
        public NodeRun Get(int ordinal) => nodes[ordinal];

        public bool IsLeased(int ordinal) => leased.Contains(ordinal);
    }
}
