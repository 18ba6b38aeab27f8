using System.Globalization;
using System.Text.Json;

namespace Maat.Domain.Values;

/// <summary>JSON into values, within the bounds that a value can hold.</summary>
internal static class JsonReading
{
    // The longest stretch of a refused number that a message repeats.
    private const int ShownNumberLength = 40;

    public static Value Read(JsonElement element, int depth)
    {
        if (depth > Value.MaxJsonDepth)
            throw new JsonRefusedException($"The JSON is nested deeper than {Value.MaxJsonDepth} levels.");

        switch (element.ValueKind)
        {
            case JsonValueKind.True:
                return BooleanValue.True;
            case JsonValueKind.False:
                return BooleanValue.False;
            case JsonValueKind.Number:
                return new NumberValue(ReadNumber(element.GetRawText()));
            case JsonValueKind.String:
                return new TextValue(ReadText(element));
            case JsonValueKind.Array:
                var items = new List<Value>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                    items.Add(Read(item, depth + 1));
                return new ListValue(items);
            case JsonValueKind.Object:
                var members = new List<KeyValuePair<string, Value>>();
                foreach (var member in element.EnumerateObject())
                    members.Add(new(ReadName(member), Read(member.Value, depth + 1)));
                return new ObjectValue(members);
            default:
                return Value.Null;
        }
    }

    private static decimal ReadNumber(string raw) =>
        decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new JsonRefusedException($"The number {raw[..Math.Min(raw.Length, ShownNumberLength)]} is out of range: numbers go to ±{decimal.MaxValue.ToString(CultureInfo.InvariantCulture)}; write it as text.");

    // .NET hands out a lone surrogate (the escape \ud800 alone) as an InvalidOperationException, only when the string is read.
    private static string ReadText(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonRefusedException($"A text in the JSON is not valid Unicode: it has half of a surrogate pair.", exception);
        }
    }

    private static string ReadName(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonRefusedException($"A name in the JSON is not valid Unicode: it has half of a surrogate pair.", exception);
        }
    }
}
