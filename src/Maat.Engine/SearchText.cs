namespace Maat.Engine;

/// <summary>What a person types to find a name, as a pattern of SQL's LIKE.</summary>
internal static class SearchText
{
    public const string Escape = "\\";

    /// <summary>Matches what has the text somewhere in it; null when nothing is looked for.</summary>
    public static string? Pattern(string? text)
    {
        string? wanted = text?.Trim();
        return string.IsNullOrEmpty(wanted)
            ? null
            : $"%{wanted.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
    }
}
