using Maat.Web.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Maat.Web.Health;

/// <summary>Whether the data directory still takes a file.</summary>
internal sealed class DataDirectoryCheck(DataDirectory directory) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            directory.CheckWritable();
            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy($"{directory.Path} takes no file", e));
        }
    }
}
