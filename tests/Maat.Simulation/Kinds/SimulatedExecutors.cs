using System.Runtime.CompilerServices;
using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Kinds;
using Maat.Engine.Kinds.Branch;
using Maat.Simulation.Processes;

namespace Maat.Simulation.Kinds;

/// <summary>Starts executions that the schedule ends.</summary>
internal sealed class TaskExecutor(World world, SimulatedProcess process) : INodeExecutor
{
    private static readonly ConditionalWeakTable<CompiledNode, HashSet<(string, string)>> Wanted = [];

    public IReadOnlyCollection<(string Node, string Output)> OutputsWanted(CompiledNode node) => Wanted.GetValue(node, Read);

    public Task<NodeResult> ExecuteAsync(NodeExecution execution)
    {
        world.DemandOwnThread();
        if (execution.Kill.IsCancellationRequested || execution.Stop.IsCancellationRequested)
        {
            return Task.FromResult(new NodeResult(new AttemptResult.Stopped("Stopped before it started.")));
        }

        world.Model.Starts(process, execution, isEffect: true);
        var started = new Execution(world, process, execution);
        world.Executions.Add(started);
        execution.Kill.UnsafeRegister(static started => ((Execution)started!).Kill(bySupervisor: false), started);
        return started.Result;
    }

    private static HashSet<(string, string)> Read(CompiledNode node) =>
        node.Parameters.Members.GetValueOrDefault(TaskKind.Input) is TextValue(var input)
            ? [.. Expression.Parse(input).References.Where(r => r.Root == ReferenceRoot.Nodes).Select(r => (r.Path[0], r.Path[^1]))]
            : [];
}

/// <summary>The product's branch, looked at as it starts.</summary>
internal sealed class WatchedBranch(World world, SimulatedProcess process) : INodeExecutor
{
    // Holds no state but what it has parsed of nodes, which all processes of a thread may share.
    private readonly BranchExecutor _branch = new();

    public IReadOnlyCollection<(string Node, string Output)> OutputsWanted(CompiledNode node) => _branch.OutputsWanted(node);

    public Task<NodeResult> ExecuteAsync(NodeExecution execution)
    {
        world.Model.Starts(process, execution, isEffect: false);
        return _branch.ExecuteAsync(execution);
    }
}
