using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Logs;

namespace Maat.Web.Live;

/// <summary>A piece of a log. Pieces follow each other without a gap.</summary>
/// <param name="From">Where it begins, in bytes from the log's beginning.</param>
/// <param name="Next">Where the next one begins: what to ask for after a lost connection.</param>
/// <param name="Text">Bytes that are no UTF-8 are replaced by U+FFFD; everything else is as it was written, control characters included.</param>
public sealed record LogPart(long From, long Next, string Text);

/// <summary>Logs as text for browsers: by byte offset, so that following resumes where it broke off.</summary>
internal sealed class LogTail(LogReading logs, ILogStore store)
{
    /// <summary>What is shown of a long log: some thousand lines.</summary>
    public const int TailBytes = 256 * 1024;

    /// <summary>Bounds one message, so that a browser draws while the next is on its way.</summary>
    public const int MaxPartBytes = 32 * 1024;

    /// <summary>The log from an offset on, as it comes, until nothing more will. A node that has not been claimed is waited for.</summary>
    /// <param name="fence">Which claim; null for the latest.</param>
    /// <param name="offset">Null begins with a whole line at most <see cref="TailBytes"/> before what is the end now.</param>
    /// <exception cref="RefusedException">The log does not exist for this actor, or the offset is negative.</exception>
    public async IAsyncEnumerable<LogPart> FollowAsync(
        Actor actor, long runId, string node, long? fence, long? offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        LogState log = await logs.FindAsync(actor, runId, node, fence, cancellation);
        long length = log.Key is null ? 0 : await store.LengthAsync(log.Key, cancellation);
        bool cut = offset is null && length > TailBytes;
        long at = offset ?? Math.Max(0, length - TailBytes);
        byte[] begun = [];
        while (true)
        {
            await foreach (ReadOnlyMemory<byte> bytes in logs.FollowAsync(actor, runId, node, fence ?? log.Key?.Fence, at + begun.Length, cancellation))
            {
                ReadOnlyMemory<byte> rest = begun.Length == 0 ? bytes : (byte[])[.. begun, .. bytes.Span];
                if (cut)
                {
                    int skipped = LineStart(rest.Span);
                    (rest, at, cut) = (rest[skipped..], at + skipped, false);
                }

                foreach (int size in PartSizes(rest))
                {
                    yield return new LogPart(at, at + size, Encoding.UTF8.GetString(rest.Span[..size]));
                    (rest, at) = (rest[size..], at + size);
                }

                begun = rest.ToArray();
            }

            log = await logs.FindAsync(actor, runId, node, fence ?? log.Key?.Fence, cancellation);
            if (log.Ended)
            {
                break;
            }
        }

        if (begun.Length > 0)
        {
            yield return new LogPart(at, at + begun.Length, Encoding.UTF8.GetString(begun));
        }
    }

    /// <summary>After the first line break; without one, at the first byte that can begin a character.</summary>
    private static int LineStart(ReadOnlySpan<byte> bytes)
    {
        int line = bytes.IndexOf((byte)'\n');
        int start = line + 1;
        while (line < 0 && start < bytes.Length && (bytes[start] & 0xC0) == 0x80)
        {
            start++;
        }

        return start;
    }

    /// <summary>Cuts between characters; what may be the beginning of one that is still being written is left over.</summary>
    private static List<int> PartSizes(ReadOnlyMemory<byte> bytes)
    {
        var sizes = new List<int>();
        for (ReadOnlySpan<byte> rest = bytes.Span; rest.Length > 0;)
        {
            int size = WholeCharacters(rest[..Math.Min(rest.Length, MaxPartBytes)]);
            if (size == 0)
            {
                break;
            }

            sizes.Add(size);
            rest = rest[size..];
        }

        return sizes;
    }

    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        // A character has at most four bytes, so at most the last three are an unfinished one.
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            if (Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == OperationStatus.NeedMoreData)
            {
                return bytes.Length - back;
            }
        }

        return bytes.Length;
    }
}
