using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace Maat.Web.Shell;

/// <summary>What a person chose for this browser: the language and the theme, each a cookie.</summary>
public static class Preferences
{
    private const string LanguagePath = "/preferences/language";
    private const string ProjectPath = "/preferences/project";

    /// <summary>The project that was looked at last; written by the page's script, too.</summary>
    private const string ProjectCookie = "maat-project";

    /// <summary>Written by the page's script.</summary>
    private const string ThemeCookie = "maat-theme";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary><c>light</c> or <c>dark</c>; null leaves it to the browser.</summary>
    public static string? ThemeOf(HttpRequest request) => request.Cookies[ThemeCookie] is "light" or "dark" ? request.Cookies[ThemeCookie] : null;

    /// <summary>A link that switches to <paramref name="language"/> and comes back to the page that is shown.</summary>
    public static string LanguageLink(string language, NavigationManager navigation) =>
        $"{LanguagePath}?language={language}&returnUrl={Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri))}";

    /// <summary>The project that this browser remembers; whether it exists for the person is another question.</summary>
    public static long? ProjectOf(HttpRequest request) =>
        long.TryParse(request.Cookies[ProjectCookie], NumberStyles.None, CultureInfo.InvariantCulture, out long project) ? project : null;

    /// <summary>A link that makes a project the current one and goes on to <paramref name="returnUrl"/>.</summary>
    public static string ProjectLink(long projectId, string returnUrl) =>
        string.Create(CultureInfo.InvariantCulture, $"{ProjectPath}?project={projectId}&returnUrl={Uri.EscapeDataString(returnUrl)}");

    public static void MapPreferences(this WebApplication app)
    {
        app.MapGet(LanguagePath, SetLanguage).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(ProjectPath, SetProject).ExcludeFromDescription();
    }

    private static RedirectHttpResult SetProject(HttpContext context, long project, string? returnUrl)
    {
        // Not HttpOnly: the page's script writes it when another project is opened by a link.
        context.Response.Cookies.Append(
            ProjectCookie,
            project.ToString(CultureInfo.InvariantCulture),
            new CookieOptions { MaxAge = Kept, SameSite = SameSiteMode.Lax, IsEssential = true, Secure = context.Request.IsHttps });
        return TypedResults.LocalRedirect(RedirectHttpResult.IsLocalUrl(returnUrl) ? returnUrl! : "/");
    }

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
