namespace Maat.Engine;

/// <summary>How a person's words are looked for in names.</summary>
internal static class Searching
{
    public const string Escape = "\\";

    /// <summary>A pattern of SQL's LIKE for what holds these words as they stand.</summary>
    public static string Pattern(string words) =>
        $"%{words.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
