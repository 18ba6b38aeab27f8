namespace Maat.Domain.Runs;

/// <summary>
/// Why a node or an attempt is as it is, in one sentence for people. It may quote what a script or a server said, so it is cut: the log
/// has the whole.
/// </summary>
public static class Reasons
{
    /// <summary>Characters (UTF-16 units) of the longest reason: a sentence with a long quotation.</summary>
    public const int MaxLength = 2_048;

    private const string Cut = "…";

    /// <summary>The reason, or as much of its beginning as is kept, without half a character at its end.</summary>
    public static string? Shorten(string? reason)
    {
        if (reason is null || reason.Length <= MaxLength)
        {
            return reason;
        }

        int kept = MaxLength - Cut.Length;
        return string.Concat(reason.AsSpan(0, char.IsHighSurrogate(reason[kept - 1]) ? kept - 1 : kept), Cut);
    }
}
