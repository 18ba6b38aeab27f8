using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Maat.Domain.Values;

namespace Maat.Web.Api;

/// <summary>Values of variables and outputs as what they are in JSON.</summary>
internal sealed class ValueJson : JsonConverter<Value>
{
    /// <summary>Within values null is a value; one that is not there at all is written like it.</summary>
    public override bool HandleNull => true;

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(Value));

    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Value.FromJson(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, Value? value, JsonSerializerOptions options) => (value ?? Value.Null).WriteTo(writer);
}

/// <summary>
/// Instants as UTC in ISO 8601. One that is given must say its offset from UTC: what a clock showed somewhere is no instant.
/// </summary>
internal sealed class InstantJson : JsonConverter<DateTime>
{
    public static readonly Wording Expected = $"a time with its offset from UTC, such as 2026-01-31T08:00:00Z or 2026-01-31T16:00:00+08:00";

    private const string Written = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    private static readonly string[] Taken = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && reader.GetString() is { } text
        && HasOffset(text)
        && DateTimeOffset.TryParseExact(text, Taken, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.UtcDateTime
            : throw new JsonException($"This is not {Expected}.");

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Written, CultureInfo.InvariantCulture));

    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
