using System.Text;

namespace MySqlConnector.Protocol;

/// <summary>The end of a statement without rows, or of its rows (MySQL's "OK_Packet").</summary>
internal readonly record struct Ok(ulong AffectedRows, ulong LastInsertId, ServerStatus Status)
{
    public const byte Header = 0x00;

    /// <summary>An OK packet that ends rows begins as EOF packets did; a row that begins so is a longer packet.</summary>
    public const byte EndHeader = 0xFE;

    public bool MoreResults => (Status & ServerStatus.MoreResults) != 0;

    public static Ok Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.Skip(1);
        return new(reader.LengthEncodedInteger(), reader.LengthEncodedInteger(), (ServerStatus)reader.UInt16());
    }

    /// <summary>Whether this ends rows; <see cref="Capabilities.DeprecateEof"/> decides how.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> payload, Capabilities capabilities) =>
        payload.Length > 0 && payload[0] == EndHeader
        && payload.Length < ((capabilities & Capabilities.DeprecateEof) != 0 ? PacketReader.LargestPacket : 9);

    public static Ok ParseEnd(ReadOnlySpan<byte> payload, Capabilities capabilities)
    {
        if ((capabilities & Capabilities.DeprecateEof) != 0)
            return Parse(payload);
        var reader = new PayloadReader(payload);
        reader.Skip(1 + 2);
        return new(0, 0, (ServerStatus)reader.UInt16());
    }
}

/// <summary>MySQL's "ERR_Packet".</summary>
internal static class ErrorPacket
{
    public const byte Header = 0xFF;

    public static MySqlException Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.Skip(1);
        var code = (MySqlErrorCode)reader.UInt16();
        var state = "HY000";
        // Before it knows what the client can do, a server sends no state ("too many connections").
        if (reader.Left >= 6 && reader.Peek() == '#')
        {
            reader.Skip(1);
            state = Encoding.ASCII.GetString(reader.Bytes(5));
        }
        return new(code, state, Encoding.UTF8.GetString(reader.Rest()));
    }
}
