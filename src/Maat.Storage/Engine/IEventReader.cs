namespace Maat.Storage.Engine;

/// <summary>How a follower reads the event table: heads of writers, then ranges. Nothing is missed and nothing read twice.</summary>
public interface IEventReader
{
    /// <summary>The last visible sequence number of each writer.</summary>
    Task<IReadOnlyDictionary<long, long>> ReadHeadsAsync(CancellationToken cancellation);

    /// <summary>Events of a writer after <paramref name="after"/>, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long writerId, long after, int limit, CancellationToken cancellation);
}
