using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Kinds;
using Maat.Simulation.Kinds;
using Maat.Simulation.Processes;
using Maat.Simulation.Seeds;
using Maat.Storage.Engine;

namespace Maat.Simulation.Invariants;

/// <summary>What is judged when a process is about to run a node: that it may, and what it runs it with.</summary>
internal sealed partial class Model
{
    private readonly HashSet<(long NodeRunId, long Fence)> _launched = [];

    /// <summary>A claim is about to be executed.</summary>
    /// <param name="isEffect">Whether it will do something to the outside world.</param>
    public void Starts(SimulatedProcess process, NodeExecution execution, bool isEffect)
    {
        Storage.Engine.Claim claim = execution.Claim;
        string node = World.Describe(claim.NodeRunId);
        ShadowRun run = _runs[NodeRunId.Run(claim.NodeRunId)];
        ShadowNode shadow = run.Nodes[NodeRunId.Ordinal(claim.NodeRunId)];
        _world.Trace.Note("starts", claim.NodeRunId, claim.Fence, process.Number, $"{node} fence {claim.Fence} in process {process.Number}");
        if (!_launched.Add((claim.NodeRunId, claim.Fence)))
        {
            Violate(Invariant.OneStart, $"{node} was started twice under fence {claim.Fence}.");
        }

        if (shadow.State != NodeState.Running || shadow.Fence != claim.Fence || shadow.Worker != process.Worker.Id)
        {
            Violate(Invariant.Exclusion, $"{node} is started in process {process.Number} under fence {claim.Fence}, which it does not hold: the node is {shadow.State} under fence {shadow.Fence}, held by worker {shadow.Worker}; the process is worker {process.Worker.Id}.");
        }

        if (isEffect && _world.Executions.Find(e => e.IsAlive && e.Claim.NodeRunId == claim.NodeRunId) is { } other)
        {
            Violate(Invariant.Exclusion, $"{node} is started in process {process.Number} while fence {other.Claim.Fence} of it is alive in process {other.Process.Number}.");
        }

        if (execution.Run.Values.ToJson() != run.First.Values || execution.Run.Facts.Version != run.First.Version || !execution.Run.Template.Document.Equals(run.Template.Document))
        {
            Violate(Invariant.Pinned, $"{node} runs with values {execution.Run.Values.ToJson()} of version {execution.Run.Facts.Version}; its run was made with {run.First.Values} of version {run.First.Version}.");
        }

        CheckContext(execution, run, shadow);
    }

    private void CheckContext(NodeExecution execution, ShadowRun run, ShadowNode node)
    {
        foreach (((string key, string name), Value value) in execution.Scope.Outputs)
        {
            CompiledNode source = run.Template.Find(key)!;
            ShadowNode from = run.Nodes[source.Ordinal];
            long id = NodeRunId.Of(run.First.Id, source.Ordinal);
            bool known = new[] { from.OutputFence, node.ContextAtClaim[source.Ordinal] }.Where(fence => fence > 0).Any(fence => Is(value, name, id, fence));
            _world.Coverage.Count(Happening.OutputRead);
            if (!known || !run.IsAncestor(source.Ordinal, node.Ordinal))
            {
                Violate(Invariant.CommittedContext, $"run {run.First.Id} n{node.Ordinal} reads {name} = {value.ToText()} of {key}, whose committed result has fence {from.OutputFence}.");
            }
        }

        IEnumerable<string> read = execution.Scope.Outputs.Keys.Select(k => k.Node);
        foreach (ShadowNode missing in run.Nodes.Where(n => n.OutputFence > 0 && n.OutputFence == node.ContextAtClaim[n.Ordinal]))
        {
            string key = run.Template.Nodes[missing.Ordinal].Definition.Key;
            if (Wants(execution.Node, key) && !read.Contains(key))
            {
                Violate(Invariant.CommittedContext, $"run {run.First.Id} n{node.Ordinal} does not see what {key} has committed.");
            }
        }
    }

    private static bool Wants(CompiledNode node, string key) =>
        node.Parameters.Members.GetValueOrDefault(TaskKind.Input) is TextValue(var input) && input.Contains($"nodes.{key}.", StringComparison.Ordinal);

    private bool Is(Value value, string name, long id, long fence) => name == TaskKind.Source
        ? value is TextValue(var text) && text == $"{id}/{fence}"
        : value is NumberValue(var number) && number == Outputs.Find(id, fence);
}
