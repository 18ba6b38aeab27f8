using System.Text;
using MySqlConnector.Protocol;

namespace MySqlConnector.Authentication;

/// <summary>From the server's greeting to its OK (MySQL's "Connection Phase"): capabilities, TLS, and who is there.</summary>
internal static class Handshake
{
    private const string NativePassword = "mysql_native_password";
    private const string CachingSha2 = "caching_sha2_password";

    /// <summary>Of utf8mb4; the name in the greeting is one byte, and <c>SET NAMES</c> follows.</summary>
    private const byte Utf8Mb4GeneralCi = 45;

    /// <summary>A server may change its mind about the plugin, and ask for a key; one that goes on asking is not understood.</summary>
    private const int MaxRounds = 8;

    private const Capabilities Needed = Capabilities.Protocol41 | Capabilities.SecureConnection | Capabilities.PluginAuthentication;

    private const Capabilities Wanted = Needed | Capabilities.LongPassword | Capabilities.LongFlag | Capabilities.Transactions
        | Capabilities.MultiStatements | Capabilities.MultiResults | Capabilities.PreparedMultiResults | Capabilities.DeprecateEof;

    public static async Task PerformAsync(Session session, CancellationToken token)
    {
        var settings = session.Settings;
        var first = await session.ReadAsync(token).ConfigureAwait(false);
        if (new PayloadReader(first.Span).Peek() == ErrorPacket.Header)
            throw ErrorPacket.Parse(first.Span);
        var greeting = Greeting.Parse(first.Span);
        session.ServerVersion = greeting.ServerVersion;
        session.ThreadId = greeting.ThreadId;
        session.Status = greeting.Status;
        if ((greeting.Capabilities & Needed) != Needed)
            throw new MySqlException(MySqlErrorCode.HandshakeError, "08S01", $"The server ({greeting.ServerVersion}) is too old. MySQL 8.0 and MariaDB 10.6 are the oldest that are supported.");

        var wanted = Wanted;
        if (!settings.UseAffectedRows)
            wanted |= Capabilities.FoundRows;
        if (settings.Database.Length > 0)
            wanted |= Capabilities.ConnectWithDatabase;
        session.Capabilities = wanted & greeting.Capabilities;
        if (Tls.IsWanted(session, greeting))
        {
            session.Capabilities |= Capabilities.Tls;
            session.Writer.Begin(session.Reader.Sequence);
            WriteClient(session);
            await session.SendAsync(token).ConfigureAwait(false);
            await Tls.BeginAsync(session, token).ConfigureAwait(false);
        }

        var plugin = greeting.Plugin is NativePassword or CachingSha2 ? greeting.Plugin : CachingSha2;
        session.Writer.Begin(session.Reader.Sequence);
        WriteClient(session);
        session.Writer.Utf8(settings.UserID);
        session.Writer.Byte(0);
        var proof = Proof(plugin, settings.Password, greeting.Nonce);
        session.Writer.Byte((byte)proof.Length);
        session.Writer.Bytes(proof);
        if ((session.Capabilities & Capabilities.ConnectWithDatabase) != 0)
        {
            session.Writer.Utf8(settings.Database);
            session.Writer.Byte(0);
        }
        session.Writer.Utf8(plugin);
        session.Writer.Byte(0);
        await session.SendAsync(token).ConfigureAwait(false);
        await AuthenticateAsync(session, plugin, greeting.Nonce, token).ConfigureAwait(false);
    }

    private static void WriteClient(Session session)
    {
        session.Writer.UInt32((uint)session.Capabilities);
        session.Writer.UInt32(PacketReader.LargestPayload);
        session.Writer.Byte(Utf8Mb4GeneralCi);
        session.Writer.Zeros(23);
    }

    private static async Task AuthenticateAsync(Session session, string plugin, byte[] nonce, CancellationToken token)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var payload = await session.ReadAsync(token).ConfigureAwait(false);
            switch (new PayloadReader(payload.Span).Peek())
            {
                case Ok.Header:
                    session.Status = Ok.Parse(payload.Span).Status;
                    return;
                case ErrorPacket.Header:
                    throw ErrorPacket.Parse(payload.Span);
                case 0xFE:
                    (plugin, nonce) = ParseSwitch(payload.Span);
                    await ReplyAsync(session, Proof(plugin, session.Settings.Password, nonce), token).ConfigureAwait(false);
                    break;
                case 0x01 when plugin == CachingSha2:
                    await ContinueSha2Async(session, payload, nonce, token).ConfigureAwait(false);
                    break;
                case var other:
                    throw MySqlException.Malformed($"a packet that begins with 0x{other:X2} while signing in.");
            }
        }
        throw MySqlException.Malformed("signing in comes to no end.");
    }

    /// <summary>"caching_sha2_password": 3 says that the proof was enough, 4 that the server needs the password itself.</summary>
    private static async Task ContinueSha2Async(Session session, ReadOnlyMemory<byte> payload, byte[] nonce, CancellationToken token)
    {
        const byte FastPath = 3, FullPath = 4, RequestKey = 2;
        var state = payload.Length > 1 ? payload.Span[1] : (byte)0;
        if (state == FastPath)
            return;
        if (state != FullPath)
            throw MySqlException.Malformed($"state {state} of {CachingSha2}.");
        var password = session.Settings.Password;
        if (session.IsPrivate)
        {
            await ReplyAsync(session, Encoding.UTF8.GetBytes(password + '\0'), token).ConfigureAwait(false);
            return;
        }
        if (!session.Settings.AllowPublicKeyRetrieval)
        {
            throw new MySqlException(
                MySqlErrorCode.UnableToConnectToHost,
                "08001",
                $"The server asks for the password, and the connection is not protected. Use TLS ('SSL Mode=VerifyFull'), or 'Allow Public Key Retrieval=true' on a network that is trusted.");
        }
        await ReplyAsync(session, [RequestKey], token).ConfigureAwait(false);
        var key = await session.ReadAsync(token).ConfigureAwait(false);
        if (new PayloadReader(key.Span).Peek() == ErrorPacket.Header)
            throw ErrorPacket.Parse(key.Span);
        var pem = Encoding.ASCII.GetString(key.Span[1..]);
        await ReplyAsync(session, Scrambles.RsaEncrypted(password, nonce, pem), token).ConfigureAwait(false);
    }

    private static async Task ReplyAsync(Session session, byte[] reply, CancellationToken token)
    {
        session.Writer.Begin(session.Reader.Sequence);
        session.Writer.Bytes(reply);
        await session.SendAsync(token).ConfigureAwait(false);
    }

    private static (string Plugin, byte[] Nonce) ParseSwitch(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.Skip(1);
        if (reader.Left == 0)
            throw new MySqlException(MySqlErrorCode.HandshakeError, "08S01", "The server asks for the password in the form of MySQL before 4.1, which is refused.");
        var plugin = Encoding.ASCII.GetString(reader.NullTerminated());
        var nonce = reader.Rest();
        return (plugin, (nonce.Length > 0 && nonce[^1] == 0 ? nonce[..^1] : nonce).ToArray());
    }

    private static byte[] Proof(string plugin, string password, byte[] nonce) => plugin switch
    {
        NativePassword => Scrambles.Native(password, nonce),
        CachingSha2 => Scrambles.CachingSha2(password, nonce),
        _ => throw new MySqlException(
            MySqlErrorCode.HandshakeError,
            "08S01",
            $"The server wants authentication by '{(plugin.Length <= 64 ? plugin : plugin[..64])}', which is not supported. Give the account {CachingSha2} (MySQL) or {NativePassword} (MariaDB)."),
    };
}
