namespace Maat.Engine.Tests.People;

/// <summary>Time that stands until the test says that some has passed.</summary>
internal sealed class StandingClock : TimeProvider
{
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => _passed += time;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddDays(20_000) + _passed;

    public override long GetTimestamp() => _passed.Ticks;
}
