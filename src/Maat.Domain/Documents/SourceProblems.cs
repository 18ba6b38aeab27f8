namespace Maat.Domain.Documents;

/// <summary>Problems that the readers of JSON and YAML report in the same words.</summary>
public static class SourceProblems
{
    public static readonly Wording Nul = $"has the character U+0000, which no script, file or environment can hold";

    public static readonly Wording NotUnicode = $"is not valid Unicode: it has half of a surrogate pair, or bytes that are no UTF-8";

    /// <summary>Why nothing could hold the text; null if it is fit.</summary>
    public static Wording? Unfit(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            return Nul;
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return NotUnicode;
            i++;
        }

        return null;
    }

    public static void TooLarge(ProblemList problems, long bytes) => problems.Error(
        "too_large",
        $"the document has {bytes} bytes, at most {DocumentLimits.DocumentBytes} are allowed: move large texts into resources",
        new ProblemPlace(""));

    public static void Repeated(ProblemList problems, string name, string path, int line, int column) => problems.Error(
        "repeated_field", $"'{name}' is given twice: remove one of them", new ProblemPlace(path, Field: name, Line: line, Column: column));

    public static void BadText(ProblemList problems, Wording reason, string path, int line, int column) => problems.Error(
        "bad_text", $"this text {reason}", new ProblemPlace(path, Line: line, Column: column));
}
