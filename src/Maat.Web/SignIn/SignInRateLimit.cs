using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Maat.Web.SignIn;

/// <summary>Bounds how often an address may try to sign in. It makes guessing a password hopeless.</summary>
internal static class SignInRateLimit
{
    public const string Policy = "sign-in";

    /// <summary>More than any person mistypes in <see cref="Window"/>.</summary>
    public const int Attempts = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(Policy, context => IsAttempt(context.Request)
            ? RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "no address",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = Attempts, Window = Window })
            : RateLimitPartition.GetNoLimiter("no attempt"));
    }

    private static bool IsAttempt(HttpRequest request) => HttpMethods.IsPost(request.Method) || request.Query.ContainsKey("code");
}
