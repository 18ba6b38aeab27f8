using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>
/// Compares two values of one type. Texts compare by their UTF-16 units, times as instants, lists and objects by content. Null compares only
/// with the literal null: <c>x == null</c> is a question, whereas <c>x == y</c> with an x that is null is most often a mistake.
/// </summary>
internal sealed class ComparisonNode(Comparison comparison, ExpressionNode left, ExpressionNode right, int offset) : ExpressionNode(offset)
{
    public override Value Evaluate(Evaluation evaluation)
    {
        var leftValue = left.Evaluate(evaluation);
        var rightValue = right.Evaluate(evaluation);
        evaluation.Charge(Math.Min(Cost(leftValue), Cost(rightValue)), Offset);

        var isEquality = comparison is Comparison.Equal or Comparison.NotEqual;
        if (isEquality && (IsNull(left) || IsNull(right)))
            return BooleanValue.Of(leftValue.Equals(rightValue) == (comparison == Comparison.Equal));

        CheckComparable(leftValue, rightValue, evaluation, Offset);
        return BooleanValue.Of(isEquality
            ? leftValue.Equals(rightValue) == (comparison == Comparison.Equal)
            : Holds(Order(leftValue, rightValue, evaluation)));
    }

    public static void CheckComparable(Value left, Value right, Evaluation evaluation, int offset)
    {
        if (left.Kind == ValueKind.Null || right.Kind == ValueKind.Null)
            throw evaluation.Fail(offset, $"{Kinds.Name(left)} cannot be compared with {Kinds.Name(right)}: ask '== null' first, or give it a value with default(…).");
        if (left.Kind != right.Kind)
            throw evaluation.Fail(offset, $"{Kinds.Name(left)} cannot be compared with {Kinds.Name(right)}: turn one into the other with number(…), text(…) or parse_time(…).");
    }

    public static bool IsNull(ExpressionNode node) => node is ConstantNode { Value: NullValue };

    public static long Cost(Value value) => value is ListValue or ObjectValue ? ValueSize.Bytes(value) : ValueSize.Surface(value);

    private int Order(Value leftValue, Value rightValue, Evaluation evaluation) => (leftValue, rightValue) switch
    {
        (NumberValue a, NumberValue b) => a.Value.CompareTo(b.Value),
        (TextValue a, TextValue b) => string.CompareOrdinal(a.Value, b.Value),
        (TimeValue a, TimeValue b) => a.Value.CompareTo(b.Value),
        _ => throw evaluation.Fail(Offset, $"Only numbers, texts and times have an order; {Kinds.Name(leftValue)} can be compared with '==' and '!=' alone."),
    };

    private bool Holds(int order) => comparison switch
    {
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };
}

/// <summary>
/// Whether a list has an item equal to a value. Every item must be of the value's type, wherever the first match is, so that an answer does
/// not depend on the order of the items; only the literal null can be looked for among others.
/// </summary>
internal sealed class MembershipNode(bool negated, ExpressionNode item, ExpressionNode list, int offset) : ExpressionNode(offset)
{
    public override Value Evaluate(Evaluation evaluation)
    {
        var wanted = item.Evaluate(evaluation);
        var searched = list.Evaluate(evaluation);
        if (searched is not ListValue values)
            throw evaluation.Fail(Offset, $"'in' looks for an item in a list, but its right side is {Kinds.Name(searched)}; for text in text write contains(text, part).");

        var found = ComparisonNode.IsNull(item)
            ? values.Items.Any(value => value is NullValue)
            : Contains(values, wanted, evaluation, Offset);
        return BooleanValue.Of(found != negated);
    }

    public static bool Contains(ListValue list, Value wanted, Evaluation evaluation, int offset)
    {
        evaluation.Charge(ValueSize.Bytes(list) + list.Items.Count, offset);
        var found = false;
        foreach (var value in list.Items)
        {
            ComparisonNode.CheckComparable(wanted, value, evaluation, offset);
            found |= wanted.Equals(value);
        }

        return found;
    }
}
