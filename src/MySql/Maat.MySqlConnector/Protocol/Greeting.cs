using System.Text;

namespace MySqlConnector.Protocol;

/// <summary>What a server says first (MySQL's "Protocol::HandshakeV10").</summary>
internal sealed record Greeting(string ServerVersion, uint ThreadId, byte[] Nonce, Capabilities Capabilities, ServerStatus Status, string Plugin)
{
    /// <summary>Replication clients of MySQL 5 choke on versions beyond 5, so MariaDB before 11 puts this in front of its own.</summary>
    private const string MariaDbPrefix = "5.5.5-";

    private const int NonceLength = 20;
    private const int FirstPart = 8;

    public static Greeting Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var protocol = reader.Byte();
        if (protocol != 10)
            throw new MySqlException(MySqlErrorCode.HandshakeError, "08S01", $"The server speaks version {protocol} of the protocol, and only 10 is understood. Is it a MySQL or MariaDB server?");
        var version = Encoding.UTF8.GetString(reader.NullTerminated());
        if (version.StartsWith(MariaDbPrefix, StringComparison.Ordinal))
            version = version[MariaDbPrefix.Length..];
        var thread = reader.UInt32();
        var nonce = new byte[NonceLength];
        reader.Bytes(FirstPart).CopyTo(nonce);
        reader.Skip(1);
        uint capabilities = reader.UInt16();
        reader.Skip(1);
        var status = reader.UInt16();
        capabilities |= (uint)reader.UInt16() << 16;
        reader.Skip(1 + 10);
        reader.Bytes(NonceLength - FirstPart).CopyTo(nonce.AsSpan(FirstPart));
        if (reader.Left > 0)
            reader.Skip(1);
        var plugin = Encoding.ASCII.GetString(reader.NullTerminated());
        return new(version, thread, nonce, (Capabilities)capabilities, (ServerStatus)status, plugin);
    }
}
