using Maat.Web.Metrics;

namespace Maat.Web.Errors;

/// <summary>Programs get status codes and problem documents (RFC 9457); people get pages.</summary>
public static class Callers
{
    private static readonly PathString[] ProgramPaths = ["/openapi", "/hubs", "/_blazor", "/health", MetricsEndpoint.Path];

    /// <summary>Whether the address is one for programs. <c>/api</c> itself is the page that shows the API to people.</summary>
    public static bool IsProgram(PathString path) =>
        (path.StartsWithSegments("/api", out var rest) && rest.HasValue && rest != "/")
        || ProgramPaths.Any(known => path.StartsWithSegments(known));
}
