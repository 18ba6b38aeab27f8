using Maat.Web.Errors;
using Maat.Web.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace Maat.Web.SignIn;

public static class SignInSetup
{
    /// <summary>Where a person signs in.</summary>
    public const string Path = "/sign-in";

    private const string ChooseScheme = "Maat";

    /// <summary>
    /// Programs sign in with a bearer token, browsers with a cookie that they got for a password or a code. What does not say otherwise asks for
    /// one of them: pages, circuits, hubs, and addresses that do not exist.
    /// </summary>
    public static void AddSignIn(this WebApplicationBuilder builder, MaatOptions settings)
    {
        var services = builder.Services;
        services.AddSingleton<FirstToken>();
        services.AddSingleton<OpenSessions>();
        services.AddSingleton(Console.Out);
        // A process without pages lets nobody in.
        if (settings.Takes(Role.Web))
        {
            services.AddHostedService<StartUpNotice>();
            services.AddHostedService<SessionLoop>();
        }

        services.AddAuthentication(ChooseScheme)
            .AddPolicyScheme(ChooseScheme, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? BearerHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null)
            .AddCookie(Configure);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "maat-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRateLimiter(SignInRateLimit.Configure);
    }

    public static void UseSignIn(this WebApplication app)
    {
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapSignIn(this WebApplication app) => app.MapPost("/sign-out", async context =>
    {
        await Session.EndAsync(context);
        context.Response.Redirect(Path);
    });

    private static bool IsLooking(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Session.CookieName;
        options.Cookie.HttpOnly = true;
        // Lax, not Strict: a link to a run that somebody sent must open. Requests that change something are OriginGuard's matter.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Session.Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = Path;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnCheckSlidingExpiration = Session.SlideAsync;
        options.Events.OnValidatePrincipal = Session.ValidateAsync;
        options.Events.OnRedirectToLogin = context => Refuse(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Refuse(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>A person is shown where to sign in; a program is told the status, which becomes a problem document on its way out.</summary>
    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized && !Callers.IsProgram(context.Request.Path) && IsLooking(context.Request.Method))
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = BearerHandler.SchemeName;
        return Task.CompletedTask;
    }
}
