using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Kinds;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Runs;
using Maat.Storage.Engine;

namespace Maat.Engine.Kinds;

/// <summary>Does what a kind of node is for. One instance serves all nodes of a process at once.</summary>
public interface INodeExecutor
{
    /// <summary>
    /// Which outputs of earlier nodes it wants, as (node, output) keys: only these are read from the database, and only ancestors have any.
    /// </summary>
    IReadOnlyCollection<(string Node, string Output)> OutputsWanted(CompiledNode node);

    /// <summary>
    /// Runs one attempt to its end. Throws only for defects: what a user's node can do wrong is a <see cref="AttemptResult.Failed"/>.
    /// </summary>
    Task<NodeResult> ExecuteAsync(NodeExecution execution);
}

/// <summary>A kind and what runs it.</summary>
public sealed record NodeKindRegistration(NodeKind Kind, INodeExecutor Executor);

/// <summary>How an attempt ended, and what it leaves.</summary>
public sealed record NodeResult(AttemptResult Result)
{
    public IReadOnlyList<KeyValuePair<string, Value>> Outputs { get; init; } = [];

    public int? ExitCode { get; init; }

    /// <summary>Length of the stored log, in bytes.</summary>
    public long LogBytes { get; init; }

    public bool LogCut { get; init; }
}

/// <summary>One attempt as an executor sees it.</summary>
/// <param name="Scope">What the node's expressions are evaluated against.</param>
/// <param name="Stop">Asks it to end: gently first, after a grace period by force.</param>
/// <param name="Kill">Ends it at once: somebody else may be about to start the same node.</param>
public sealed record NodeExecution(
    Claim Claim, RunContext Run, CompiledNode Node, NodeScope Scope, CancellationToken Stop, CancellationToken Kill)
{
    /// <summary>Survives a lost attempt and changes after a failed one, so that the outside world can recognise a repetition.</summary>
    public string IdempotencyKey => $"{Run.Facts.Id}-{Node.Definition.Key}-{Claim.Attempt}";
}

/// <summary>What a node's expressions may refer to: its run's variables, the outputs of its ancestors, and facts of the run.</summary>
public sealed class NodeScope(RunContext run, IReadOnlyDictionary<(string Node, string Output), Value> outputs) : IEvaluationContext
{
    public TimeZoneInfo Zone => run.Zone;

    /// <summary>The outputs that are there, of those that were wanted.</summary>
    public IReadOnlyDictionary<(string Node, string Output), Value> Outputs => outputs;

    /// <inheritdoc/>
    public Value Resolve(Reference reference) => reference.Root switch
    {
        ReferenceRoot.Vars when run.Secrets.Contains(reference.Path[0]) => throw new ExpressionException(
            $"the variable '{reference.Path[0]}' names a secret, and this version of Maat cannot hand secrets to nodes", reference.Line, reference.Column),
        ReferenceRoot.Vars => run.Values.Members.GetValueOrDefault(reference.Path[0], Value.Null),
        ReferenceRoot.Nodes => outputs.GetValueOrDefault((reference.Path[0], reference.Path[^1]), Value.Null),
        ReferenceRoot.Run => RunFactValues.Of(run, reference.Path[0]),
        _ => throw new ExpressionException(
            $"'{reference.Root.ToString().ToLowerInvariant()}' cannot be used in this kind of node", reference.Line, reference.Column),
    };
}
