using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Maat.Web.Shell;

public static class RequestLanguage
{
    /// <summary>
    /// Takes up the language of a request again, for what is said where the request has already been left: a handler of exceptions stands
    /// outside of what chose the language.
    /// </summary>
    public static void SpeakAsAsked(this HttpContext context)
    {
        if (context.Features.Get<IRequestCultureFeature>() is { } asked)
            CultureInfo.CurrentUICulture = asked.RequestCulture.UICulture;
    }
}
