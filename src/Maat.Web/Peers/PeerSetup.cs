using System.Security.Cryptography;
using Maat.Engine;
using Maat.Engine.Hosting;
using Maat.Engine.Registry;
using Maat.Web.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting.Server;

namespace Maat.Web.Peers;

public static class PeerSetup
{
    /// <summary>More than anything that a peer says.</summary>
    private const int MostBytes = 4096;

    /// <summary>How processes of one installation find and trust each other: the same keys, out of the database.</summary>
    public static void AddPeers(this WebApplicationBuilder builder, MaatOptions settings)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton<DatabaseKeys>();
        services.AddDataProtection().SetApplicationName("Maat");
        services.AddOptions<KeyManagementOptions>().Configure<DatabaseKeys>((options, keys) => options.XmlRepository = keys);
        services.AddSingleton(p => new PeerLink(p.GetRequiredService<IDataProtectionProvider>(), p.GetRequiredService<IServer>(), settings.Advertise));
        services.AddSingleton<IPeerLink>(p => p.GetRequiredService<PeerLink>());
        services.AddProcessRegistry();
    }

    /// <summary>For every method: another one's answer would else ask a peer to sign in.</summary>
    public static void MapPeers(this WebApplication app) => app.Map(PeerLink.Path, HearAsync).AllowAnonymous().DisableAntiforgery();

    private static async Task<IResult> HearAsync(HttpRequest request, PeerLink link, EngineSignals signals, CancellationToken cancellation)
    {
        if (!HttpMethods.IsPost(request.Method))
            return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
        if (request.ContentLength is null or > MostBytes)
            return Results.BadRequest();
        using var reader = new StreamReader(request.Body);
        try
        {
            signals.Wake(link.Read(await reader.ReadToEndAsync(cancellation)));
            return Results.NoContent();
        }
        catch (CryptographicException)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }
    }
}
