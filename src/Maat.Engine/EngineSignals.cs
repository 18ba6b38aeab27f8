using Maat.Domain.Runs;
using Maat.Engine.Loops;

namespace Maat.Engine;

/// <summary>
/// What a committed change wakes within the same process at once. Best effort: every loop also looks by itself, so a lost signal costs
/// time and nothing else.
/// </summary>
public sealed class EngineSignals
{
    /// <summary>Something became claimable.</summary>
    public Signal Ready { get; } = new();

    /// <summary>A delay was set, perhaps an earlier one than the next.</summary>
    public Signal Delayed { get; } = new();

    /// <summary>A run ended or began to wait, so another may start.</summary>
    public Signal Admission { get; } = new();

    /// <summary>A schedule was made or changed.</summary>
    public Signal Schedules { get; } = new();

    /// <summary>A person asked a running node to stop.</summary>
    public Signal StopRequests { get; } = new();

    /// <summary>Something was told in the event table.</summary>
    public Signal Events { get; } = new();

    /// <summary>Wakes whoever a committed change concerns.</summary>
    public void Tell(RunChange change)
    {
        SetIf(Ready, change.Ready.Count > 0);
        SetIf(Delayed, change.Delayed.Count > 0);
        SetIf(Admission, change.RunState is not null);
        SetIf(StopRequests, change.StopRequests.Count > 0);
        SetIf(Events, change.Events.Count > 0 || change.RunState is not null);
    }

    private static void SetIf(Signal signal, bool condition)
    {
        if (condition)
        {
            signal.Set();
        }
    }
}
