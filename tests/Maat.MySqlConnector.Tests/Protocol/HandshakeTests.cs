using System.Security.Cryptography;
using System.Text;
using MySqlConnector;
using MySqlConnector.Authentication;
using MySqlConnector.Protocol;

namespace Maat.MySqlConnector.Tests.Protocol;

/// <summary>What MariaDB does not do, played from the protocol's description.</summary>
public sealed class HandshakeTests
{
    private const string Password = "secret-word";
    private const byte More = 1, Fast = 3, Full = 4;

    [Theory]
    [InlineData("5.5.5-10.11.6-MariaDB", "10.11.6-MariaDB")]
    [InlineData("8.4.0", "8.4.0")]
    public async Task Handshake_ShortProofIsEnough_SignsIn(string said, string version)
    {
        var (session, heard) = await PlayAsync(new Recording().Greeting(version: said).Skip().Packet(More, Fast).Ok());
        Assert.Equal(version, session.ServerVersion);
        Assert.Equal(7u, session.ThreadId);
        Assert.True(heard.AsSpan().IndexOf(Scrambles.CachingSha2(Password, Recording.Nonce)) > 0);
        AssertNotSaid(heard);
    }

    [Fact]
    public async Task Handshake_FullProofInTheClear_IsRefusedAndSaysHow()
    {
        var error = await Assert.ThrowsAsync<MySqlException>(() => PlayAsync(new Recording().Greeting().Skip().Packet(More, Full)));
        Assert.Contains("Allow Public Key Retrieval", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handshake_FullProofOnAPrivateWay_SaysThePassword()
    {
        var recording = new Recording().Greeting().Skip().Packet(More, Full).Skip().Ok();
        var (_, heard) = await PlayAsync(recording, prepare: session => session.MarkPrivate());
        Assert.EndsWith(Password + "\0", Encoding.UTF8.GetString(heard), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handshake_FullProofWithRetrievalAllowed_EncryptsThePassword()
    {
        using var key = RSA.Create(2048);
        var recording = new Recording().Greeting().Skip().Packet(More, Full).Skip().Packet([More, .. Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem())]).Skip().Ok();
        var (_, heard) = await PlayAsync(recording, "AllowPublicKeyRetrieval=true");
        AssertNotSaid(heard);
        var opened = key.Decrypt(heard[^256..], RSAEncryptionPadding.OaepSHA1);
        Assert.Equal(Password.Length + 1, opened.Length);
        Assert.Equal((byte)'s', (byte)(opened[0] ^ Recording.Nonce[0]));
    }

    [Fact]
    public async Task Handshake_KeyThatIsNone_IsAClearError()
    {
        var recording = new Recording().Greeting().Skip().Packet(More, Full).Skip().Packet(More, 1, 2, 3);
        var error = await Assert.ThrowsAsync<MySqlException>(() => PlayAsync(recording, "AllowPublicKeyRetrieval=true"));
        Assert.Equal(MySqlErrorCode.HandshakeError, error.ErrorCode);
    }

    [Fact]
    public async Task Handshake_ServerSwitchesPlugin_ProvesAnewWithItsNonce()
    {
        var nonce = Enumerable.Range(40, 20).Select(i => (byte)i).ToArray();
        var recording = new Recording().Greeting().Skip().Packet([0xFE, .. "mysql_native_password\0"u8, .. nonce, 0]).Skip().Ok();
        var (_, heard) = await PlayAsync(recording);
        Assert.Equal(Scrambles.Native(Password, nonce), heard[^20..]);
        AssertNotSaid(heard);
    }

    [Theory]
    [InlineData("mysql_clear_password")]
    [InlineData("mysql_old_password")]
    [InlineData("client_ed25519")]
    public async Task Handshake_PluginNotSupported_NamesItAndSaysNothing(string plugin)
    {
        var script = new Recording().Greeting().Skip().Packet([0xFE, .. Encoding.ASCII.GetBytes(plugin), 0, .. Recording.Nonce, 0]).ToArray();
        var session = Recording.Session(script);
        var error = await Assert.ThrowsAsync<MySqlException>(() => Handshake.PerformAsync(session, TestContext.Current.CancellationToken));
        Assert.Contains(plugin, error.Message, StringComparison.Ordinal);
        AssertNotSaid(((ScriptedStream)session.Stream).Heard.ToArray());
    }

    [Fact]
    public async Task Handshake_NoTlsWhereItIsRequired_SendsNothing()
    {
        var session = Recording.Session(new Recording().Greeting().ToArray(), "SslMode=Required");
        var error = await Assert.ThrowsAsync<MySqlException>(() => Handshake.PerformAsync(session, TestContext.Current.CancellationToken));
        Assert.Contains("TLS", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, ((ScriptedStream)session.Stream).Heard.Length);
    }

    [Fact]
    public async Task Handshake_Always_OffersNoFiles()
    {
        const int localFiles = 0x80;
        var everything = (Capabilities)uint.MaxValue & ~Capabilities.Tls;
        var (session, heard) = await PlayAsync(new Recording().Greeting(capabilities: everything).Skip().Ok());
        Assert.Equal(0, BitConverter.ToInt32(heard, PacketReader.HeaderSize) & localFiles);
        Assert.Equal(0, (int)session.Capabilities & localFiles);
    }

    [Fact]
    public async Task Handshake_ServerThatIsFull_SaysSo()
    {
        var error = await Assert.ThrowsAsync<MySqlException>(() => PlayAsync(new Recording().Packet([0xFF, 0x10, 0x04, .. "Too many connections"u8])));
        Assert.Equal(MySqlErrorCode.ConnectionCountError, error.ErrorCode);
        Assert.True(error.IsTransient);
    }

    private static async Task<(Session Session, byte[] Heard)> PlayAsync(Recording recording, string options = "", Action<Session>? prepare = null)
    {
        var session = Recording.Session(recording.ToArray(), options);
        prepare?.Invoke(session);
        await Handshake.PerformAsync(session, TestContext.Current.CancellationToken);
        return (session, ((ScriptedStream)session.Stream).Heard.ToArray());
    }

    private static void AssertNotSaid(byte[] heard) => Assert.Equal(-1, heard.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Password)));
}
