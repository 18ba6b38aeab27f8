using Maat.Domain.Runs;
using Maat.Engine.Loops;

namespace Maat.Engine;

/// <summary>
/// What a committed change wakes: loops of this process at once, and by <see cref="Told"/> those of others. Best effort: every loop also
/// looks by itself, so a lost signal costs time and nothing else.
/// </summary>
public sealed class EngineSignals
{
    /// <summary>Heard by whoever tells other processes. It is called in the midst of the engine's work: it must neither wait nor throw.</summary>
    public event Action<WakeUp>? Told;

    /// <inheritdoc cref="WakeUp.Ready"/>
    public Signal Ready { get; } = new();

    /// <inheritdoc cref="WakeUp.Delayed"/>
    public Signal Delayed { get; } = new();

    /// <inheritdoc cref="WakeUp.Admission"/>
    public Signal Admission { get; } = new();

    /// <inheritdoc cref="WakeUp.Schedules"/>
    public Signal Schedules { get; } = new();

    /// <inheritdoc cref="WakeUp.StopRequests"/>
    public Signal StopRequests { get; } = new();

    /// <inheritdoc cref="WakeUp.Events"/>
    public Signal Events { get; } = new();

    /// <inheritdoc cref="WakeUp.People"/>
    public Signal People { get; } = new();

    /// <summary>Wakes whoever a committed change concerns, here and elsewhere.</summary>
    public void Tell(RunChange change) => Tell(
        If(WakeUp.Ready, change.Ready.Count > 0)
        | If(WakeUp.Delayed, change.Delayed.Count > 0)
        | If(WakeUp.Admission, change.RunState is not null)
        | If(WakeUp.StopRequests, change.StopRequests.Count > 0)
        | If(WakeUp.Events, change.Events.Count > 0 || change.RunState is not null));

    /// <summary>Wakes whoever a committed change concerns, here and elsewhere.</summary>
    public void Tell(WakeUp what)
    {
        Wake(what);
        Told?.Invoke(what);
    }

    /// <summary>Wakes the loops of this process alone: another one told of the change.</summary>
    public void Wake(WakeUp what)
    {
        Set(Ready, WakeUp.Ready);
        Set(Delayed, WakeUp.Delayed);
        Set(Admission, WakeUp.Admission);
        Set(Schedules, WakeUp.Schedules);
        Set(StopRequests, WakeUp.StopRequests);
        Set(Events, WakeUp.Events);
        Set(People, WakeUp.People);

        void Set(Signal signal, WakeUp concerned)
        {
            if (what.HasFlag(concerned))
            {
                signal.Set();
            }
        }
    }

    private static WakeUp If(WakeUp what, bool condition) => condition ? what : WakeUp.None;
}
