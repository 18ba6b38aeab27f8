using System.Net;

namespace Maat.Web.Settings;

/// <summary>The addresses of <c>Maat:Listen</c>.</summary>
public static class ListenAddresses
{
    /// <summary>The names by which this machine calls itself.</summary>
    public static readonly IReadOnlyList<string> Loopback = ["localhost", "127.0.0.1", "[::1]"];

    public static IReadOnlyList<string> Of(MaatOptions options) =>
        options.Listen.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What is wrong with an address, as the end of a sentence; null when nothing is.</summary>
    /// <param name="hasCertificate">Whether the configuration names a certificate for https.</param>
    public static string? ProblemWith(string address, bool hasCertificate)
    {
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return "is not an address; write scheme, host and port, such as http://127.0.0.1:5080";
        }

        if (parsed.Scheme is not ("http" or "https"))
            return "must begin with http:// or https://";
        if (parsed.Port is < 0 or > IPEndPoint.MaxPort)
            return $"has the port {parsed.Port}; ports go from 0 to {IPEndPoint.MaxPort}";
        if (parsed.Scheme == "https" && !hasCertificate)
            return "needs a certificate: set Kestrel:Certificates:Default:Path and, if it has one, Kestrel:Certificates:Default:Password";
        return parsed.PathBase.Length > 0 ? "must not have a path" : null;
    }

    /// <summary>The host names under which requests are answered: loopback, the hosts listened on, and <c>Maat:Hosts</c>.</summary>
    public static IReadOnlyList<string> AllowedHosts(MaatOptions options) =>
        [.. Loopback
            .Concat(Of(options).Select(address => BindingAddress.Parse(address).Host).Where(host => !IsEveryAddress(host)))
            .Concat(options.Hosts)
            .Concat(options.Advertise is { } advertised ? [BindingAddress.Parse(advertised).Host] : [])
            .Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The first address that others can be told, as it is; null when every one stands for all addresses of the machine.</summary>
    public static string? Reachable(IEnumerable<string> addresses) =>
        addresses.FirstOrDefault(address => !IsEveryAddress(BindingAddress.Parse(address).Host));

    /// <summary>The address as a browser on this machine can open it.</summary>
    public static string ToOpen(string address)
    {
        var parsed = BindingAddress.Parse(address);
        return IsEveryAddress(parsed.Host) ? $"{parsed.Scheme}://localhost:{parsed.Port}" : address.TrimEnd('/');
    }

    private static bool IsEveryAddress(string host) =>
        host is "*" or "+" || (IPAddress.TryParse(host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
}
