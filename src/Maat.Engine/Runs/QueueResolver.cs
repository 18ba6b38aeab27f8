using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Queues;

namespace Maat.Engine.Runs;

/// <summary>Which queue, or lane, a node of a run waits in.</summary>
internal static class QueueResolver
{
    /// <summary>
    /// A branch goes to the control lane, a node that names a queue to that queue, any other to its run's. A queue that went away since
    /// the run was made is replaced by the run's: the node must not wait for ever where nobody looks.
    /// </summary>
    public static ValueTask<StepWrites> WritesAsync(IEngineTransaction transaction, RunFacts run, RunPlan plan, DateTime now, string? actor) =>
        WritesAsync(transaction, run.QueueId, plan, now, actor);

    /// <inheritdoc cref="WritesAsync(IEngineTransaction, RunFacts, RunPlan, DateTime, string?)"/>
    /// <param name="runQueue">The run's.</param>
    public static async ValueTask<StepWrites> WritesAsync(
        IEngineTransaction transaction, long runQueue, RunPlan plan, DateTime now, string? actor)
    {
        IReadOnlyDictionary<string, long> queues = await transaction.ReadQueuesAsync().ConfigureAwait(false);
        return new StepWrites(now, actor, ordinal =>
        {
            PlanNode node = plan[ordinal];
            return node.IsBranch ? QueueRow.ControlLane
                : node.Queue is { } name && queues.TryGetValue(name, out long id) ? id
                : runQueue;
        });
    }
}
