using System.Globalization;

namespace Maat.Domain.Documents;

/// <summary>Builds JSON pointers (RFC 6901): the empty text is the whole document.</summary>
public static class JsonPointer
{
    public static string Field(string parent, string name) =>
        name.AsSpan().ContainsAny('~', '/')
            ? $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"
            : $"{parent}/{name}";

    public static string Item(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}/{index}");

    /// <summary>Whether <paramref name="path"/> is <paramref name="ancestor"/> or lies below it.</summary>
    public static bool IsAtOrBelow(string path, string ancestor) =>
        path.StartsWith(ancestor, StringComparison.Ordinal) && (path.Length == ancestor.Length || path[ancestor.Length] == '/');
}
