using System.Security.Claims;
using System.Text.Encodings.Web;
using Maat.Engine.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Maat.Web.SignIn;

/// <summary>Signs a program in by <c>Authorization: Bearer …</c> (RFC 6750): with the installation's token, or with one that a person made.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    Identities identities) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string HeaderStart = SchemeName + " ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(HeaderStart, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();

        var token = header[HeaderStart.Length..].Trim();
        return await identities.OfTokenAsync(token, Context.RequestAborted) is { } actor
            ? AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new ActorIdentity(actor, cancellation => identities.OfTokenAsync(token, cancellation), [], SchemeName)), SchemeName))
            : AuthenticateResult.Fail("unknown token");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = SchemeName;
        return Task.CompletedTask;
    }
}
