using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Maat.Web.SignIn;

/// <summary>Who is signed in, as claims, and the browser's cookie that carries them.</summary>
internal static class Session
{
    public const string CookieName = "maat-session";

    /// <summary>A working day; it slides while it is used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string TokenIdClaim = "maat:token";

    public static ClaimsPrincipal For(KnownToken token, string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, token.Name), new Claim(TokenIdClaim, token.Id)], scheme));

    public static Task BeginAsync(HttpContext context, KnownToken token) =>
        context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, For(token, CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>A session is worth no more than the token that began it: it ends when that is gone.</summary>
    public static async Task RejectIfTokenIsGoneAsync(CookieValidatePrincipalContext context)
    {
        var tokens = context.HttpContext.RequestServices.GetRequiredService<ITokenStore>();
        var id = context.Principal?.FindFirstValue(TokenIdClaim);
        if (id is null || !await tokens.IsValidAsync(id, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }
}
