using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Maat.Web.Shell;

/// <summary>
/// Wordings that were stored as they read in English, such as why a node failed. They are recognised by their format, and what stands in its
/// places is looked at in the same way, for one sentence may quote another; what nobody here has said stands as it is.
/// </summary>
public static partial class StoredWordings
{
    /// <summary>A sentence quotes one that quotes one: a reason, the problem of an expression, what it expected.</summary>
    private const int MaxDepth = 4;

    private static readonly ConcurrentDictionary<string, IReadOnlyList<(string Pattern, string Text)>> ByLanguage = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    /// <summary>
    /// Regular expressions that .NET and JavaScript read alike, the most particular first, and what each says in the page's language with
    /// <c>{0}</c>, <c>{1}</c> … for its groups. None in English.
    /// </summary>
    public static IReadOnlyList<(string Pattern, string Text)> Patterns() => ByLanguage.GetOrAdd(
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
        static _ => [.. WordingText.Formats().Where(format => IsSentence(format.English)).OrderByDescending(format => format.English.Length)
            .Select(format => (PatternOf(format.English), Unescape(format.Local)))]);

    public static string Localized(string english) => Localized(english, MaxDepth);

    private static string Localized(string english, int depth)
    {
        if (depth == 0 || !IsSentence(english))
            return english;
        foreach ((string pattern, string text) in Patterns())
        {
            Match match = Compiled.GetOrAdd(pattern, static p => new Regex(p, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)).Match(english);
            if (match.Success)
                return Place().Replace(text, place => Localized(match.Groups[int.Parse(place.ValueSpan[1..^1], CultureInfo.InvariantCulture) + 1].Value, depth - 1));
        }

        return english;
    }

    /// <summary>Of several words: a single one may as well be a name.</summary>
    private static bool IsSentence(string text) => text.Trim().Contains(' ', StringComparison.Ordinal) && text.Any(char.IsAsciiLetter);

    private static string PatternOf(string format)
    {
        var pattern = new StringBuilder("^");
        int done = 0;
        foreach (Match place in Place().Matches(format))
        {
            Append(pattern, format[done..place.Index]).Append("([\\s\\S]*?)");
            done = place.Index + place.Length;
        }

        return Append(pattern, format[done..]).Append('$').ToString();
    }

    private static StringBuilder Append(StringBuilder pattern, string literal)
    {
        foreach (char letter in Unescape(literal))
        {
            if ("\\^$.|?*+()[]{}/".Contains(letter, StringComparison.Ordinal))
                pattern.Append('\\');
            pattern.Append(letter);
        }

        return pattern;
    }

    private static string Unescape(string format) =>
        format.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    [GeneratedRegex("\\{\\d\\}")]
    private static partial Regex Place();
}
