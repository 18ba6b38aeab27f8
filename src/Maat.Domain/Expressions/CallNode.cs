using Maat.Domain.Expressions.Functions;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>A function with its arguments; as a filter, without the first, which the chain gives.</summary>
internal sealed class CallNode(FunctionDefinition function, IReadOnlyList<ExpressionNode> arguments, int offset) : ExpressionNode(offset)
{
    public override Value Evaluate(Evaluation evaluation) => Invoke(null, evaluation);

    public Value Invoke(Value? piped, Evaluation evaluation) => new FunctionCall(function, piped, arguments, Offset, evaluation).Run();
}

/// <summary>A value that goes through functions: <c>value | f | g</c>.</summary>
internal sealed class FilterNode(ExpressionNode value, IReadOnlyList<CallNode> filters) : ExpressionNode(value.Offset)
{
    public override Value Evaluate(Evaluation evaluation)
    {
        var current = value.Evaluate(evaluation);
        foreach (var filter in filters)
            current = filter.Invoke(current, evaluation);
        return current;
    }
}
