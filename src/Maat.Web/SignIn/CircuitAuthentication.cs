using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Maat.Web.SignIn;

/// <summary>
/// A circuit outlives the request that opened it by hours. This looks every few seconds whether its person may still be here, and with
/// which rights; when not, the page says so and asks to sign in again.
/// </summary>
internal sealed class CircuitAuthentication(ILoggerFactory logger) : RevalidatingServerAuthenticationStateProvider(logger)
{
    /// <summary>Soon enough that nobody who was shut out does much; one look into a cache for each open page.</summary>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(5);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        authenticationState.User.Identity is ActorIdentity identity && await identity.RefreshAsync(cancellationToken);
}
