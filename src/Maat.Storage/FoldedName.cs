using System.Globalization;
using System.Text;

namespace Maat.Storage;

/// <summary>A row that people find by its name, in whatever case they type it.</summary>
public interface INamed
{
    string Name { get; }

    /// <summary><see cref="FoldedName.Of"/> the name, kept by the context: databases would each fold in their own way.</summary>
    string FoldedName { get; set; }
}

/// <summary>Names as they are compared when somebody looks for them, the same on every database.</summary>
public static class FoldedName
{
    /// <summary>
    /// Without case, accents and widths: what is compatible becomes the same (Unicode's NFKC, so <c>ＡＢ</c> is <c>ab</c>), and marks above
    /// and below letters go. Chinese stays as it is.
    /// </summary>
    public static string Of(string name)
    {
        var letters = new StringBuilder(name.Length);
        foreach (Rune rune in WellFormed(name).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                letters.Append(rune.ToString());
            }
        }

        // Up and down again: letters with two small forms, as the Greek sigma, become one.
        return letters.ToString().Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant();
    }

    /// <summary>Half of a surrogate pair is no text, and cannot be normalized.</summary>
    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());
}
