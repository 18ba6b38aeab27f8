using Maat.Web.Errors;
using Maat.Web.Metrics;

namespace Maat.Web.Logging;

/// <summary>One line for each request that a program made or that went wrong. Never the query: a sign-in link carries its code there.</summary>
public static partial class RequestLog
{
    public static void UseRequestLog(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Maat.Web.Requests");
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            var (method, path, started) = (context.Request.Method, context.Request.Path, time.GetTimestamp());
            await next(context);
            var milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
            var status = context.Response.StatusCode;
            var level = status >= StatusCodes.Status500InternalServerError ? LogLevel.Error
                : Callers.IsProgram(path) && !IsProbe(path) ? LogLevel.Information
                : LogLevel.Debug;
            Answered(logger, level, method, path, status, milliseconds);
        });
    }

    /// <summary>Asked every few seconds, for ever.</summary>
    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path == MetricsEndpoint.Path;

    [LoggerMessage(EventId = 1001, Message = "{Method} {Path} answered {Status} in {Milliseconds:0.0} ms")]
    private static partial void Answered(ILogger logger, LogLevel level, string method, PathString path, int status, double milliseconds);
}
