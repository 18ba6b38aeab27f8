using System.Globalization;
using Maat.Domain.Documents;

namespace Maat.Engine.Logs;

/// <summary>
/// Names the log of one claim of a node run. With the fence in it, a worker that lost its lease never writes into the log of the
/// one that came after it. It consists of numbers and a key alone, so no name made from it leaves the store's folder.
/// </summary>
public sealed record LogKey
{
    /// <exception cref="ArgumentException">A number is negative, or the node's key is not a key.</exception>
    public LogKey(long runId, string nodeKey, int attempt, long fence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runId);
        ArgumentNullException.ThrowIfNull(nodeKey);
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        ArgumentOutOfRangeException.ThrowIfNegative(fence);
        if (!Key.IsValid(nodeKey))
            throw new ArgumentException($"'{nodeKey}' is not a node's key: {Key.Rule}.", nameof(nodeKey));
        (RunId, NodeKey, Attempt, Fence) = (runId, nodeKey, attempt, fence);
    }

    public long RunId { get; }

    public string NodeKey { get; }

    public int Attempt { get; }

    public long Fence { get; }

    /// <summary>The name within its run.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{NodeKey}.{Attempt}.{Fence}");
}
