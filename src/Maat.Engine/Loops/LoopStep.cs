namespace Maat.Engine.Loops;

/// <summary>What one step of a loop says about the next one.</summary>
/// <param name="Wait">
/// How long to wait unless woken; zero to go on at once; null to wait until woken.
/// </param>
public readonly record struct LoopStep(TimeSpan? Wait)
{
    /// <summary>There may be more to do.</summary>
    public static readonly LoopStep Again = new(TimeSpan.Zero);

    /// <summary>Nothing to do until somebody wakes the loop.</summary>
    public static readonly LoopStep UntilWoken = new(null);

    /// <summary>How soon to look again at what is due and held by another process: it takes a few milliseconds to settle it.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for what is due next, and at most for the backstop.</summary>
    /// <param name="untilDue">How long until then, negative when it is due already; null when nothing is known to be due.</param>
    /// <param name="settled">Whether this step settled something. If not, what is due is held by another process, and looking again at once would only be in its way.</param>
    public static LoopStep UntilDue(TimeSpan? untilDue, bool settled, TimeSpan backstop)
    {
        TimeSpan wait = untilDue is { } until && until < backstop ? until : backstop;
        return After(wait <= TimeSpan.Zero && !settled && Held < backstop ? Held : wait);
    }

    public static LoopStep After(TimeSpan wait) => new(wait < TimeSpan.Zero ? TimeSpan.Zero : wait);
}

/// <summary>
/// One duty of the engine. A step does a bounded amount of work and returns; whoever drives the loop decides when the next one comes: a
/// hosted service in the product, a seed in the simulation.
/// </summary>
public interface IEngineLoop
{
    string Name { get; }

    /// <summary>Wakes the loop before its wait is over.</summary>
    Signal Wake { get; }

    Task<LoopStep> StepAsync(CancellationToken cancellation);
}
