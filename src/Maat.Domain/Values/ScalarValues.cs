using System.Globalization;
using System.Text.Json;

namespace Maat.Domain.Values;

/// <summary>Nothing: an output that a node did not write, a member that an object does not have, JSON's null.</summary>
public sealed record NullValue : Value
{
    internal NullValue()
    {
    }

    public override ValueKind Kind => ValueKind.Null;

    public override string ToText() => "";

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNullValue();
}

/// <summary>True or false.</summary>
public sealed record BooleanValue(bool Value) : Value
{
    public static BooleanValue True { get; } = new(true);

    public static BooleanValue False { get; } = new(false);

    public override ValueKind Kind => ValueKind.Boolean;

    public static BooleanValue Of(bool value) => value ? True : False;

    public override string ToText() => Value ? "true" : "false";

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteBooleanValue(Value);
}

/// <summary>A decimal number of up to 28 digits. <c>1.0</c> equals <c>1</c> but keeps its digits when it becomes text.</summary>
public sealed record NumberValue(decimal Value) : Value
{
    public override ValueKind Kind => ValueKind.Number;

    public override string ToText() => Value.ToString(CultureInfo.InvariantCulture);

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNumberValue(Value);
}

/// <summary>A text, in Unicode.</summary>
public sealed record TextValue(string Value) : Value
{
    public override ValueKind Kind => ValueKind.Text;

    public override string ToText() => Value;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(Value);
}

/// <summary>An instant. Its offset decides only how it is shown: two times are equal when they are the same instant.</summary>
public sealed record TimeValue(DateTimeOffset Value) : Value
{
    public override ValueKind Kind => ValueKind.Time;

    public override string ToText() => Value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(ToText());
}
