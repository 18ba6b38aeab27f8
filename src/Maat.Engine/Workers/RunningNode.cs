using Maat.Domain.Runs;
using Maat.Storage.Engine;

namespace Maat.Engine.Workers;

/// <summary>Why a worker ends a node before it has a result.</summary>
public enum StopCause
{
    None,

    /// <summary>A person cancelled the run or marked the node.</summary>
    Requested,

    /// <summary>The worker is being shut down.</summary>
    Draining,

    /// <summary>The lease is somebody else's by now, or may be.</summary>
    Fenced,
}

/// <summary>A claim that this worker holds, from its start until its end is committed.</summary>
public sealed class RunningNode(Claim claim, long workerId) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _gone = new();
    private bool _disposed;

    public Claim Claim { get; } = claim;

    /// <summary>The worker that this process was when it claimed the node.</summary>
    public long WorkerId { get; } = workerId;

    public StopCause Cause { get; private set; }

    /// <summary>Whether it has ended and only its result is not committed yet: it holds no slot then.</summary>
    public bool Ended { get; set; }

    /// <summary>Completed when nothing of it runs any more and its result, if it has one, is kept.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Lets the one that waits for this one's place begin, on this thread.</summary>
    public void Leave() => _gone.TrySetResult();

    public CancellationToken Stop => _stop.Token;

    public CancellationToken Kill => _kill.Token;

    /// <summary>Ends it. The strongest cause wins; a fenced node is killed at once.</summary>
    public void End(StopCause cause)
    {
        lock (_lock)
        {
            if (_disposed || cause <= Cause)
            {
                return;
            }

            Cause = cause;
        }

        if (cause == StopCause.Fenced)
        {
            _kill.Cancel();
        }

        _stop.Cancel();
    }

    /// <summary>What a result means for the engine, when the executor was ended rather than ended by itself.</summary>
    public AttemptResult Interpret(AttemptResult result) => result is not AttemptResult.Stopped stopped
        ? result
        : Cause switch
        {
            StopCause.Draining => new AttemptResult.HandedBack(Wording.Of($"Its worker was shut down.").ToString()),
            StopCause.Fenced => new AttemptResult.Lost(Wording.Of($"Its worker could not renew its lease in time.").ToString(), Counts: false),
            _ => stopped,
        };

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        _stop.Dispose();
        _kill.Dispose();
    }
}
