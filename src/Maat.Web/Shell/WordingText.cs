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
    private static readonly ResourceManager Formats = new("Maat.Web.Resources.Wordings", typeof(WordingText).Assembly);

    /// <summary>By language; null for one that has no formats, which is English.</summary>
    private static readonly ConcurrentDictionary<string, ResourceSet?> ByLanguage = new(StringComparer.Ordinal);

    public static string Localized(this Wording wording)
    {
        ArgumentNullException.ThrowIfNull(wording);
        return FormatsOf(CultureInfo.CurrentUICulture) is { } formats ? wording.In(formats.GetString) : wording.ToString();
    }

    private static ResourceSet? FormatsOf(CultureInfo culture) => ByLanguage.GetOrAdd(
        culture.TwoLetterISOLanguageName,
        static language => language == Languages.Chinese ? Formats.GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false) : null);
}
