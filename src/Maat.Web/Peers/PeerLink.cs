using System.Globalization;
using Maat.Engine;
using Maat.Engine.Registry;
using Maat.Web.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Maat.Web.Peers;

/// <summary>
/// Processes reach each other over HTTP. What they say is protected by the keys that all of them share, so nobody else can say it; said
/// twice, it does no more than once.
/// </summary>
/// <param name="advertised">Where this process is reached; null for where it listens.</param>
internal sealed class PeerLink(IDataProtectionProvider protection, IServer server, string? advertised) : IPeerLink, IDisposable
{
    /// <summary>Where a process is told.</summary>
    public const string Path = "/peers/wake";

    private const string Purpose = "Maat.Peers.Wake.v1";

    /// <summary>An address may come to stand for another machine.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = ConnectionLifetime });
    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    public string? OwnAddress => advertised ?? ListenAddresses.Reachable(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);

    public async Task WakeAsync(string address, WakeUp what, CancellationToken cancellation)
    {
        using var content = new StringContent(_protector.Protect(((int)what).ToString(CultureInfo.InvariantCulture)));
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(new Uri(address), Path), content, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What a peer said.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">No peer said it.</exception>
    public WakeUp Read(string said) => (WakeUp)int.Parse(_protector.Unprotect(said), NumberStyles.None, CultureInfo.InvariantCulture);
}
