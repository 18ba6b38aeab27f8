using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Values;

namespace Maat.Domain.Kinds;

/// <summary>A number within bounds, both of them allowed.</summary>
public sealed record NumberType : ParameterType
{
    public bool IsInteger { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    public override string Name => IsInteger ? "integer" : "number";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (value is not NumberValue(var number) || (IsInteger && number != decimal.Truncate(number)))
            check.WrongType(IsInteger ? Wording.Of($"a whole number") : Wording.Of($"a number"), value);
        else if (number < Min || number > Max)
            check.Error("out_of_range", $"this must be {Range()}; it is {number}");
    }

    private protected override void WriteConstraintsTo(Utf8JsonWriter writer)
    {
        if (Min is { } min)
            writer.WriteNumber("min", min);
        if (Max is { } max)
            writer.WriteNumber("max", max);
    }

    private Wording Range() => (Min, Max) switch
    {
        ({ } min, { } max) => $"from {min} to {max}",
        ({ } min, null) => $"at least {min}",
        _ => $"at most {Max!.Value}",
    };
}

public sealed record BooleanType : ParameterType
{
    public override string Name => "boolean";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (value is not BooleanValue)
            check.WrongType($"true or false", value);
    }
}

/// <summary>One of a few texts.</summary>
public sealed record ChoiceType(ItemList<string> Choices) : ParameterType
{
    public override string Name => "choice";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (value is not TextValue(var text))
            check.WrongType($"one of {Wording.List(Choices)}", value);
        else if (!Choices.Contains(text))
            check.Error("unknown_choice", $"'{text}' is none of {Wording.List(Choices)}{check.DidYouMean(text, Choices)}");
    }

    private protected override void WriteConstraintsTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("choices");
        foreach (string choice in Choices)
            writer.WriteStringValue(choice);
        writer.WriteEndArray();
    }
}

/// <summary>A span of time as <see cref="Duration"/> reads it, within bounds, both of them allowed.</summary>
public sealed record DurationType : ParameterType
{
    public TimeSpan Min { get; init; } = TimeSpan.Zero;

    public TimeSpan Max { get; init; } = Duration.Max;

    public override string Name => "duration";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (value is not TextValue(var text))
            check.WrongType($"a duration, a text", value);
        else if (!Duration.TryParse(text, out var duration))
            check.Error("bad_duration", $"'{text}' is no duration: {Duration.Rule}");
        else if (duration < Min || duration > Max)
            check.Error("out_of_range", $"this must be from {Duration.ToText(Min)} to {Duration.ToText(Max)}; it is {text}");
    }

    private protected override void WriteConstraintsTo(Utf8JsonWriter writer)
    {
        writer.WriteString("min", Duration.ToText(Min));
        writer.WriteString("max", Duration.ToText(Max));
    }
}
