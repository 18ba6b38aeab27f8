using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Maat.Engine.Logs;

/// <summary>One log file while it grows, and those in this process who wait for that.</summary>
internal sealed partial class DirectoryLogWriter(string path, ILogger logger, Action completed) : ILogWriter
{
    private readonly Lock _lock = new();
    private SafeFileHandle? _file;
    private TaskCompletionSource<bool>? _growth;
    private bool _completed;

    public long Length { get; private set; }

    public string? CutReason { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        TaskCompletionSource<bool>? waiting;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_completed, this);
            if (CutReason is not null)
                return;
            try
            {
                Append(bytes);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                CutReason = exception.Message;
                LogCut(logger, path, Length, exception);
            }

            (waiting, _growth) = (_growth, null);
        }

        waiting?.SetResult(true);
    }

    public void Complete()
    {
        TaskCompletionSource<bool>? waiting;
        lock (_lock)
        {
            if (_completed)
                return;
            _completed = true;
            if (CutReason is not null)
                TryNoteCut();
            _file?.Dispose();
            (waiting, _growth) = (_growth, null);
        }

        completed();
        waiting?.SetResult(true);
    }

    internal Task<bool> WaitForGrowthAsync(long offset, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_completed || Length > offset)
                return Task.FromResult(true);
            _growth ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _growth.Task.WaitAsync(cancellation);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _file ??= Open();
        RandomAccess.Write(_file, bytes, Length);
        Length += bytes.Length;
    }

    private SafeFileHandle Open()
    {
        SafeFileHandle file;
        try
        {
            file = OpenFile();
        }
        catch (DirectoryNotFoundException)
        {
            // Once per run; and again if the last run beside it has just been deleted.
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file = OpenFile();
        }

        Length = file.IsInvalid ? 0 : RandomAccess.GetLength(file);
        return file;
    }

    private SafeFileHandle OpenFile() => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>By the end of the task there may be room again for a line, behind whatever the failed write still stored.</summary>
    private void TryNoteCut()
    {
        try
        {
            _file ??= Open();
            Length = RandomAccess.GetLength(_file);
            Append(Encoding.UTF8.GetBytes($"\n[maat] The log is cut here, because it could not be written: {CutReason}\n"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogCut(logger, path, Length, exception);
        }
    }

    [LoggerMessage(4201, LogLevel.Error, "The log {Path} could not be written beyond {Length} bytes; it is cut there and the task goes on")]
    private static partial void LogCut(ILogger logger, string path, long length, Exception exception);
}
