using Maat.Domain.Values;

namespace Maat.Domain.Expressions.Functions;

/// <summary>Functions over values of several types.</summary>
internal static class GeneralFunctions
{
    public static Value Default(FunctionCall call) => call[0] is NullValue ? call[1] : call[0];

    public static Value If(FunctionCall call) => call[0] is BooleanValue { Value: true } ? call[1] : call[2];

    public static Value Type(FunctionCall call) => new TextValue(call[0].Kind.ToString().ToLowerInvariant());

    public static Value Text(FunctionCall call)
    {
        ChargeWriting(call);
        return call.Yield(call[0].ToText());
    }

    public static Value Length(FunctionCall call) => new NumberValue(call[0] switch
    {
        TextValue text => CharacterCount(text.Value),
        ListValue list => list.Items.Count,
        ObjectValue map => map.Members.Count,
        _ => 0,
    });

    public static Value Contains(FunctionCall call)
    {
        if (call[0] is ListValue list)
            return BooleanValue.Of(MembershipNode.Contains(list, call[1], call.Evaluation, call.Offset));
        return call[1] is TextValue part
            ? BooleanValue.Of(call.Text(0).Contains(part.Value, StringComparison.Ordinal))
            : throw call.Fail(1, $"contains looks for a text in a text, but this is {Kinds.Name(call[1])}.");
    }

    /// <summary>Refuses, before it is written, a list or an object whose JSON is too large.</summary>
    public static void ChargeWriting(FunctionCall call)
    {
        var size = ValueSize.Bytes(call[0]);
        call.Evaluation.CheckYield(size, call.Offset);
        call.Evaluation.Charge(size, call.Offset);
    }

    public static int CharacterCount(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
