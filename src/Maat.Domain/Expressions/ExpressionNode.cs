using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>
/// A part of a parsed expression. Chains (<c>a + b + c</c>, <c>a.b.c</c>, <c>x | f | g</c>) are one node and evaluated in a loop, so that the
/// stack follows the nesting, which is bounded, and not the length.
/// </summary>
internal abstract class ExpressionNode(int offset)
{
    /// <summary>Where messages about this part point.</summary>
    public int Offset { get; } = offset;

    public abstract Value Evaluate(Evaluation evaluation);

    protected static bool Condition(Value value, ExpressionNode node, Evaluation evaluation, string owner) =>
        value is BooleanValue boolean
            ? boolean.Value
            : throw evaluation.Fail(node.Offset, $"{owner} needs true or false, but this is {Kinds.Name(value)}; compare it with something.");
}

internal sealed class ConstantNode(Value value, int offset) : ExpressionNode(offset)
{
    public Value Value { get; } = value;

    public override Value Evaluate(Evaluation evaluation) => Value;
}

internal sealed class ReferenceNode(Reference reference, int offset) : ExpressionNode(offset)
{
    public Reference Reference { get; } = reference;

    public override Value Evaluate(Evaluation evaluation)
    {
        evaluation.Charge(1, Offset);
        return evaluation.Resolve(Reference);
    }
}

internal sealed class ListNode(IReadOnlyList<ExpressionNode> items, int offset) : ExpressionNode(offset)
{
    public override Value Evaluate(Evaluation evaluation)
    {
        evaluation.Charge(items.Count, Offset);
        return new ListValue(items.Select(item => item.Evaluate(evaluation)));
    }
}

internal sealed class NotNode(ExpressionNode operand, int offset) : ExpressionNode(offset)
{
    public override Value Evaluate(Evaluation evaluation) =>
        BooleanValue.Of(!Condition(operand.Evaluate(evaluation), operand, evaluation, "'not'"));
}

/// <summary><c>and</c> or <c>or</c> over two or more operands, which stops at the first that decides.</summary>
internal sealed class LogicNode(bool isAnd, IReadOnlyList<ExpressionNode> operands) : ExpressionNode(operands[0].Offset)
{
    public override Value Evaluate(Evaluation evaluation)
    {
        foreach (var operand in operands)
        {
            evaluation.Charge(1, operand.Offset);
            if (Condition(operand.Evaluate(evaluation), operand, evaluation, isAnd ? "'and'" : "'or'") != isAnd)
                return BooleanValue.Of(!isAnd);
        }

        return BooleanValue.Of(isAnd);
    }
}
