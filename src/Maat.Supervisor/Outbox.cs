namespace Maat.Supervisor;

/// <summary>
/// Writes frames to a pipe without ever waiting for its reader, from any thread: what the pipe does not take at once is kept,
/// in order, until the owner's poll finds room. What is kept is bounded by the number of tasks, because every frame but a few
/// belongs to the start or the end of one.
/// </summary>
internal sealed unsafe class Outbox
{
    private readonly Lock _lock = new();
    private readonly int _descriptor;
    private readonly Action _wakeOwner;
    private byte[] _kept = [];
    private int _start;
    private int _end;
    private bool _broken;

    /// <param name="descriptor">The pipe's writing end; it is made non-blocking.</param>
    /// <param name="wakeOwner">Called when something was kept and the owner must poll for room. Must not wait.</param>
    internal Outbox(int descriptor, Action wakeOwner)
    {
        _descriptor = descriptor;
        _wakeOwner = wakeOwner;
        Libc.SetNonBlocking(descriptor);
    }

    internal bool HasKept
    {
        get
        {
            lock (_lock)
                return _end > _start;
        }
    }

    /// <summary>Sends a frame, or keeps what does not fit. A pipe without a reader swallows it: the owner sees the other side's end by itself.</summary>
    internal void Send(ReadOnlySpan<byte> frame)
    {
        lock (_lock)
        {
            var written = _end > _start ? 0 : Write(frame);
            if (_broken || written == frame.Length)
                return;
            Keep(frame[written..]);
        }

        _wakeOwner();
    }

    /// <summary>Writes what was kept, as far as there is room.</summary>
    internal void Flush()
    {
        lock (_lock)
        {
            _start += Write(_kept.AsSpan(_start, _end - _start));
            if (_start < _end && !_broken)
                return;
            _kept = [];
            _start = _end = 0;
        }
    }

    /// <summary>Closes the pipe; what is sent later is swallowed.</summary>
    internal void Close(Action close)
    {
        lock (_lock)
        {
            _broken = true;
            _start = _end = 0;
            close();
        }
    }

    private int Write(ReadOnlySpan<byte> bytes)
    {
        var done = 0;
        fixed (byte* pointer = bytes)
        {
            while (done < bytes.Length && !_broken)
            {
                var count = Libc.write(_descriptor, pointer + done, (nuint)(bytes.Length - done));
                if (count >= 0)
                    done += (int)count;
                else if (Libc.Error == Libc.EAGAIN)
                    break;
                else if (Libc.Error != Libc.EINTR)
                    _broken = true;
            }
        }

        return done;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept.Length - _end < bytes.Length)
        {
            var waiting = _end - _start;
            var larger = new byte[Math.Max(4096, 2 * (waiting + bytes.Length))];
            _kept.AsSpan(_start, waiting).CopyTo(larger);
            (_kept, _start, _end) = (larger, 0, waiting);
        }

        bytes.CopyTo(_kept.AsSpan(_end));
        _end += bytes.Length;
    }
}
