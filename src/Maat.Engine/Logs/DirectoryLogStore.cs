using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Maat.Engine.Logs;

/// <summary>
/// Keeps each log as a file, <c>MILLIONS/THOUSANDS/RUN/NODE.ATTEMPT.FENCE.log</c>: no folder but the first holds more than a
/// thousand runs, and a run's logs are deleted by deleting its folder. Written through to the system as it comes (a task's pipe
/// has already made chunks of it), so a reader in any process sees it at once and a killed worker loses nothing of it.
/// </summary>
public sealed class DirectoryLogStore : ILogStore
{
    private const long RunsPerFolder = 1000;

    private readonly string _root;
    private readonly ILogger<DirectoryLogStore> _logger;
    private readonly ConcurrentDictionary<LogKey, DirectoryLogWriter> _open = new();

    /// <exception cref="IOException">The folder does not exist and cannot be made.</exception>
    public DirectoryLogStore(string root, ILogger<DirectoryLogStore> logger)
    {
        _root = Directory.CreateDirectory(root).FullName;
        _logger = logger;
    }

    public ILogWriter Open(LogKey key)
    {
        var writer = new DirectoryLogWriter(PathOf(key), _logger, () => _open.TryRemove(key, out _));
        return _open.TryAdd(key, writer)
            ? writer
            : throw new InvalidOperationException($"The log {key} of run {key.RunId} is already being written by this process.");
    }

    public async ValueTask<LogChunk> ReadAsync(LogKey key, long offset, int maxBytes, bool ended, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, LogChunk.MaxBytes);
        using var file = OpenForReading(key);
        if (file is null)
            return new LogChunk(default, offset, ended);
        var available = Math.Max(0, RandomAccess.GetLength(file) - offset);
        var buffer = new byte[Math.Min(maxBytes, available)];
        var count = buffer.Length == 0 ? 0 : await RandomAccess.ReadAsync(file, buffer, offset, cancellation).ConfigureAwait(false);
        return new LogChunk(buffer.AsMemory(0, count), offset + count, ended && count >= available);
    }

    public ValueTask<long> LengthAsync(LogKey key, CancellationToken cancellation)
    {
        var file = new FileInfo(PathOf(key));
        return ValueTask.FromResult(file.Exists ? file.Length : 0);
    }

    public Task<bool> WaitForGrowthAsync(LogKey key, long offset, CancellationToken cancellation) =>
        _open.TryGetValue(key, out var writer) ? writer.WaitForGrowthAsync(offset, cancellation) : Task.FromResult(false);

    private SafeFileHandle? OpenForReading(LogKey key)
    {
        // Most logs that are asked for exist; the check spares those that do not an exception.
        var path = PathOf(key);
        if (!File.Exists(path))
            return null;
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(LogKey key) => Path.Combine(FolderOf(key.RunId), $"{key}.log");

    private string FolderOf(long runId)
    {
        var thousand = runId / RunsPerFolder;
        return string.Create(CultureInfo.InvariantCulture, $"{_root}/{thousand / RunsPerFolder}/{thousand % RunsPerFolder:D3}/{runId}");
    }
}
