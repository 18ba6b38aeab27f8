using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>
/// Reads inside JSON: members by name, items by number from 0. What is not there is null, and so is anything inside null, so that
/// <c>nodes.a.outputs.info.count == null</c> can be asked whatever is missing; null then fits no other operator.
/// </summary>
internal sealed class AccessNode(ExpressionNode target, IReadOnlyList<AccessNode.Step> steps) : ExpressionNode(target.Offset)
{
    /// <summary>One step inwards: by a fixed name, or by what an expression yields.</summary>
    public readonly record struct Step(string? Name, ExpressionNode? Index, int Offset);

    public override Value Evaluate(Evaluation evaluation)
    {
        var value = target.Evaluate(evaluation);
        foreach (var step in steps)
        {
            evaluation.Charge(1, step.Offset);
            var key = step.Name is null ? step.Index!.Evaluate(evaluation) : new TextValue(step.Name);
            value = Read(value, key, step, evaluation);
        }

        return value;
    }

    private static Value Read(Value value, Value key, Step step, Evaluation evaluation)
    {
        switch (value, key)
        {
            case (NullValue, TextValue or NumberValue):
                return Value.Null;
            case (ObjectValue map, TextValue name):
                return map.Members.GetValueOrDefault(name.Value) ?? Value.Null;
            case (ListValue list, NumberValue number):
                if (number.Value < 0 || number.Value != decimal.Truncate(number.Value))
                    throw evaluation.Fail(step.Offset, $"An item's number is a whole number from 0, not {number.ToText()}; last(…) reads the last item.");
                return number.Value < list.Items.Count ? list.Items[(int)number.Value] : Value.Null;
            default:
                throw evaluation.Fail(step.Offset, Mismatch(value, key));
        }
    }

    private static Wording Mismatch(Value value, Value key) => value switch
    {
        ListValue => $"A list has items [0], [1], …; it cannot be read with {Kinds.Name(key)}.",
        ObjectValue => $"An object has members by name; it cannot be read with {Kinds.Name(key)}.",
        NullValue => $"A member has a name or a number, not {Kinds.Name(key)}.",
        _ => $"{Kinds.Name(value)} has no members or items; parse_json(…) reads JSON that is given as text.",
    };
}
