using System.Text.Json;

namespace Maat.Domain.Values;

/// <summary>JSON that we refuse although it is written as JSON is.</summary>
internal sealed class JsonRefusedException : JsonException
{
    public JsonRefusedException(Wording wording, Exception? innerException = null)
        : base(null, innerException) => Wording = wording;

    /// <param name="line">From 0, as <see cref="JsonException"/> counts.</param>
    public JsonRefusedException(Wording wording, long line, long byteInLine)
        : base(null, null, line, byteInLine) => Wording = wording;

    public Wording Wording { get; }

    public override string Message => Wording.ToString();
}

/// <summary>What is wrong with a text that should be JSON.</summary>
public static class JsonProblem
{
    /// <summary>Without the place, which the exception has in members of its own.</summary>
    public static Wording Of(JsonException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is JsonRefusedException refused)
            return refused.Wording;
        string said = exception.Message;
        int place = said.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return Wording.Foreign(
            place < 0 ? said : said[..place], $"it cannot be read from line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1} on");
    }
}
