using Maat.Domain.Runs;
using Maat.Storage.Engine;

namespace Maat.Web.Tests.Live;

/// <summary>An event table of one writer, which tells of one run's first node.</summary>
internal sealed class FakeEvents(long runId) : IEventReader
{
    private readonly List<StoredEvent> _events = [new(1, 1, 0, null, 1, 0, 0, 0, null, DateTime.UnixEpoch)];

    public void Add(int count, NodeState state, long fence)
    {
        for (int i = 0; i < count; i++)
            _events.Add(new StoredEvent(1, _events.Count + 1, runId, 0, 1, fence, 1, (byte)state, null, DateTime.UnixEpoch));
    }

    public Task<IReadOnlyDictionary<long, long>> ReadHeadsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<long, long>>(new Dictionary<long, long> { [1] = _events.Count });

    public Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(long writerId, long after, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StoredEvent>>([.. _events.Skip((int)after).Take(limit)]);
}
