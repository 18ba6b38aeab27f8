using System.Collections.Concurrent;

namespace Maat.Storage.MySql.Sessions;

/// <summary>
/// The sessions of this process's engine transactions. The one that was used last is used next, so that a quiet process keeps few
/// connections and few event writers.
/// </summary>
/// <param name="most">How many there are at once. Whoever comes when all are taken waits in line.</param>
internal sealed class EngineSessions(Func<EngineSession> create, int most) : IAsyncDisposable
{
    /// <summary>For most transactions of this process: its loops are eight, and people's actions come in between.</summary>
    public const int Usual = 12;

    /// <summary>For heartbeats, of which there is one at a time.</summary>
    public const int Urgent = 1;

    private readonly SemaphoreSlim _free = new(most);
    private readonly ConcurrentStack<EngineSession> _idle = new();
    private volatile bool _disposed;

    public async Task<EngineSession> RentAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _free.WaitAsync(cancellation).ConfigureAwait(false);
        return _idle.TryPop(out EngineSession? session) ? session : create();
    }

    public async ValueTask ReturnAsync(EngineSession session)
    {
        if (_disposed)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            _idle.Push(session);
        }

        _free.Release();
    }

    /// <summary>Closes what is idle; what is in use is closed when it comes back.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        while (_idle.TryPop(out EngineSession? session))
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }
}
