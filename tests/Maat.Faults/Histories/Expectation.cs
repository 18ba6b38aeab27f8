using Maat.Domain.Runs;

namespace Maat.Faults.Histories;

/// <summary>How every run of an application must end, whatever dies on the way.</summary>
/// <param name="Keys">Its nodes in the order of their ordinals.</param>
/// <param name="End">The run's state.</param>
/// <param name="Nodes">The states of nodes that do not succeed.</param>
/// <param name="Attempts">In how many attempts a node comes to its end, losses not counted, where it is not one.</param>
/// <param name="Values">What nodes hand on as <c>value</c>, by ordinal.</param>
public sealed record Expectation(
    IReadOnlyList<string> Keys, RunState End, IReadOnlyDictionary<string, NodeState> Nodes, IReadOnlyDictionary<string, int> Attempts,
    IReadOnlyDictionary<int, string> Values)
{
    public NodeState EndOf(string key) => Nodes.GetValueOrDefault(key, NodeState.Succeeded);

    /// <summary>How many attempts the node takes; none when it never runs.</summary>
    public int AttemptsOf(string key) => EndOf(key) is NodeState.Succeeded or NodeState.Failed ? Attempts.GetValueOrDefault(key, 1) : 0;
}

/// <summary>A schedule whose due instants each need a fate.</summary>
public sealed record ExpectedSchedule(long Schedule, long Application, string Crontab);
