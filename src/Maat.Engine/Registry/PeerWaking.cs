using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Registry;

/// <summary>
/// Tells other processes what their loops would else find by looking. Each peer is told one thing at a time; what happens meanwhile is told
/// together, so a busy engine tells no more often than its peers answer. Best effort: a peer that does not answer is left alone for a while.
/// </summary>
public sealed partial class PeerWaking(
    EngineSignals signals, ProcessRegistry registry, IPeerLink link, TimeProvider time, ILogger<PeerWaking> logger) : IDisposable
{
    /// <summary>A peer that is slower than this finds out by looking.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How soon a peer is told again: under load that keeps the cost of telling a small part of what is told of.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    /// <summary>For how long a peer that could not be told is left alone.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, Lane> _lanes = [];
    private readonly CancellationTokenSource _stopping = new();
    private CancellationToken _stopped;

    /// <summary>From now on peers are told.</summary>
    public void Begin()
    {
        _stopped = _stopping.Token;
        signals.Told += OnTold;
    }

    public void Dispose()
    {
        signals.Told -= OnTold;
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void OnTold(WakeUp what)
    {
        foreach (Peer peer in registry.Peers)
        {
            if ((what & peer.Concerns) is not WakeUp.None and var concerned)
            {
                Lane lane = _lanes.GetOrAdd(peer.Id, static _ => new Lane());
                if (lane.Add(concerned))
                {
                    _ = Task.Run(() => TellAsync(peer, lane), _stopped);
                }
            }
        }
    }

    private async Task TellAsync(Peer peer, Lane lane)
    {
        try
        {
            while (lane.Take() is not WakeUp.None and var what)
            {
                await Task.Delay(await TryAsync(peer, what).ConfigureAwait(false) ? Pace : Rest, time, _stopped).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // This process ends.
        }
    }

    private async Task<bool> TryAsync(Peer peer, WakeUp what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopped);
        patience.CancelAfter(Patience);
        try
        {
            await link.WakeAsync(peer.Address, what, patience.Token).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // Best effort: the peer looks by itself.
        catch (Exception exception) when (!_stopped.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotTold(logger, exception, peer.Address, Rest);
            return false;
        }
    }

    /// <summary>What one peer has still to be told.</summary>
    private sealed class Lane
    {
        private readonly Lock _lock = new();
        private WakeUp _pending;
        private bool _telling;

        /// <summary>Returns whether nobody tells it at the moment: then the caller must.</summary>
        public bool Add(WakeUp what)
        {
            lock (_lock)
            {
                _pending |= what;
                if (_telling)
                {
                    return false;
                }

                _telling = true;
                return true;
            }
        }

        /// <summary>What to tell next; none when everything is told, and the caller tells no more.</summary>
        public WakeUp Take()
        {
            lock (_lock)
            {
                WakeUp what = _pending;
                _pending = WakeUp.None;
                _telling = what != WakeUp.None;
                return what;
            }
        }
    }

    [LoggerMessage(EventId = 250, Level = LogLevel.Debug, Message = "The process at {Address} could not be told of changes; it finds them by looking. It is told again in {Rest}.")]
    private static partial void LogNotTold(ILogger logger, Exception exception, string address, TimeSpan rest);
}
