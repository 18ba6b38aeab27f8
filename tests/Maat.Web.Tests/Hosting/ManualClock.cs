namespace Maat.Web.Tests.Hosting;

/// <summary>Time that passes when the test says so; what waits for it goes on then.</summary>
internal sealed class ManualClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock changing = new();
    private readonly List<Timer> timers = [];
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    /// <summary>Whether somebody waits for time to pass.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (changing)
                return timers.Count > 0;
        }
    }

    public void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (changing)
        {
            ticks += by.Ticks;
            due = [.. timers.Where(timer => timer.Due <= ticks)];
            due.ForEach(timer => timer.Due += timer.Period);
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (changing)
        {
            var timer = new Timer(this, callback, state) { Due = ticks + dueTime.Ticks, Period = period.Ticks };
            timers.Add(timer);
            return timer;
        }
    }

    private sealed class Timer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; }

        public long Period { get; init; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("Nobody here changes a timer.");

        public void Dispose()
        {
            lock (clock.changing)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
