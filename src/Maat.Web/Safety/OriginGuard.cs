namespace Maat.Web.Safety;

/// <summary>
/// Refuses what another site's page sends. Browsers name the page's origin (RFC 6454) with every WebSocket handshake and every request that
/// may change something; programs name none. A session's cookie alone does not tell them apart: SameSite counts every port of a host as the
/// same site. Hosts are compared, not schemes, because a proxy in front may speak TLS for us; host names themselves are checked before.
/// </summary>
public static class OriginGuard
{
    public static void UseOriginGuard(this WebApplication app) => app.Use(async (context, next) =>
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || IsOwn(origin, context.Request.Host))
        {
            await next(context);
            return;
        }

        await Results.Problem(
            statusCode: StatusCodes.Status403Forbidden,
            title: "Refused: sent by another site's page.",
            detail: "The header Origin names another host than the one asked. Maat answers its own pages and programs only.").ExecuteAsync(context);
    });

    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.IsDefaultPort ? uri.Host : uri.Authority, WithoutDefaultPort(host, uri), StringComparison.OrdinalIgnoreCase);

    /// <summary>A browser leaves the scheme's default port out of both headers; a proxy may write it into Host.</summary>
    private static string? WithoutDefaultPort(HostString host, Uri origin) =>
        host.Port is { } port && origin.IsDefaultPort && port == origin.Port ? host.Host : host.Value;
}
