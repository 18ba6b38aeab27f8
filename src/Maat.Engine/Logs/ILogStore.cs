using Maat.Engine.Processes;

namespace Maat.Engine.Logs;

/// <summary>
/// Keeps the output of attempts, byte for byte, readable while it grows.
/// <para>
/// A store does not know whether a log is complete: a worker that is killed can leave no mark. The truth is the attempt's row in
/// the database, which is written after the last byte. So readers pass what they read there <em>before</em> they ask for bytes.
/// </para>
/// </summary>
public interface ILogStore
{
    /// <summary>Opens the log for writing at its end; nothing is stored until the first byte comes.</summary>
    /// <exception cref="InvalidOperationException">It is already open in this process.</exception>
    ILogWriter Open(LogKey key);

    /// <summary>Reads from <paramref name="offset"/> at most <paramref name="maxBytes"/>. A log that nobody wrote is empty.</summary>
    /// <param name="key">Which log.</param>
    /// <param name="offset">Bytes from the beginning.</param>
    /// <param name="maxBytes">At most <see cref="LogChunk.MaxBytes"/>.</param>
    /// <param name="ended">Whether the database says that the attempt has ended (or was lost).</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<LogChunk> ReadAsync(LogKey key, long offset, int maxBytes, bool ended, CancellationToken cancellation);

    /// <summary>Bytes stored so far; 0 for a log that nobody wrote.</summary>
    ValueTask<long> LengthAsync(LogKey key, CancellationToken cancellation);

    /// <summary>Waits until the log is longer than <paramref name="offset"/> or its writer is done.</summary>
    /// <returns>False, at once, when this process does not write the log: then the reader has to look again after a while.</returns>
    Task<bool> WaitForGrowthAsync(LogKey key, long offset, CancellationToken cancellation);
}

/// <summary>
/// Writes one log. Never throws for what storage does to it: a log that cannot be written on is cut, visibly, and the task goes on.
/// </summary>
public interface ILogWriter : ITaskOutput
{
    /// <summary>Bytes stored.</summary>
    long Length { get; }

    /// <summary>Why the log ends early, or null: to be kept with the attempt.</summary>
    string? CutReason { get; }

    /// <summary>The last byte was written. Must be called before the attempt's end is committed.</summary>
    void Complete();
}

/// <param name="Bytes">What is there; empty at the present end.</param>
/// <param name="NextOffset">Where to read on.</param>
/// <param name="IsComplete">Whether nothing will follow.</param>
public readonly record struct LogChunk(ReadOnlyMemory<byte> Bytes, long NextOffset, bool IsComplete)
{
    /// <summary>1 MiB: what a page shows at a time is far less, and a download goes in steps.</summary>
    public const int MaxBytes = 1 << 20;
}
