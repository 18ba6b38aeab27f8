using Maat.Storage;

namespace Maat.Engine.Schedulers;

/// <summary>The queues that this process serves, by id: those of its configuration that exist, or all.</summary>
public sealed class QueueScope(IMaatDatabase database, EngineOptions options, TimeProvider time)
{
    /// <summary>A new queue is served within this time.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private IReadOnlyList<long> _ids = [];
    private long _readAt;
    private bool _read;

    public async Task<IReadOnlyList<long>> ReadAsync(CancellationToken cancellation)
    {
        if (!_read || time.GetElapsedTime(_readAt) > MaxAge)
        {
            IReadOnlyDictionary<string, long> all = await database.TransactAsync(t => t.ReadQueuesAsync(), cancellation).ConfigureAwait(false);
            _ids = [.. all.Where(q => options.Queues.Count == 0 || options.Queues.Contains(q.Key)).Select(q => q.Value).Order()];
            _readAt = time.GetTimestamp();
            _read = true;
        }

        return _ids;
    }
}
