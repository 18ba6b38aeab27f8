using System.Buffers.Binary;

namespace MySqlConnector.Protocol;

/// <summary>
/// Reads the basic types of the protocol ("Protocol Basics", data types) from one payload. Every length is held against what is there, so
/// that a lying packet ends in a <see cref="MySqlException"/> and not in an allocation or an index out of range.
/// </summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    /// <summary>The first byte of a field of the text protocol that is NULL; no length begins with it.</summary>
    public const byte NullMarker = 0xFB;

    private readonly ReadOnlySpan<byte> _payload = payload;

    public int Position { get; private set; }

    public readonly int Left => _payload.Length - Position;

    public readonly byte Peek() => Left > 0 ? _payload[Position] : throw Short(1);

    public byte Byte() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)Left)
            throw Short(count);
        var bytes = _payload.Slice(Position, count);
        Position += count;
        return bytes;
    }

    public void Skip(int count) => Bytes(count);

    public ReadOnlySpan<byte> Rest() => Bytes(Left);

    /// <summary>Bytes up to a NUL, which is read too; to the end where none comes, as some servers leave out the last one.</summary>
    public ReadOnlySpan<byte> NullTerminated()
    {
        var length = _payload[Position..].IndexOf((byte)0);
        if (length < 0)
            return Rest();
        var bytes = Bytes(length);
        Skip(1);
        return bytes;
    }

    public ulong LengthEncodedInteger()
    {
        var first = Byte();
        switch (first)
        {
            case < NullMarker:
                return first;
            case 0xFC:
                return UInt16();
            case 0xFD:
                var three = Bytes(3);
                return (uint)(three[0] | three[1] << 8 | three[2] << 16);
            case 0xFE:
                return BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));
            default:
                throw MySqlException.Malformed($"a length that begins with 0x{first:X2}.");
        }
    }

    public ReadOnlySpan<byte> LengthEncodedBytes()
    {
        var length = LengthEncodedInteger();
        if (length > (ulong)Left)
            throw MySqlException.Malformed($"a field of {length} bytes where {Left} are left in its packet.");
        return Bytes((int)length);
    }

    private readonly MySqlException Short(int wanted) =>
        MySqlException.Malformed($"a packet of {_payload.Length} bytes ends at byte {Position}, where {wanted} more belong.");
}
