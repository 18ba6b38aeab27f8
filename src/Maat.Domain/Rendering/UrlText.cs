namespace Maat.Domain.Rendering;

/// <summary>
/// A URL with references in it. Percent-encoding leaves dots alone (and readers undo it where it is used on them), so a value of
/// <c>..</c> that makes a whole segment would climb out of the path that the author wrote; RFC 3986, section 5.2.4.
/// </summary>
internal static class UrlText
{
    /// <summary>Refuses a reference at the beginning of longer text: percent-encoded it can be a scheme, but no address.</summary>
    /// <exception cref="Expressions.ExpressionException">The URL begins so.</exception>
    public static void CheckBeginning(IReadOnlyList<TemplatePart> parts)
    {
        if (parts is [{ Expression: { } first } part, var next, ..] && !next.Literal.StartsWith("://", StringComparison.Ordinal))
            throw part.Fail($"The URL begins with a reference, which would be percent-encoded; make the whole URL one reference, such as ${{{{ {first.Source} + '/path' }}}}.");
    }

    /// <exception cref="Expressions.ExpressionException">A reference makes a segment <c>.</c> or <c>..</c>.</exception>
    public static void CheckSegments(string url, IReadOnlyList<(int Start, TemplatePart Part)> inserted)
    {
        var pathEnd = url.AsSpan().IndexOfAny('?', '#') is >= 0 and var found ? found : url.Length;
        for (var index = 0; index < inserted.Count; index++)
        {
            var (start, part) = inserted[index];
            var end = index + 1 < inserted.Count ? inserted[index + 1].Start : url.Length;
            if (part.Expression is null || start == end || start >= pathEnd)
                continue;

            // The URL has slashes only where the author put them: those of values are encoded.
            var from = url.AsSpan(0, start).LastIndexOfAny('/', '\\') + 1;
            var length = url.AsSpan(start, pathEnd - start).IndexOfAny('/', '\\');
            var segment = url[from..(length < 0 ? pathEnd : start + length)].Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
            if (segment is "." or "..")
                throw part.Fail($"The value makes a part of the URL's path '{segment}', which would lead to another path.");
        }
    }
}
