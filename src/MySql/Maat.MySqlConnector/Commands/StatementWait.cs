using MySqlConnector.Protocol;

namespace MySqlConnector.Commands;

/// <summary>The waits of one statement for the server, which share one timeout, and what their early ends are for the caller.</summary>
internal sealed class StatementWait(Session session, int timeoutSeconds)
{
    /// <summary>The largest that a timer takes.</summary>
    private const int LongestTimeout = int.MaxValue / 1000;

    private TimeSpan _left = timeoutSeconds is > 0 and < LongestTimeout ? TimeSpan.FromSeconds(timeoutSeconds) : Timeout.InfiniteTimeSpan;

    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    /// <exception cref="MySqlException">The timeout did, or the server reports an error.</exception>
    public async ValueTask<TResult> RunAsync<TState, TResult>(TState state, Func<TState, Session, ValueTask<TResult>> wait, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var began = TimeProvider.System.GetTimestamp();
        session.Interruption.Begin(_left, token);
        var running = true;
        try
        {
            var result = await wait(state, session).ConfigureAwait(false);
            running = false;
            session.Interruption.End();
            Spend(TimeProvider.System.GetElapsedTime(began));
            return result;
        }
        catch (MySqlException e)
        {
            if (e.ErrorCode == MySqlErrorCode.MalformedPacket)
                session.Abort();
            running = false;
            var cause = session.Interruption.End();
            if (e.ErrorCode is not (MySqlErrorCode.QueryInterrupted or MySqlErrorCode.QueryTimeout or MySqlErrorCode.ServerLost))
                throw;
            switch (cause)
            {
                case InterruptionCause.Token:
                    throw new OperationCanceledException("The statement was cancelled.", e, token);
                case InterruptionCause.Timeout:
                    throw new MySqlException(MySqlErrorCode.CommandTimeoutExpired, $"The statement was stopped after its timeout of {timeoutSeconds} s (CommandTimeout).", e);
                default:
                    throw;
            }
        }
        finally
        {
            if (running)
                session.Interruption.End();
        }
    }

    private void Spend(TimeSpan time)
    {
        if (_left != Timeout.InfiniteTimeSpan)
            _left = time < _left ? _left - time : TimeSpan.FromMilliseconds(1);
    }
}
