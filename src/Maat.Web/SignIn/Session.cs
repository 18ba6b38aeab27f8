using System.Globalization;
using System.Security.Claims;
using Maat.Domain.Projects;
using Maat.Engine.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Maat.Web.SignIn;

/// <summary>Who is signed in, as claims, and the browser's cookie that carries them.</summary>
internal static class Session
{
    public const string CookieName = "maat-session";

    /// <summary>A working day; it slides while it is used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string PersonClaim = "maat:person";
    private const string StampClaim = "maat:stamp";

    public static Task BeginAsync(HttpContext context, SignedIn person)
    {
        const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        Claim[] claims = [new(ClaimTypes.Name, person.Name), new(PersonClaim, person.PersonId.ToString(CultureInfo.InvariantCulture)), new(StampClaim, person.Stamp)];
        return context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)));
    }

    /// <summary>Ends a session whose person is disabled or has another password, and gives the others the rights that they have now.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var identities = context.HttpContext.RequestServices.GetRequiredService<Identities>();
        long.TryParse(context.Principal?.FindFirstValue(PersonClaim), NumberStyles.None, CultureInfo.InvariantCulture, out long person);
        var stamp = context.Principal?.FindFirstValue(StampClaim) ?? "";
        if (await FindAsync(context.HttpContext.RequestAborted) is { } actor)
        {
            Claim[] claims = [.. context.Principal!.Claims.Where(claim => claim.Type is PersonClaim or StampClaim)];
            context.ReplacePrincipal(new ClaimsPrincipal(new ActorIdentity(actor, FindAsync, claims, CookieAuthenticationDefaults.AuthenticationScheme)));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);

        ValueTask<Actor?> FindAsync(CancellationToken cancellation) => identities.OfPersonAsync(person, stamp, cancellation);
    }
}
