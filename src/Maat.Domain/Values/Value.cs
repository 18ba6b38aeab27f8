using System.Text.Encodings.Web;
using System.Text.Json;

namespace Maat.Domain.Values;

/// <summary>
/// A typed, immutable value: of a variable, of a node's output, of a part of an answer, or of an expression. Two values are equal when
/// they have the same type and content, to any depth; the order of an object's members does not count.
/// </summary>
public abstract record Value
{
    /// <summary>How deep lists and objects may be nested in JSON that is read: the depth that .NET's own reader takes by default.</summary>
    public const int MaxJsonDepth = 64;

    // Text stays readable: these strings go to scripts, bodies and files; whoever writes HTML escapes for HTML.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private protected Value()
    {
    }

    /// <summary>The value null.</summary>
    public static Value Null { get; } = new NullValue();

    /// <summary>The type of this value.</summary>
    public abstract ValueKind Kind { get; }

    /// <summary>
    /// The form that this value takes inside longer text: nothing for null, <c>true</c> or <c>false</c>, a number without exponent and with a
    /// point, a time in ISO 8601 with its offset, a list or an object as JSON.
    /// </summary>
    public abstract string ToText();

    /// <summary>Writes this value as JSON; a time is written as ISO 8601 text.</summary>
    public abstract void WriteTo(Utf8JsonWriter writer);

    /// <summary>This value as JSON without insignificant space; a time is written as ISO 8601 text.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>
    /// Reads a JSON element. Of members with the same name the last one counts, as in most readers (RFC 8259, section 4).
    /// </summary>
    /// <exception cref="JsonException">
    /// The element is nested deeper than <see cref="MaxJsonDepth"/>, has a number that a decimal cannot hold, or text that is not Unicode.
    /// </exception>
    public static Value FromJson(JsonElement element) => JsonReading.Read(element, depth: 0);

    /// <summary>Reads JSON text; see <see cref="FromJson"/>.</summary>
    /// <exception cref="JsonException">The text is not JSON, or not JSON that a value can hold.</exception>
    public static Value ParseJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
        return FromJson(document.RootElement);
    }

    /// <inheritdoc cref="ToText"/>
    public sealed override string ToString() => ToText();
}
