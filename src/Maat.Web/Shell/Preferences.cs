using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace Maat.Web.Shell;

/// <summary>What a person chose for this browser: the language and the theme, each a cookie.</summary>
public static class Preferences
{
    private const string LanguagePath = "/preferences/language";

    /// <summary>Written by the page's script.</summary>
    private const string ThemeCookie = "maat-theme";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary><c>light</c> or <c>dark</c>; null leaves it to the browser.</summary>
    public static string? ThemeOf(HttpRequest request) => request.Cookies[ThemeCookie] is "light" or "dark" ? request.Cookies[ThemeCookie] : null;

    /// <summary>A link that switches to <paramref name="language"/> and comes back to the page that is shown.</summary>
    public static string LanguageLink(string language, NavigationManager navigation) =>
        $"{LanguagePath}?language={language}&returnUrl={Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri))}";

    public static void MapPreferences(this WebApplication app) => app.MapGet(LanguagePath, SetLanguage).AllowAnonymous().ExcludeFromDescription();

    private static RedirectHttpResult SetLanguage(HttpContext context, string? language, string? returnUrl)
    {
        if (language is not null && Languages.All.Contains(language))
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
                new CookieOptions { MaxAge = Kept, SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Secure = context.Request.IsHttps });
        }

        return TypedResults.LocalRedirect(RedirectHttpResult.IsLocalUrl(returnUrl) ? returnUrl! : "/");
    }
}
