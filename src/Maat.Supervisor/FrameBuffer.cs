using System.Buffers.Binary;

namespace Maat.Supervisor;

/// <summary>Collects what arrives on a pipe and hands it out frame by frame. Its memory does not move, so that texts can be passed on by address.</summary>
internal sealed class FrameBuffer
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(64 << 10, pinned: true);
    private int _start;
    private int _end;

    /// <summary>Reads once. Returns false at the end of the pipe.</summary>
    internal bool Fill(int descriptor)
    {
        MakeRoom();
        var count = Libc.Read(descriptor, _bytes.AsSpan(_end));
        _end += Math.Max(count, 0);
        return count != 0;
    }

    /// <summary>Takes the next whole frame (kind and fields); it is valid until the next <see cref="Fill"/>.</summary>
    /// <exception cref="InvalidDataException">The length is outside what a frame may have: the other side is broken.</exception>
    internal bool TryTake(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        var available = _end - _start;
        if (available < Protocol.HeaderLength)
            return false;
        var length = Length();
        if (available < sizeof(int) + length)
            return false;
        frame = _bytes.AsSpan(_start + sizeof(int), length);
        _start += sizeof(int) + length;
        return true;
    }

    private int Length()
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_start));
        return length is > 0 and <= Protocol.MaxFrame
            ? length
            : throw new InvalidDataException($"A frame of {length} bytes arrived; allowed are 1 to {Protocol.MaxFrame}.");
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            return;
        }

        var available = _end - _start;
        var needed = available < Protocol.HeaderLength ? Protocol.HeaderLength : sizeof(int) + Length();
        if (_start + needed <= _bytes.Length && _end < _bytes.Length)
            return;
        var target = needed <= _bytes.Length ? _bytes : GC.AllocateUninitializedArray<byte>(needed, pinned: true);
        _bytes.AsSpan(_start, available).CopyTo(target);
        _bytes = target;
        (_start, _end) = (0, available);
    }
}
