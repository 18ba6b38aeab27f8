using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Maat.Web.Health;

public static class HealthEndpoints
{
    private const string Ready = "ready";

    public static void AddHealth(this WebApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck<DataDirectoryCheck>("data directory", tags: [Ready]);

    /// <summary>
    /// Live: the process answers. Ready: it can do its work. Both say one word and nothing about the inside, so probes need no token.
    /// </summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }
}
