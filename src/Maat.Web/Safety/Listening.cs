using Maat.Web.Settings;
using Microsoft.AspNetCore.HostFiltering;

namespace Maat.Web.Safety;

public static class Listening
{
    /// <summary>
    /// The largest request body. A template at the validated limit (10,000 nodes, 100,000 edges) takes about 8 MiB as JSON, with room for
    /// as much again in scripts.
    /// </summary>
    public const long MaxRequestBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan HstsMaxAge = TimeSpan.FromDays(365);

    /// <summary>Where Maat listens, to whom it answers, and how much it reads.</summary>
    public static void AddListening(this WebApplicationBuilder builder, MaatOptions settings)
    {
        builder.WebHost.UseUrls([.. ListenAddresses.Of(settings)]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        // The host's own filter runs before everything else and reads these options.
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = [.. ListenAddresses.AllowedHosts(settings)]);
        builder.Services.AddHsts(options => options.MaxAge = HstsMaxAge);
    }
}
