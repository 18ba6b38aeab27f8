using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MySqlConnector.Connections;
using MySqlConnector.Protocol;

namespace MySqlConnector.Authentication;

/// <summary>Whether and how a session becomes private.</summary>
internal static class Tls
{
    /// <exception cref="MySqlException">It must be, and the server cannot.</exception>
    public static bool IsWanted(Session session, Greeting greeting)
    {
        var mode = session.Settings.SslMode;
        var offered = (greeting.Capabilities & Capabilities.Tls) != 0;
        if (mode == MySqlSslMode.None || session.Settings.Protocol == MySqlConnectionProtocol.UnixSocket)
            return false;
        if (!offered && mode >= MySqlSslMode.Required)
            throw new MySqlException(MySqlErrorCode.UnableToConnectToHost, "08001", $"The server at {session.Settings.Endpoint} does not support TLS, and 'SSL Mode={mode}' requires it.");
        return offered;
    }

    public static async Task BeginAsync(Session session, CancellationToken token)
    {
        var settings = session.Settings;
        var authorities = settings.SslCa.Length > 0 ? Load(settings.SslCa) : null;
        var secured = new SslStream(session.Stream, leaveInnerStreamOpen: false);
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = settings.Server,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                CertificateChainPolicy = authorities is null ? null : Trusting(authorities),
                RemoteCertificateValidationCallback = (_, _, _, errors) => IsAccepted(settings.SslMode, errors),
            },
            token).ConfigureAwait(false);
        session.Switch(secured);
    }

    internal static bool IsAccepted(MySqlSslMode mode, SslPolicyErrors errors) => mode switch
    {
        MySqlSslMode.VerifyFull => errors == SslPolicyErrors.None,
        MySqlSslMode.VerifyCA => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None,
        _ => true,
    };

    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static X509Certificate2Collection Load(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new MySqlException(MySqlErrorCode.UnableToConnectToHost, "08001", $"The authorities of 'SSL CA' cannot be read from {file}.", e);
        }
        return authorities.Count > 0
            ? authorities
            : throw new MySqlException(MySqlErrorCode.UnableToConnectToHost, "08001", $"The file of 'SSL CA', {file}, holds no certificate.");
    }
}
