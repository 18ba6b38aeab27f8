using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace Maat.Web.Shell;

/// <summary>
/// What use cases and checks say, in the reader's language: <c>Resources/Wordings.zh.resx</c> has the Chinese format for each English one.
/// The reader's language is that of the page, or of the request.
/// </summary>
public static class WordingText
{
    private static readonly ResourceManager Resources = new("Maat.Web.Resources.Wordings", typeof(WordingText).Assembly);

    /// <summary>By language; null for one that has no formats, which is English.</summary>
    private static readonly ConcurrentDictionary<string, ResourceSet?> ByLanguage = new(StringComparer.Ordinal);

    public static string Localized(this Wording wording)
    {
        ArgumentNullException.ThrowIfNull(wording);
        return FormatsOf(CultureInfo.CurrentUICulture) is { } formats ? wording.In(formats.GetString) : wording.ToString();
    }

    /// <summary>Every format that there is in the reader's language; none in English.</summary>
    internal static IEnumerable<(string English, string Local)> Formats() => FormatsOf(CultureInfo.CurrentUICulture) is { } formats
        ? formats.Cast<DictionaryEntry>().Select(format => ((string)format.Key, (string)format.Value!))
        : [];

    private static ResourceSet? FormatsOf(CultureInfo culture) => ByLanguage.GetOrAdd(
        culture.TwoLetterISOLanguageName,
        static language => language == Languages.Chinese ? Resources.GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false) : null);
}
