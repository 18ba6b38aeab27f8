using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Maat.MariaDb;
using MySqlConnector;

namespace Maat.MySqlConnector.Tests.Server;

/// <summary>A server with a certificate for 127.0.0.1 from an authority that was made for the test.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset Until = From.AddDays(2);

    private readonly string _directory = Directory.CreateTempSubdirectory("maat-tls-").FullName;
    private MariaDbServer? _server;

    public async ValueTask InitializeAsync()
    {
        using var authority = WriteAuthority("ca");
        WriteAuthority("other").Dispose();
        WriteCertificate(authority);
        _server = await MariaDbServer.StartAsync([$"--ssl-cert={At("server.pem")}", $"--ssl-key={At("server.key")}", $"--ssl-ca={At("ca.pem")}"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task EveryMode_IsAsStrictAsItSays()
    {
        Assert.Equal("", await CipherAsync(MySqlSslMode.None));
        Assert.NotEqual("", await CipherAsync(MySqlSslMode.Preferred));
        Assert.NotEqual("", await CipherAsync(MySqlSslMode.Required));
        Assert.NotEqual("", await CipherAsync(MySqlSslMode.VerifyCA, "ca.pem", "localhost"));
        Assert.NotEqual("", await CipherAsync(MySqlSslMode.VerifyFull, "ca.pem"));

        foreach (var (mode, authority, host) in new[]
        {
            (MySqlSslMode.VerifyCA, "", "127.0.0.1"), (MySqlSslMode.VerifyCA, "other.pem", "127.0.0.1"), (MySqlSslMode.VerifyFull, "other.pem", "127.0.0.1"),
            (MySqlSslMode.VerifyFull, "ca.pem", "localhost"),
        })
        {
            var error = await Assert.ThrowsAsync<MySqlException>(() => CipherAsync(mode, authority, host));
            Assert.Contains("TLS", error.Message, StringComparison.Ordinal);
        }
        var missing = await Assert.ThrowsAsync<MySqlException>(() => CipherAsync(MySqlSslMode.VerifyFull, "missing.pem"));
        Assert.Contains("missing.pem", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PooledConnections_UnderTls_AreUsedAgain()
    {
        var settings = Settings(MySqlSslMode.Required, "", "127.0.0.1");
        (settings.Pooling, settings.MaximumPoolSize) = (true, 1);
        var threads = new HashSet<int>();
        for (var i = 0; i < 3; i++)
        {
            await using var connection = new MySqlConnection(settings.ConnectionString);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            Assert.Equal(1 << 20, ((string)(await connection.ScalarAsync("SELECT REPEAT('x', 1 << 20)"))!).Length);
            threads.Add(connection.ServerThread);
        }
        Assert.Single(threads);
        await using var last = new MySqlConnection(settings.ConnectionString);
        await MySqlConnection.ClearPoolAsync(last, TestContext.Current.CancellationToken);
    }

    private async Task<string> CipherAsync(MySqlSslMode mode, string authority = "", string host = "127.0.0.1")
    {
        await using var connection = new MySqlConnection(Settings(mode, authority, host).ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var reader = await connection.Command("SHOW SESSION STATUS LIKE 'Ssl_cipher'").ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        return reader.GetString(1);
    }

    private MySqlConnectionStringBuilder Settings(MySqlSslMode mode, string authority, string host) => new()
    {
        Server = host,
        Port = (uint)_server!.Port,
        UserID = MariaDbServer.User,
        Password = MariaDbServer.Password,
        SslMode = mode,
        SslCa = authority.Length > 0 ? At(authority) : "",
        Pooling = false,
        ConnectionTimeout = 120,
    };

    private X509Certificate2 WriteAuthority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN=Maat test {name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var authority = request.CreateSelfSigned(From, Until);
        File.WriteAllText(At(name + ".pem"), authority.ExportCertificatePem());
        return authority;
    }

    private void WriteCertificate(X509Certificate2 authority)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Maat test server", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, From, Until, [1, 2, 3, 4]);
        File.WriteAllText(At("server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(At("server.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private string At(string name) => Path.Combine(_directory, name);
}
