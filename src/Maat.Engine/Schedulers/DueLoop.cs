using Maat.Domain.Runs;
using Maat.Engine.Loops;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Schedulers;

/// <summary>Moves nodes whose delay is over to where they can be claimed, whatever their queue.</summary>
public sealed class DueLoop(
    IMaatDatabase database, RunContextCache runs, EngineSignals signals, EngineOptions options, StepSettings settings, TimeProvider time,
    ILogger<DueLoop> logger) : IEngineLoop
{
    private const int Batch = 100;

    private readonly LeftAside _left = new("node run", logger);

    public string Name => "delays";

    public Signal Wake => signals.Delayed;

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        int limit = Batch + _left.Count;
        int moved = 0;
        bool settled = false;
        (IReadOnlyList<DueNode> due, DateTime? next) = await database.TransactAsync(
            async t => (await t.ReadDueAsync(now, limit).ConfigureAwait(false), await t.ReadNextDueAsync().ConfigureAwait(false)),
            cancellation).ConfigureAwait(false);
        foreach (IGrouping<long, DueNode> run in due.GroupBy(d => NodeRunId.Run(d.NodeRunId)).OrderBy(g => g.Key))
        {
            RunContext context;
            try
            {
                context = await runs.GetAsync(run.Key, cancellation).ConfigureAwait(false);
            }
            catch (UnreadableException exception)
            {
                foreach (DueNode node in run)
                {
                    _left.Leave(node.NodeRunId, exception);
                }

                continue;
            }

            moved += run.Count();
            RunChange? change = await database.TransactAsync(t => MoveAsync(t, context, [.. run], now), cancellation).ConfigureAwait(false);
            if (change is not null)
            {
                settled = true;
                signals.Tell(change);
            }
        }

        return moved >= Batch && settled
            ? LoopStep.Again
            : LoopStep.UntilDue(_left.Count == 0 ? next - time.GetUtcNow().UtcDateTime : null, settled, options.Backstop);
    }

    private async ValueTask<RunChange?> MoveAsync(IEngineTransaction transaction, RunContext context, DueNode[] due, DateTime now)
    {
        RunPlan plan = context.Template.Plan;
        IReadOnlyList<LockedRun> locked = await transaction.LockRunsAsync([context.Facts.Id], wait: false).ConfigureAwait(false);
        if (locked.Count == 0)
        {
            return null;
        }

        StepWrites writes = await QueueResolver.WritesAsync(transaction, context.Facts, plan, now, actor: null).ConfigureAwait(false);
        return await transaction.StepAsync(
            locked[0],
            plan,
            writes,
            [.. due.Select(d => NodeRunId.Ordinal(d.NodeRunId))],
            (head, nodes) =>
            {
                var step = new RunStep(plan, head, nodes, settings.ContextAt(now));
                foreach (DueNode node in due)
                {
                    step.DelayPassed(NodeRunId.Ordinal(node.NodeRunId), node.Kind, node.Fence);
                }

                return step.Change;
            }).ConfigureAwait(false);
    }
}
