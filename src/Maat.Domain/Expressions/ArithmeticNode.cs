using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>
/// A chain of operators of one precedence, from left to right. Numbers are decimals: 0.1 + 0.2 is 0.3, and what does not fit is an error.
/// <c>+</c> also joins two texts.
/// </summary>
internal sealed class ArithmeticNode(ExpressionNode first, IReadOnlyList<ArithmeticNode.Step> steps) : ExpressionNode(first.Offset)
{
    public readonly record struct Step(string Operator, ExpressionNode Operand, int Offset);

    public override Value Evaluate(Evaluation evaluation)
    {
        var value = first.Evaluate(evaluation);
        foreach (var step in steps)
            value = Apply(step, value, step.Operand.Evaluate(evaluation), evaluation);
        return value;
    }

    private static Value Apply(Step step, Value left, Value right, Evaluation evaluation)
    {
        if (step.Operator == "+" && left is TextValue head && right is TextValue tail)
        {
            var length = (long)head.Value.Length + tail.Value.Length;
            evaluation.CheckYield(length, step.Offset);
            evaluation.Charge(length, step.Offset);
            return evaluation.Text(head.Value + tail.Value, step.Offset);
        }

        if (left is not NumberValue a || right is not NumberValue b)
            throw evaluation.Fail(step.Offset, Mismatch(step.Operator, left, right));

        evaluation.Charge(1, step.Offset);
        if (b.Value == 0 && step.Operator is "/" or "%")
            throw evaluation.Fail(step.Offset, $"Division by zero.");
        try
        {
            return new NumberValue(step.Operator switch
            {
                "+" => a.Value + b.Value,
                "-" => a.Value - b.Value,
                "*" => a.Value * b.Value,
                "/" => a.Value / b.Value,
                _ => a.Value % b.Value,
            });
        }
        catch (OverflowException exception)
        {
            throw evaluation.Fail(step.Offset, $"The result of '{step.Operator}' is out of range: numbers have up to 28 digits.", exception);
        }
    }

    private static Wording Mismatch(string op, Value left, Value right)
    {
        var needs = op == "+" ? Wording.Of($"two numbers or two texts") : Wording.Of($"two numbers");
        return $"'{op}' needs {needs}, but has {Kinds.Name(left)} and {Kinds.Name(right)}; turn one into the other with number(…) or text(…).";
    }
}

internal sealed class NegationNode(ExpressionNode operand, int offset) : ExpressionNode(offset)
{
    public override Value Evaluate(Evaluation evaluation)
    {
        var value = operand.Evaluate(evaluation);
        return value is NumberValue number
            ? new NumberValue(-number.Value)
            : throw evaluation.Fail(Offset, $"'-' needs a number, but this is {Kinds.Name(value)}.");
    }
}
