namespace Maat.Simulation.Time;

/// <summary>The time of a schedule: it passes only when the schedule says so.</summary>
public sealed class VirtualClock
{
    /// <summary>Shortly before a full hour, so that schedules come due early.</summary>
    public static readonly DateTime Epoch = new(2026, 3, 2, 8, 59, 40, DateTimeKind.Utc);

    public TimeSpan Now { get; private set; }

    public void AdvanceTo(TimeSpan instant) => Now = instant > Now ? instant : Now;
}

/// <summary>
/// The clocks of one process: the monotonic one is everybody's, the wall clock may be off and may jump. Loops that are driven from
/// outside wait on no timer, so there are none.
/// </summary>
public sealed class ProcessTime(VirtualClock clock) : TimeProvider
{
    /// <summary>How far the wall clock is from the true time.</summary>
    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => clock.Now.Ticks;

    public override DateTimeOffset GetUtcNow() => new(VirtualClock.Epoch + clock.Now + Skew, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("A loop waited by itself; in the simulation whoever drives it decides when its wait is over.");
}
