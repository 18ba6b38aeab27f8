using Maat.Storage;

namespace Maat.Engine;

/// <summary>What a person types to find a name, as a pattern of SQL's LIKE for <see cref="INamed.FoldedName"/>.</summary>
internal static class SearchText
{
    public const string Escape = "\\";

    /// <summary>Matches what has the text somewhere in it, in any case and with any accents; null when nothing is looked for.</summary>
    public static string? Pattern(string? text)
    {
        string wanted = FoldedName.Of(text ?? "").Trim();
        return wanted.Length == 0
            ? null
            : $"%{wanted.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
    }
}
