using System.Buffers.Binary;
using System.Text;

namespace Maat.Supervisor;

/// <summary>
/// What worker and supervisor say to each other, over the supervisor's standard input and output. A frame is its length (four
/// bytes, little-endian, of what follows), a kind (one byte) and the kind's fields: integers little-endian, texts as UTF-8 ended
/// by a zero byte, so that the supervisor can hand them to the kernel where they lie.
/// </summary>
internal enum FrameKind : byte
{
    /// <summary>To the supervisor: task (8), limits: memory bytes, CPU seconds, open files (8 each, 0 = none), number of arguments (4), number of variables (4), then the texts: output pipe, working directory, arguments, variables as <c>NAME=value</c>.</summary>
    Start = 1,

    /// <summary>To the supervisor: task (8), signal (4). Sent to the task's process group; nothing happens when it has ended.</summary>
    Signal = 2,

    /// <summary>To the supervisor: an instant of <c>CLOCK_BOOTTIME</c> in nanoseconds (8), at which it kills every task unless a later one has come.</summary>
    Deadline = 3,

    /// <summary>To the worker, once: the supervisor is ready.</summary>
    Ready = 16,

    /// <summary>To the worker: task (8), process id (4), which is also its group and its session.</summary>
    Started = 17,

    /// <summary>To the worker: task (8), <see cref="StartFailure"/> (4), errno (4).</summary>
    StartFailed = 18,

    /// <summary>To the worker: task (8), exit code or -1 (4), signal or 0 (4), 1 if the deadline killed it (4), user and system microseconds (8, 8), peak resident KiB (8).</summary>
    Exited = 19,
}

/// <summary>Why a task was not started.</summary>
internal enum StartFailure
{
    /// <summary>The program could not be executed or the working directory not be entered.</summary>
    Spawn,

    /// <summary>The output pipe could not be opened for writing.</summary>
    OutputPipe,

    /// <summary>The worker's deadline had passed.</summary>
    DeadlinePassed,
}

internal static class Protocol
{
    /// <summary>The kernel takes at most 2 MiB of arguments and environment at the usual stack limit; twice that is never a valid start.</summary>
    internal const int MaxFrame = 4 << 20;

    internal const int HeaderLength = 5;
}

/// <summary>Builds one frame in a buffer that is used again for the next one.</summary>
internal sealed class FrameBuilder
{
    /// <summary>A larger buffer is not kept for the next frame: few tasks carry this much in their environment.</summary>
    private const int MaxKept = 64 << 10;

    private byte[] _bytes = new byte[512];
    private int _length;

    internal ReadOnlySpan<byte> Finish()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, _length - sizeof(int));
        return _bytes.AsSpan(0, _length);
    }

    internal FrameBuilder Begin(FrameKind kind)
    {
        if (_bytes.Length > MaxKept)
            _bytes = new byte[512];
        _bytes[sizeof(int)] = (byte)kind;
        _length = Protocol.HeaderLength;
        return this;
    }

    internal FrameBuilder Add(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), value);
        _length += sizeof(int);
        return this;
    }

    internal FrameBuilder Add(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
        return this;
    }

    internal FrameBuilder Add(string text)
    {
        AddPart(text);
        return End();
    }

    internal FrameBuilder AddVariable(string name, string value)
    {
        AddPart(name);
        Room(1)[0] = (byte)'=';
        _length++;
        AddPart(value);
        return End();
    }

    private FrameBuilder End()
    {
        Room(1)[0] = 0;
        _length++;
        return this;
    }

    private void AddPart(string text)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, room);
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        return _bytes.AsSpan(_length);
    }
}

/// <summary>Takes a frame's fields one after the other.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> frame)
{
    private ReadOnlySpan<byte> _rest = frame[1..];

    internal FrameKind Kind { get; } = (FrameKind)frame[0];

    internal int Int32()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        _rest = _rest[sizeof(int)..];
        return value;
    }

    internal long Int64()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[sizeof(long)..];
        return value;
    }

    /// <summary>The bytes of a text with the zero that ends it.</summary>
    internal ReadOnlySpan<byte> Text()
    {
        var length = _rest.IndexOf((byte)0) + 1;
        if (length == 0)
            throw new InvalidDataException("A text in a frame has no end.");
        var text = _rest[..length];
        _rest = _rest[length..];
        return text;
    }
}
