using System.Globalization;
using System.Text;

namespace Maat.Domain.Documents;

/// <summary>
/// The stable identifier of a node, a variable, an arm or an output: words of lower-case ASCII letters and digits, joined by single
/// underscores, beginning with a letter (<c>[a-z][a-z0-9]*(_[a-z0-9]+)*</c>). So a key is at once a name in an expression and,
/// in upper case, an environment variable, and two underscores can part two keys without doubt.
/// </summary>
public static class Key
{
    /// <summary>In characters. Environment variables made of two keys and a prefix stay below 150 characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The rule in words, for messages.</summary>
    public static readonly Wording Rule = $"a key begins with a letter and has lower-case letters and digits, in words joined by single underscores, at most 64 characters";

    public static bool IsValid(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || !char.IsAsciiLetterLower(text[0]) || text[^1] == '_')
            return false;
        for (int i = 1; i < text.Length; i++)
        {
            bool legal = char.IsAsciiLetterLower(text[i]) || char.IsAsciiDigit(text[i]) || (text[i] == '_' && text[i - 1] != '_');
            if (!legal)
                return false;
        }

        return true;
    }

    /// <summary>
    /// Makes a key of an imported name, different from all of <paramref name="taken"/>. Accents are dropped, whatever else is no
    /// letter or digit parts words; a name of which nothing is left, or that begins with a digit, starts with <paramref name="fallback"/>
    /// (<c>node_1</c>). The caller keeps the name for display, and adds the key to <paramref name="taken"/>.
    /// </summary>
    /// <param name="fallback">Itself a key.</param>
    public static string FromName(string name, IReadOnlySet<string> taken, string fallback = "node")
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(taken);
        string words = Words(name);
        if (words.Length == 0)
            return Free(fallback, 1, taken);
        if (char.IsAsciiDigit(words[0]))
            words = $"{fallback}_{words}";
        words = Cut(words, MaxLength);
        return taken.Contains(words) ? Free(words, 2, taken) : words;
    }

    private static string Words(string name)
    {
        var words = new StringBuilder(Math.Min(name.Length, MaxLength));
        bool parted = false;
        foreach (char letter in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
                continue;
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                parted = true;
                continue;
            }

            if (parted && words.Length > 0)
                words.Append('_');
            parted = false;
            words.Append(char.ToLowerInvariant(letter));
            if (words.Length > MaxLength)
                break;
        }

        return words.ToString();
    }

    private static string Cut(string words, int length) => words.Length <= length ? words : words[..length].TrimEnd('_');

    /// <summary>
    /// A free number behind <paramref name="stem"/>. It doubles until one is free and then halves back, since ten thousand nodes of
    /// one name would otherwise ask fifty million times.
    /// </summary>
    private static string Free(string stem, int first, IReadOnlySet<string> taken)
    {
        string Numbered(int number)
        {
            string suffix = string.Create(CultureInfo.InvariantCulture, $"_{number}");
            return Cut(stem, MaxLength - suffix.Length) + suffix;
        }

        int below = first - 1, free = first;
        while (taken.Contains(Numbered(free)))
            (below, free) = (free, checked(free * 2));
        while (free - below > 1)
        {
            int middle = below + ((free - below) / 2);
            if (taken.Contains(Numbered(middle)))
                below = middle;
            else
                free = middle;
        }

        return Numbered(free);
    }
}
