namespace Maat.Storage.MySql;

/// <summary>
/// The database's clock, for all processes on it alike: what is due is due for each of them at the same moment, however wrong their own
/// clocks are. It is read now and then (<c>UTC_TIMESTAMP(6)</c>) and carried on by this process's monotonic clock, so that asking for the
/// time costs no round trip. Until the first reading it is this process's own. Liveness does not depend on it.
/// </summary>
public sealed class DatabaseClock(TimeProvider local) : TimeProvider
{
    /// <summary>Monotonic clocks drift apart by some microseconds in this time.</summary>
    public static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);

    /// <summary>Half of it is the error of a reading; a slower one is ignored, unless it is the first.</summary>
    public static readonly TimeSpan SlowestReading = TimeSpan.FromMilliseconds(100);

    private volatile Reading? _last;
    private long _tried = long.MinValue;

    public override long TimestampFrequency => local.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => local.LocalTimeZone;

    /// <summary>Whether a reading is due. Answers true to one caller in each interval.</summary>
    public bool WantsReading()
    {
        long now = local.GetTimestamp(), tried = Interlocked.Read(ref _tried);
        return (tried == long.MinValue || local.GetElapsedTime(tried, now) >= ReadEvery) && Interlocked.CompareExchange(ref _tried, now, tried) == tried;
    }

    /// <param name="microseconds">The database's time, in microseconds since 1970.</param>
    /// <param name="sent">When it was asked for, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="received">When the answer was there.</param>
    public void Set(long microseconds, long sent, long received)
    {
        TimeSpan took = local.GetElapsedTime(sent, received);
        if (took <= SlowestReading || _last is null)
        {
            _last = new Reading(new DateTimeOffset(Microseconds.ToUtc(microseconds)) + (took / 2), received);
        }
    }

    public override DateTimeOffset GetUtcNow() => _last is { } last ? last.Time + local.GetElapsedTime(last.At) : local.GetUtcNow();

    public override long GetTimestamp() => local.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        local.CreateTimer(callback, state, dueTime, period);

    private sealed record Reading(DateTimeOffset Time, long At);
}
