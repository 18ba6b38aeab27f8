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
    public static readonly TimeSpan Lifetime = EndedSessions.Remembered;

    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private const string PersonClaim = "maat:person";
    private const string StampClaim = "maat:stamp";
    private const string SessionClaim = "maat:session";

    public static Task BeginAsync(HttpContext context, SignedIn person)
    {
        Claim[] claims =
        [
            new(ClaimTypes.Name, person.Name),
            new(PersonClaim, person.PersonId.ToString(CultureInfo.InvariantCulture)),
            new(StampClaim, person.Stamp),
            new(SessionClaim, OpenSessions.NewId()),
        ];
        return context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)));
    }

    /// <summary>Signs out: the cookie goes, and pages and connections that were opened with it, at whichever process, notice within seconds.</summary>
    public static async Task EndAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(SessionClaim) is { } id)
        {
            var time = context.RequestServices.GetRequiredService<TimeProvider>();
            context.RequestServices.GetRequiredService<OpenSessions>().End(id, time.GetUtcNow() + Lifetime);
            // Somebody who signs out and leaves does not wait for the answer.
            await context.RequestServices.GetRequiredService<EndedSessions>().EndAsync(id, CancellationToken.None);
        }

        await context.SignOutAsync(Scheme);
    }

    /// <summary>A request uses the session, which may make it last longer.</summary>
    public static Task SlideAsync(CookieSlidingExpirationContext context)
    {
        if (context.ShouldRenew && context.Principal?.FindFirstValue(SessionClaim) is { } id)
        {
            var time = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
            context.HttpContext.RequestServices.GetRequiredService<OpenSessions>().Seen(id, time.GetUtcNow() + Lifetime);
        }

        return Task.CompletedTask;
    }

    /// <summary>Ends a session whose person is disabled or has another password, and gives the others the rights that they have now.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var identities = context.HttpContext.RequestServices.GetRequiredService<Identities>();
        var sessions = context.HttpContext.RequestServices.GetRequiredService<OpenSessions>();
        long.TryParse(context.Principal?.FindFirstValue(PersonClaim), NumberStyles.None, CultureInfo.InvariantCulture, out long person);
        var stamp = context.Principal?.FindFirstValue(StampClaim) ?? "";
        var session = context.Principal?.FindFirstValue(SessionClaim) ?? "";
        if (context.Properties.ExpiresUtc is { } until)
            sessions.Seen(session, until);
        if (await FindAsync(context.HttpContext.RequestAborted) is { } actor)
        {
            Claim[] claims = [.. context.Principal!.Claims.Where(claim => claim.Type is PersonClaim or StampClaim or SessionClaim)];
            context.ReplacePrincipal(new ClaimsPrincipal(new ActorIdentity(actor, FindAsync, claims, Scheme)));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);

        async ValueTask<Actor?> FindAsync(CancellationToken cancellation) =>
            sessions.IsOpen(session) ? await identities.OfPersonAsync(person, stamp, cancellation) : null;
    }
}
