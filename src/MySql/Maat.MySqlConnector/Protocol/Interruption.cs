namespace MySqlConnector.Protocol;

/// <summary>Why a wait for the server was ended.</summary>
internal enum InterruptionCause
{
    None,
    /// <summary>The caller's token.</summary>
    Token,
    /// <summary>The command timeout.</summary>
    Timeout,
    /// <summary><see cref="MySqlCommand.Cancel"/>.</summary>
    Asked,
}

/// <summary>
/// Ends a wait for the server in the middle. Every wait stands between <see cref="Begin"/> and <see cref="End"/>; a token, a timeout or
/// somebody who asks makes a second connection say <c>KILL QUERY</c>, to which the server answers on the first with an error, and the
/// first goes on to be usable. A server that does not answer in time has its connection dropped, which ends the wait as well.
/// <para>
/// A kill may arrive after the statement was over, and would hit the next one: before that, <see cref="SettleAsync"/> waits for the second
/// connection to be done and runs a statement that may be killed instead.
/// </para>
/// </summary>
internal sealed class Interruption(Session session) : IDisposable
{
    private const string Scapegoat = "DO SLEEP(0)";

    private readonly Lock _lock = new();
    private ITimer? _timer;
    private CancellationTokenRegistration _registration;
    private bool _waiting;
    private InterruptionCause _cause;
    private Task? _kill;
    private TaskCompletionSource? _ended;

    /// <summary>Whether a kill was sent that nobody has waited for yet.</summary>
    public bool IsPending => _kill is not null;

    public void Begin(TimeSpan timeout, CancellationToken token)
    {
        lock (_lock)
        {
            _waiting = true;
            // What follows a kill is what it left of the answer, and why it was sent is still why that ends.
            if (_kill is null)
                _cause = InterruptionCause.None;
            else if (timeout == Timeout.InfiniteTimeSpan || timeout > session.Settings.CancellationTimeout)
                timeout = session.Settings.CancellationTimeout;
        }
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            _timer ??= TimeProvider.System.CreateTimer(static state => ((Interruption)state!).Fire(InterruptionCause.Timeout), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        }
        if (token.CanBeCanceled)
            _registration = token.UnsafeRegister(static state => ((Interruption)state!).Fire(InterruptionCause.Token), this);
    }

    /// <summary>Says what ended the wait before its time, if anything did.</summary>
    public InterruptionCause End()
    {
        _registration.Dispose();
        _registration = default;
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_lock)
        {
            _waiting = false;
            _ended?.TrySetResult();
            return _cause;
        }
    }

    /// <summary>Ends the wait that is going on, if one is.</summary>
    public void Fire(InterruptionCause cause)
    {
        lock (_lock)
        {
            if (!_waiting)
                return;
            if (_kill is not null)
            {
                // It was killed and does not end.
                if (cause == InterruptionCause.Timeout)
                    session.Abort();
                return;
            }
            _cause = cause;
            var ended = _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _kill = Task.Run(() => KillAsync(ended.Task));
        }
    }

    /// <summary>Makes sure that no kill is on its way. The statement must be over.</summary>
    public async ValueTask SettleAsync()
    {
        if (_kill is not { } kill)
            return;
        await kill.ConfigureAwait(false);
        lock (_lock)
            _kill = null;
        if (session.IsBroken)
            return;
        using var limit = new CancellationTokenSource(session.Settings.CancellationTimeout);
        try
        {
            await session.QueryAsync(Scapegoat, limit.Token).ConfigureAwait(false);
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.QueryInterrupted)
        {
            // This is what it is for.
        }
        catch (Exception e) when (e is MySqlException or OperationCanceledException)
        {
            session.Abort();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private async Task KillAsync(Task ended)
    {
        using var limit = new CancellationTokenSource(session.Settings.CancellationTimeout);
        try
        {
            var second = await Connections.Dialing.ConnectAsync(session.Settings, session.RemoteEndPoint, limit.Token).ConfigureAwait(false);
            await using (second.ConfigureAwait(false))
                await second.QueryAsync($"KILL QUERY {session.ThreadId}", limit.Token).ConfigureAwait(false);
            await ended.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MySqlException or OperationCanceledException)
        {
            if (!ended.IsCompleted)
                session.Abort();
        }
    }
}
