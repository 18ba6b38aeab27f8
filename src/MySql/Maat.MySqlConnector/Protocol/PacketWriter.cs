using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MySqlConnector.Protocol;

/// <summary>
/// Gathers what is to be sent. Several short commands may be gathered and sent with one write; a payload of 16 MiB − 1 bytes and more is
/// cut into packets as it is sent.
/// </summary>
internal sealed class PacketWriter(Stream stream)
{
    private const int UsualBuffer = 4 * 1024;
    private const int KeptBuffer = 1 << 20;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);
    private int _end;
    private int _packet = -1;
    private byte _sequence;

    /// <summary>
    /// <c>max_allowed_packet</c> of the session: the server drops the connection of whoever sends as much, which looks like a lost
    /// connection and would be retried for nothing.
    /// </summary>
    public long Limit { get; set; } = PacketReader.LargestPayload;

    /// <summary>The number of the first packet of the answer to what was flushed last.</summary>
    public byte AnswerSequence { get; private set; }

    public void Switch(Stream secured) => stream = secured;

    /// <summary>Forgets what was gathered.</summary>
    public void Clear()
    {
        _end = 0;
        _packet = -1;
        if (_buffer.Length > KeptBuffer)
            Move(UsualBuffer);
    }

    /// <summary>Begins a packet behind those gathered; commands begin at zero, parts of a handshake where the server left off.</summary>
    public void Begin(byte sequence = 0)
    {
        Finish();
        _packet = _end;
        _sequence = sequence;
        Reserve(PacketReader.HeaderSize);
        _end += PacketReader.HeaderSize;
    }

    public void Byte(byte value)
    {
        Reserve(1)[0] = value;
        Advance(1);
    }

    public void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), value);
        Advance(2);
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);
        Advance(4);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);
        Advance(8);
    }

    public void Zeros(int count)
    {
        Reserve(count)[..count].Clear();
        Advance(count);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Demand(value.Length);
        value.CopyTo(Reserve(value.Length));
        Advance(value.Length);
    }

    public void Utf8(ReadOnlySpan<char> value)
    {
        Demand(value.Length);
        Advance(Encoding.UTF8.GetBytes(value, Reserve(Encoding.UTF8.GetMaxByteCount(value.Length))));
    }

    public void LengthEncodedInteger(ulong value)
    {
        switch (value)
        {
            case < 0xFB:
                Byte((byte)value);
                break;
            case <= ushort.MaxValue:
                Byte(0xFC);
                UInt16((ushort)value);
                break;
            case <= 0xFF_FFFF:
                Byte(0xFD);
                UInt16((ushort)value);
                Byte((byte)(value >> 16));
                break;
            default:
                Byte(0xFE);
                UInt64(value);
                break;
        }
    }

    public void LengthEncodedBytes(ReadOnlySpan<byte> value)
    {
        LengthEncodedInteger((ulong)value.Length);
        Bytes(value);
    }

    public void LengthEncodedUtf8(ReadOnlySpan<char> value)
    {
        LengthEncodedInteger((ulong)Encoding.UTF8.GetByteCount(value));
        Utf8(value);
    }

    /// <summary>Room for at least so many bytes; <see cref="Advance"/> says how many became part of the packet.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _end < count)
            Move((int)Math.Min(Math.Max(2L * _buffer.Length, (long)_end + count), Array.MaxLength));
        return _buffer.AsSpan(_end);
    }

    public void Advance(int count)
    {
        _end += count;
        Demand(0);
    }

    /// <summary>Bytes that were written and may be changed, counted from the beginning of the packet's payload.</summary>
    public Span<byte> Written(int at) => _buffer.AsSpan(_packet + PacketReader.HeaderSize + at, _end - _packet - PacketReader.HeaderSize - at);

    public int PayloadLength => _end - _packet - PacketReader.HeaderSize;

    /// <summary>Sends everything gathered.</summary>
    /// <exception cref="MySqlException">The connection was lost.</exception>
    public async ValueTask FlushAsync(CancellationToken token)
    {
        var from = 0;
        try
        {
            var header = _packet;
            var left = PayloadLength;
            int length;
            do
            {
                // The header of a further packet takes the place of bytes that are already on their way.
                length = Math.Min(left, PacketReader.LargestPacket);
                WriteHeader(header, length);
                var to = header + PacketReader.HeaderSize + length;
                await stream.WriteAsync(_buffer.AsMemory(from, to - from), token).ConfigureAwait(false);
                left -= length;
                header = from = to - PacketReader.HeaderSize;
            }
            while (length == PacketReader.LargestPacket);
            AnswerSequence = _sequence;
            await stream.FlushAsync(token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw MySqlException.Lost(e);
        }
        finally
        {
            Clear();
        }
    }

    private void Finish()
    {
        if (_packet >= 0)
            WriteHeader(_packet, PayloadLength);
    }

    private void WriteHeader(int at, int length)
    {
        _buffer[at] = (byte)length;
        _buffer[at + 1] = (byte)(length >> 8);
        _buffer[at + 2] = (byte)(length >> 16);
        _buffer[at + 3] = _sequence++;
    }

    private void Demand(int more)
    {
        var payload = (long)PayloadLength + more;
        if (payload >= Limit)
        {
            throw new MySqlException(
                MySqlErrorCode.PacketTooLarge,
                "08S01",
                $"The statement with its values is larger than the server takes: {payload} bytes or more, and max_allowed_packet is {Limit}. Nothing was sent. Send less at once, or raise max_allowed_packet on the server.");
        }
    }

    private void Move(int size)
    {
        var other = ArrayPool<byte>.Shared.Rent(size);
        Buffer.BlockCopy(_buffer, 0, other, 0, _end);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = other;
    }
}
