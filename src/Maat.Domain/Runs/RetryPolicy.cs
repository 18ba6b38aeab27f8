namespace Maat.Domain.Runs;

/// <summary>
/// How often, and after what delay, a failed attempt is followed by another. The delay before retry <c>i</c> (from 1) is
/// <c>Delay · Backoff^(i−1)</c>, at most <paramref name="MaxDelay"/>.
/// </summary>
public sealed record RetryPolicy(int Count, TimeSpan Delay, double Backoff = 1, TimeSpan? MaxDelay = null)
{
    /// <summary>The largest delay, whatever the policy says: a longer wait is a schedule's business.</summary>
    public static readonly TimeSpan Ceiling = TimeSpan.FromDays(7);

    public static readonly RetryPolicy None = new(0, TimeSpan.Zero);

    /// <param name="retry">Which retry it is, from 1.</param>
    public TimeSpan DelayBefore(int retry)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, 1);
        if (Delay <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        double cap = (MaxDelay is { } max && max < Ceiling ? max : Ceiling).TotalSeconds;
        double seconds = Delay.TotalSeconds * Math.Pow(Backoff, retry - 1);
        return TimeSpan.FromSeconds(Math.Min(seconds, cap));
    }
}
