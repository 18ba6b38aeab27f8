using System.Runtime.CompilerServices;
using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Runs;
using Maat.Domain.Values;

namespace Maat.Engine.Kinds.Branch;

/// <summary>Evaluates the arms' conditions in order. A condition that cannot be evaluated fails the node, with its place.</summary>
public sealed class BranchExecutor : INodeExecutor
{
    private readonly ConditionalWeakTable<CompiledNode, PreparedBranch> _prepared = [];

    public IReadOnlyCollection<(string Node, string Output)> OutputsWanted(CompiledNode node) => Prepare(node).OutputsWanted;

    public Task<NodeResult> ExecuteAsync(NodeExecution execution)
    {
        PreparedBranch branch = Prepare(execution.Node);
        var chosen = new List<string>();
        foreach ((BranchArm arm, Expression when) in branch.Conditions)
        {
            try
            {
                if (!Holds(when, execution.Scope))
                {
                    continue;
                }
            }
            catch (ExpressionException exception)
            {
                // The same values give the same error: another attempt cannot end differently.
                return Task.FromResult(new NodeResult(new AttemptResult.Failed(
                    Wording.Of($"The condition of arm '{arm.Arm}' cannot be evaluated: {exception.Wording}").ToString(), Retryable: false)));
            }

            chosen.Add(arm.Arm);
            if (branch.First)
            {
                break;
            }
        }

        if (chosen.Count == 0 && branch.Otherwise is { } otherwise)
        {
            chosen.Add(otherwise);
        }

        return Task.FromResult(new NodeResult(new AttemptResult.Succeeded(chosen)));
    }

    private static bool Holds(Expression when, NodeScope scope) => when.Evaluate(scope) switch
    {
        BooleanValue(var holds) => holds,
        var other => throw new ExpressionException($"a condition is true or false, not {other.Kind.ToString().ToLowerInvariant()}", 1, 1),
    };

    private PreparedBranch Prepare(CompiledNode node) => _prepared.GetValue(node, static n => new PreparedBranch(n));

    private sealed class PreparedBranch
    {
        public PreparedBranch(CompiledNode node)
        {
            ItemList<BranchArm> arms = BranchArm.Read(node.Parameters);
            Conditions = [.. arms.Where(arm => arm.When is not null).Select(arm => (arm, Expression.Parse(arm.When!)))];
            Otherwise = arms.FirstOrDefault(arm => arm.Otherwise)?.Arm;
            First = node.Parameters.Members.GetValueOrDefault(BranchKind.Mode) is not TextValue(BranchKind.ModeAll);
            OutputsWanted = WantedOutputs.Of(Conditions.SelectMany(c => c.When.References));
        }

        public IReadOnlyList<(BranchArm Arm, Expression When)> Conditions { get; }

        public string? Otherwise { get; }

        public bool First { get; }

        public IReadOnlySet<(string Node, string Output)> OutputsWanted { get; }
    }
}
