namespace Maat.Web.Safety;

/// <summary>
/// A process that was asked to end takes nothing new. Its pages' connections are closed in that moment, and they come back at once, before
/// the server has stopped to listen: what they opened then would keep the process alive for as long as the page is.
/// </summary>
public static class StoppingGuard
{
    /// <summary>In seconds: whoever asks again later finds another process, or this one started anew.</summary>
    private const string RetryAfter = "5";

    /// <summary>Probes are still answered, and say by themselves that the process ends.</summary>
    private static readonly PathString Health = new("/health");

    public static void UseStoppingGuard(this WebApplication app)
    {
        CancellationToken stopping = app.Lifetime.ApplicationStopping;
        app.Use((context, next) =>
        {
            if (!stopping.IsCancellationRequested || context.Request.Path.StartsWithSegments(Health))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetryAfter;
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
    }
}
