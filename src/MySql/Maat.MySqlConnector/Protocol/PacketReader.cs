using System.Buffers;

namespace MySqlConnector.Protocol;

/// <summary>
/// Cuts the server's bytes into payloads. A packet says its length in three bytes and its number in a fourth; a payload of 16 MiB − 1 bytes
/// and more comes in several. The buffer grows with what has arrived, at most to double, never to what a packet claims.
/// </summary>
internal sealed class PacketReader(Stream stream)
{
    public const int HeaderSize = 4;

    /// <summary>The largest length that three bytes hold; a packet of it is followed by another one of the same payload.</summary>
    public const int LargestPacket = 0xFF_FFFF;

    /// <summary>The upper bound of <c>max_allowed_packet</c>: no server sends a larger row.</summary>
    public const int LargestPayload = 1 << 30;

    /// <summary>Some hundred rows of the usual size for one system call.</summary>
    private const int UsualBuffer = 16 * 1024;

    /// <summary>What a connection may keep for its next large row; above it the buffer goes back once it is empty.</summary>
    private const int KeptBuffer = 1 << 20;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);
    private int _start;
    private int _end;

    /// <summary>The number that the next packet must have; a command and its answer count from zero.</summary>
    public byte Sequence { get; set; }

    /// <summary>Whether bytes are here that nobody has asked for yet: after an answer is over there must be none.</summary>
    public bool HasBuffered => _end > _start;

    /// <summary>Reads from here on; used when TLS begins. Nothing may have been sent ahead of it in the clear.</summary>
    public void Switch(Stream secured)
    {
        if (HasBuffered)
            throw MySqlException.Malformed("bytes in the clear after TLS was agreed on.");
        stream = secured;
    }

    /// <summary>A payload that has arrived already. It is valid until the next read.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        if (_end - _start < HeaderSize)
            return false;
        var length = Length(_start);
        if (length == LargestPacket || _end - _start - HeaderSize < length)
            return false;
        Expect(_buffer[_start + 3]);
        payload = _buffer.AsMemory(_start + HeaderSize, length);
        _start += HeaderSize + length;
        return true;
    }

    /// <summary>As <see cref="TryRead"/>, but leaves errors to those who read with a wait around it, which says why they came.</summary>
    public bool TryReadRow(out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        return _end - _start > HeaderSize && _buffer[_start + HeaderSize] != ErrorPacket.Header && TryRead(out payload);
    }

    /// <summary>The next payload, valid until the next read.</summary>
    /// <exception cref="MySqlException">The connection was lost, or packets come out of order or are larger than any server's.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken token)
    {
        if (TryRead(out var ready))
            return ready;

        // Headers in the middle of a payload are taken out, so that it lies in one piece from `_start` on.
        var payload = 0;
        int length;
        do
        {
            await FillAsync(payload + HeaderSize, token).ConfigureAwait(false);
            var header = _start + payload;
            length = Length(header);
            Expect(_buffer[header + 3]);
            if (payload + length > LargestPayload)
                throw MySqlException.Malformed($"a payload of more than {LargestPayload} bytes.");
            await FillAsync(payload + HeaderSize + length, token).ConfigureAwait(false);
            header = _start + payload;
            if (payload == 0)
            {
                _start += HeaderSize;
            }
            else
            {
                Buffer.BlockCopy(_buffer, header + HeaderSize, _buffer, header, _end - header - HeaderSize);
                _end -= HeaderSize;
            }
            payload += length;
        }
        while (length == LargestPacket);

        var result = _buffer.AsMemory(_start, payload);
        _start += payload;
        return result;
    }

    private int Length(int at) => _buffer[at] | _buffer[at + 1] << 8 | _buffer[at + 2] << 16;

    private void Expect(byte sequence)
    {
        if (sequence != Sequence)
            throw MySqlException.Malformed($"packet {sequence} where packet {Sequence} was due.");
        Sequence++;
    }

    private async ValueTask FillAsync(int needed, CancellationToken token)
    {
        while (_end - _start < needed)
        {
            MakeRoom();
            int read;
            try
            {
                read = await stream.ReadAsync(_buffer.AsMemory(_end), token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or NotSupportedException or InvalidOperationException)
            {
                throw MySqlException.Lost(e);
            }
            if (read == 0)
                throw MySqlException.Lost(null);
            _end += read;
        }
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        if (held == 0 && _buffer.Length > KeptBuffer)
            Move(UsualBuffer);
        else if (held > _buffer.Length / 2)
            Move((int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        else if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, held);
            (_start, _end) = (0, held);
        }
    }

    private void Move(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        var held = _end - _start;
        Buffer.BlockCopy(_buffer, _start, larger, 0, held);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        (_start, _end) = (0, held);
    }
}
