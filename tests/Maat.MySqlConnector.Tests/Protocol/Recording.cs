using System.Buffers.Binary;
using System.Text;
using MySqlConnector;
using MySqlConnector.Connections;
using MySqlConnector.Protocol;
using MySqlConnector.Types;

namespace Maat.MySqlConnector.Tests.Protocol;

/// <summary>Builds what a server says, packet by packet, from the protocol's description.</summary>
internal sealed class Recording
{
    public const Capabilities Server = Capabilities.Protocol41 | Capabilities.SecureConnection | Capabilities.PluginAuthentication | Capabilities.DeprecateEof
        | Capabilities.MultiStatements | Capabilities.MultiResults | Capabilities.ConnectWithDatabase | Capabilities.FoundRows;

    private readonly List<byte> _bytes = [];

    /// <summary>The nonce of <see cref="Greeting"/>.</summary>
    public static byte[] Nonce { get; } = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    public byte Sequence { get; set; }

    public byte[] ToArray() => [.. _bytes];

    public static Session Session(byte[] script, string options = "", int atOnce = int.MaxValue, Capabilities capabilities = Server)
    {
        var settings = new ConnectionSettings(new MySqlConnectionStringBuilder("SslMode=None;Pooling=false;User=maat;Password=secret-word;" + options));
        return new(new ScriptedStream(script, atOnce), settings) { Capabilities = capabilities };
    }

    public Recording Packet(params byte[] payload)
    {
        _bytes.AddRange([(byte)payload.Length, (byte)(payload.Length >> 8), (byte)(payload.Length >> 16), Sequence++]);
        _bytes.AddRange(payload);
        return this;
    }

    public Recording Greeting(string plugin = "caching_sha2_password", string version = "8.4.0", Capabilities capabilities = Server)
    {
        var flags = (uint)capabilities;
        return Packet(
        [
            10, .. Encoding.ASCII.GetBytes(version), 0, 7, 0, 0, 0, .. Nonce[..8], 0, (byte)flags, (byte)(flags >> 8), 45, 2, 0, (byte)(flags >> 16), (byte)(flags >> 24), 21,
            .. new byte[10], .. Nonce[8..], 0, .. Encoding.ASCII.GetBytes(plugin), 0,
        ]);
    }

    /// <summary>Leaves the client a packet of its own.</summary>
    public Recording Skip()
    {
        Sequence++;
        return this;
    }

    public Recording Ok(ServerStatus status = ServerStatus.None, byte affected = 0, byte header = 0) => Packet(header, affected, 0, (byte)status, (byte)((ushort)status >> 8), 0, 0);

    public Recording Error(ushort code, string message, string state = "HY000") =>
        Packet([0xFF, (byte)code, (byte)(code >> 8), (byte)'#', .. Encoding.ASCII.GetBytes(state), .. Encoding.UTF8.GetBytes(message)]);

    public Recording Column(string name, ColumnType type, ushort charset = 63, uint length = 255, ushort flags = 0) => Packet(Definition(name, type, charset, length, flags));

    public static byte[] Definition(string name, ColumnType type, ushort charset = 63, uint length = 255, ushort flags = 0)
    {
        var tail = new byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(tail, charset);
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(2), length);
        tail[6] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(tail.AsSpan(7), flags);
        return [3, .. "def"u8, 0, 0, 0, (byte)name.Length, .. Encoding.UTF8.GetBytes(name), 0, 12, .. tail];
    }
}
