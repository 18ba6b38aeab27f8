using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Maat.Web.SignIn;

/// <summary>
/// A circuit outlives the request that opened it by hours. This looks every few seconds whether its person may still be here, and with
/// which rights; when not, the page says so and asks to sign in again.
/// </summary>
internal sealed partial class CircuitAuthentication : ServerAuthenticationStateProvider, IDisposable
{
    /// <summary>
    /// The bound within which a page notices that its person was disabled, signed out, or stayed beyond the session's end. Soon enough that
    /// nobody who was shut out does much; one look into a cache for each open page.
    /// </summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly ILogger<CircuitAuthentication> _logger;
    private readonly CancellationTokenSource _leaving = new();

    public CircuitAuthentication(TimeProvider time, ILogger<CircuitAuthentication> logger)
    {
        (_time, _logger) = (time, logger);
        AuthenticationStateChanged += Begin;
    }

    public void Dispose()
    {
        AuthenticationStateChanged -= Begin;
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <summary>The circuit says once who opened it.</summary>
    private void Begin(Task<AuthenticationState> opened)
    {
        AuthenticationStateChanged -= Begin;
        _ = WatchAsync(opened, _leaving.Token);
    }

    private async Task WatchAsync(Task<AuthenticationState> opened, CancellationToken cancellation)
    {
        try
        {
            if ((await opened).User.Identity is not ActorIdentity { IsAuthenticated: true } identity)
                return;
            using var timer = new PeriodicTimer(Interval, _time);
            do
                await timer.WaitForNextTickAsync(cancellation);
            while (await IsHereAsync(identity, cancellation));
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        }
        catch (OperationCanceledException)
        {
            // The circuit is gone.
        }
    }

    /// <summary>A database that does not answer is no reason to send anybody away: nothing can be done without it either, and it is asked again.</summary>
    private async ValueTask<bool> IsHereAsync(ActorIdentity identity, CancellationToken cancellation)
    {
        try
        {
            return await identity.RefreshAsync(cancellation);
        }
#pragma warning disable CA1031 // The edge of the loop.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(_logger, exception, Interval);
            return true;
        }
    }

    [LoggerMessage(EventId = 520, Level = LogLevel.Warning, Message = "Could not look whether an open page's person may still be here. Looking again after {Interval}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, TimeSpan interval);
}
