namespace Maat.Domain.Runs;

/// <summary>Why a node of a simulated run stands where it stands.</summary>
public enum SimulatedCause
{
    /// <summary>It ran, and ended as it was supposed to.</summary>
    Ran,

    /// <summary>Its trigger rule did not hold.</summary>
    Rule,

    /// <summary>A branch chose other arms.</summary>
    OtherArm,

    /// <summary>A failure before it makes its trigger rule impossible.</summary>
    Upstream,
}

/// <param name="Arms">What a branch that succeeded chose; null for any other node.</param>
public sealed record SimulatedNode(NodeState State, SimulatedCause Cause, IReadOnlyList<string>? Arms);

/// <param name="State">How the run ends.</param>
/// <param name="Nodes">By ordinal.</param>
public sealed record SimulatedRun(RunState State, IReadOnlyList<SimulatedNode> Nodes);

/// <summary>
/// What trigger rules and branches make of a run whose nodes end as somebody supposes: nothing is run, and it is the engine's own
/// <see cref="RunStep"/> that decides. The order in which nodes end changes nothing about how a run ends.
/// </summary>
public static class OutcomeSimulator
{
    /// <param name="ends">How a node ends if it runs: succeeded, skipped, or failed for good.</param>
    public static SimulatedRun Simulate(RunPlan plan, Func<int, AttemptResult> ends)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(ends);
        var nodes = new FreshNodes(plan.Count);
        var run = new RunHead(0);
        var step = new RunStep(plan, run, nodes, new StepContext(DateTime.UnixEpoch, StepContext.DefaultLossLimit, () => TimeSpan.Zero));
        step.Begin();
        var ran = new bool[plan.Count];
        // What ends may add to the list.
        for (int next = 0; next < step.Change.Ready.Count; next++)
        {
            int ordinal = step.Change.Ready[next].Ordinal;
            ran[ordinal] = true;
            nodes.Get(ordinal).State = NodeState.Running;
            step.Complete(ordinal, ends(ordinal));
        }

        return new SimulatedRun(run.State, [.. nodes.All.Select(node => new SimulatedNode(node.State, CauseOf(node, ran[node.Ordinal]), node.Choice))]);
    }

    private static SimulatedCause CauseOf(NodeRun node, bool ran) => node.Decision switch
    {
        _ when ran => SimulatedCause.Ran,
        Decision.Skip => node.Excluded > 0 ? SimulatedCause.OtherArm : SimulatedCause.Rule,
        _ => SimulatedCause.Upstream,
    };

    private sealed class FreshNodes(int count) : INodeRuns
    {
        public NodeRun[] All { get; } = [.. Enumerable.Range(0, count).Select(ordinal => new NodeRun(ordinal))];

        public NodeRun Get(int ordinal) => All[ordinal];

        public bool IsLeased(int ordinal) => false;
    }
}
