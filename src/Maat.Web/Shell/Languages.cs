using System.Globalization;

namespace Maat.Web.Shell;

/// <summary>The languages of the interface: English and Chinese, each for all its regions.</summary>
public static class Languages
{
    public const string English = "en";
    public const string Chinese = "zh";

    public static readonly IReadOnlyList<string> All = [English, Chinese];

    /// <summary>The one that is not shown now.</summary>
    public static string Other => IsChinese(CultureInfo.CurrentUICulture) ? English : Chinese;

    /// <summary>For <c>lang</c>; the script tells browsers which of the shared Han characters' shapes to take.</summary>
    public static string HtmlLanguage => HtmlLanguageOf(IsChinese(CultureInfo.CurrentUICulture) ? Chinese : English);

    public static string HtmlLanguageOf(string language) => language == Chinese ? "zh-Hans" : English;

    /// <summary>A language's name, in itself.</summary>
    public static string NameOf(string language) => language == Chinese ? "中文" : "English";

    private static bool IsChinese(CultureInfo culture) => culture.TwoLetterISOLanguageName == Chinese;
}
