using System.Globalization;
using System.Text;
using Maat.Supervisor;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Processes;

/// <summary>
/// The pipe of a task's output. It is open before the task is, so no byte is missed. Used by the pump's thread alone, but for the
/// opening.
/// <para>
/// The supervisor opens the writing end through this process's <c>/proc/…/fd</c>. A named pipe would cost two changes of a directory
/// for each task, and a file system with a journal is slow at names that come and go.
/// </para>
/// </summary>
internal sealed unsafe partial class TaskOutputPipe(long taskId, ITaskOutput output, long limit, ILogger logger)
{
    private bool _dropping;
    private int _writingEnd = -1;

    /// <summary>Under which the supervisor can open the writing end, until it is closed here.</summary>
    internal string WritingPath => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{_writingEnd}");

    internal int Descriptor { get; private set; } = -1;

    internal bool IsOpen => Descriptor >= 0;

    internal long Bytes { get; private set; }

    internal long Dropped { get; private set; }

    /// <returns>What went wrong, or null.</returns>
    internal string? Open()
    {
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.OpenNonBlocking | Libc.OpenCloseOnExec) != 0)
            return Wording.Of($"The pipe for the task's output cannot be made: {SystemErrors.Of(Libc.Error)}").ToString();
        (Descriptor, _writingEnd) = (ends[0], ends[1]);
        return null;
    }

    /// <summary>To be called once the supervisor has opened it: while it is open here too, reading finds no end.</summary>
    internal void CloseWritingEnd()
    {
        if (_writingEnd < 0)
            return;
        _ = Libc.close(_writingEnd);
        _writingEnd = -1;
    }

    /// <summary>Hands on one chunk; closes at the end, when no process has the pipe open any more.</summary>
    internal void ReadOnce(Span<byte> buffer)
    {
        var count = Libc.Read(Descriptor, buffer);
        if (count == 0)
            Close();
        else if (count > 0)
            HandOn(buffer[..count]);
    }

    /// <summary>
    /// Hands on what is in the pipe now, and closes it. What comes later is from a process that left the task's session, for
    /// which nobody waits.
    /// </summary>
    internal void ReadRest(Span<byte> buffer)
    {
        int left;
        if (!IsOpen || Libc.ioctl(Descriptor, Libc.FionRead, &left) != 0)
            left = 0;
        while (left > 0 && IsOpen)
        {
            var before = Bytes + Dropped;
            ReadOnce(buffer[..Math.Min(buffer.Length, left)]);
            var count = (int)(Bytes + Dropped - before);
            if (count == 0)
                break;
            left -= count;
        }

        Close();
    }

    internal void Close()
    {
        CloseWritingEnd();
        if (!IsOpen)
            return;
        _ = Libc.close(Descriptor);
        Descriptor = -1;
    }

    private void HandOn(ReadOnlySpan<byte> chunk)
    {
        var kept = _dropping ? [] : chunk[..(int)Math.Min(chunk.Length, limit - Bytes)];
        if (kept.Length > 0 && TryWrite(kept))
            Bytes += kept.Length;
        else
            kept = [];
        Dropped += chunk.Length - kept.Length;
        if (_dropping || kept.Length == chunk.Length)
            return;
        _dropping = true;
        TryWrite(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"\n[maat] The output is longer than {limit} bytes: what follows is not kept. The task goes on.\n")));
    }

    private bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            output.Write(bytes);
            return true;
        }
#pragma warning disable CA1031 // The receiver's failure, whatever it is, must not stop the other tasks' output.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _dropping = true;
            LogReceiverFailed(logger, taskId, exception);
            return false;
        }
    }

    [LoggerMessage(4101, LogLevel.Error, "The output of task {TaskId} could not be stored; the rest of it is dropped and the task goes on")]
    private static partial void LogReceiverFailed(ILogger logger, long taskId, Exception exception);
}
