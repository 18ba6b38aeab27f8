using System.Globalization;
using System.Text;
using Maat.Supervisor;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Processes;

/// <summary>
/// The reading end of a task's output. It is open before the task is, so no byte is missed. Used by the pump's thread alone,
/// but for the opening.
/// </summary>
internal sealed unsafe partial class TaskOutputPipe(long taskId, ITaskOutput output, long limit, ILogger logger)
{
    private bool _dropping;

    internal int Descriptor { get; private set; } = -1;

    internal bool IsOpen => Descriptor >= 0;

    internal long Bytes { get; private set; }

    internal long Dropped { get; private set; }

    /// <summary>Makes the pipe, for this user only, and opens it.</summary>
    /// <returns>What went wrong, or null.</returns>
    internal string? Open(string path)
    {
        if (Libc.mkfifo(path, 0b110_000_000) != 0)
            return $"The pipe for the task's output cannot be made at {path}: {Libc.Failure("mkfifo").Message}";
        Descriptor = Libc.open(path, Libc.OpenReadOnly | Libc.OpenNonBlocking | Libc.OpenCloseOnExec, 0);
        return IsOpen ? null : $"The pipe for the task's output at {path} cannot be opened: {Libc.Failure("open").Message}";
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
