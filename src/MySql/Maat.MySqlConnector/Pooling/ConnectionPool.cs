using MySqlConnector.Connections;
using MySqlConnector.Protocol;

namespace MySqlConnector.Pooling;

/// <summary>
/// Keeps sessions for their next user. At most <see cref="ConnectionSettings.MaximumPoolSize"/> are open; who finds all in use waits, in
/// turn, for as long as the connection timeout allows. What was used last is used next, so that those too many grow old and are closed.
/// </summary>
internal sealed class ConnectionPool : IDisposable
{
    /// <summary>A session that was used less than so long ago is taken to be alive without asking; its socket is looked at all the same.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1);

    /// <summary>Where nothing grows old, only what was lost is replaced.</summary>
    private static readonly TimeSpan RareSweep = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly List<Session> _idle = [];
    private readonly SemaphoreSlim _free;
    private readonly ITimer? _sweep;
    private int _open;
    private int _sweeping;
    private long _clearedAt;

    /// <param name="clock">By which sessions grow old; limits on a waiting caller are the system's.</param>
    public ConnectionPool(ConnectionSettings settings, TimeProvider clock)
    {
        Settings = settings;
        _clock = clock;
        _free = new(settings.MaximumPoolSize);
        if (settings.Pooling && (settings.IdleTimeout != Timeout.InfiniteTimeSpan || settings.MinimumPoolSize > 0))
            _sweep = clock.CreateTimer(static state => _ = ((ConnectionPool)state!).SweepAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ConnectionSettings Settings { get; }

    /// <summary>Sessions that are open, in use or not.</summary>
    public int OpenCount => Volatile.Read(ref _open);

    public async ValueTask<Session> RentAsync(CancellationToken token)
    {
        if (!await _free.WaitAsync(Settings.ConnectionTimeout, token).ConfigureAwait(false))
        {
            throw new MySqlException(
                MySqlErrorCode.UnableToConnectToHost,
                "08001",
                $"No connection to {Settings.Endpoint} became free within {Settings.ConnectionTimeout.TotalSeconds:0} s: all {Settings.MaximumPoolSize} are in use ('{ConnectionOption.MaximumPoolSize.Key}').");
        }
        try
        {
            while (TakeIdle() is { } session)
            {
                if (await IsUsableAsync(session, token).ConfigureAwait(false))
                    return session;
                Discard(session);
            }
            return await OpenAsync(token).ConfigureAwait(false);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Takes a session back; one that cannot be used further is closed. Never throws.</summary>
    public async ValueTask ReturnAsync(Session session)
    {
        try
        {
            if (await IsCleanAsync(session).ConfigureAwait(false))
            {
                session.LastUsedAt = _clock.GetTimestamp();
                lock (_lock)
                    _idle.Add(session);
            }
            else
                await CloseAsync(session).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Closes what is idle, and what is in use once it comes back.</summary>
    public async Task ClearAsync()
    {
        Session[] idle;
        lock (_lock)
        {
            _clearedAt = _clock.GetTimestamp();
            idle = [.. _idle];
            _idle.Clear();
        }
        foreach (var session in idle)
            await CloseAsync(session).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _sweep?.Dispose();
        _free.Dispose();
    }

    /// <summary>Closes what has lain for too long, and opens what the pool should always hold. One at a time; another one is left out.</summary>
    internal async Task SweepAsync()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
            return;
        try
        {
            Session[] stale;
            lock (_lock)
            {
                stale = [.. _idle.Where(IsStale)];
                _idle.RemoveAll(stale.Contains);
            }
            foreach (var session in stale)
                await CloseAsync(session).ConfigureAwait(false);
            while (OpenCount < Settings.MinimumPoolSize && _free.Wait(TimeSpan.Zero))
                await ReturnOpenedAsync().ConfigureAwait(false);
        }
        catch (MySqlException)
        {
            // Whoever needs a connection will learn why there is none; the next sweep tries again.
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private async Task ReturnOpenedAsync()
    {
        Session session;
        try
        {
            session = await OpenAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            _free.Release();
            throw;
        }
        await ReturnAsync(session).ConfigureAwait(false);
    }

    private async ValueTask<Session> OpenAsync(CancellationToken token)
    {
        var session = await Dialing.ConnectAsync(Settings, null, token).ConfigureAwait(false);
        session.OpenedAt = session.LastUsedAt = _clock.GetTimestamp();
        if (Interlocked.Increment(ref _open) == 1 && _sweep is not null)
            StartSweeping();
        return session;
    }

    private void StartSweeping()
    {
        var period = Settings.IdleTimeout == Timeout.InfiniteTimeSpan ? RareSweep : Settings.IdleTimeout / 2;
        _sweep!.Change(Settings.MinimumPoolSize > 1 ? TimeSpan.Zero : period, period);
    }

    private Session? TakeIdle()
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
                return null;
            var last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    private async ValueTask<bool> IsUsableAsync(Session session, CancellationToken token)
    {
        if (session.IsBroken || IsStale(session))
            return false;
        var ask = _clock.GetElapsedTime(session.LastUsedAt) > Trusted;
        if (session.HasUnexpectedInput())
        {
            // A server that hung up said why in what arrived. TLS sends messages of its own, so there it has to be asked.
            if (session.Stream is not System.Net.Security.SslStream)
                return false;
            ask = true;
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Settings.ConnectionTimeout);
        try
        {
            if (!Settings.ConnectionReset)
                return !ask || await session.PingAsync(limit.Token).ConfigureAwait(false);
            await session.ResetAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            if (!token.IsCancellationRequested)
                return false;
            Discard(session);
            throw;
        }
    }

    private async ValueTask<bool> IsCleanAsync(Session session)
    {
        try
        {
            if (session.Interruption.IsPending)
                await session.Interruption.SettleAsync().ConfigureAwait(false);
            if (session.IsBroken || session.OpenedAt < Volatile.Read(ref _clearedAt))
                return false;
            // Locks must not be held until somebody needs a connection.
            if (session.InTransaction)
            {
                using var limit = new CancellationTokenSource(Settings.CancellationTimeout);
                await session.QueryAsync("ROLLBACK", limit.Token).ConfigureAwait(false);
            }
            return true;
        }
        catch (Exception e) when (e is MySqlException or OperationCanceledException)
        {
            return false;
        }
    }

    private bool IsStale(Session session) =>
        session.OpenedAt < Volatile.Read(ref _clearedAt)
        || Settings.Lifetime != Timeout.InfiniteTimeSpan && _clock.GetElapsedTime(session.OpenedAt) > Settings.Lifetime
        || Settings.IdleTimeout != Timeout.InfiniteTimeSpan && _clock.GetElapsedTime(session.LastUsedAt) > Settings.IdleTimeout;

    private void Discard(Session session)
    {
        Interlocked.Decrement(ref _open);
        session.Abort();
    }

    private async ValueTask CloseAsync(Session session)
    {
        Interlocked.Decrement(ref _open);
        await session.DisposeAsync().ConfigureAwait(false);
    }
}
