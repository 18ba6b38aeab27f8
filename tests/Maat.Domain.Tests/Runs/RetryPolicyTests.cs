using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData("00:00:30", 1.0, null, 1, "00:00:30")]
    [InlineData("00:00:30", 1.0, null, 9, "00:00:30")]
    [InlineData("00:00:30", 2.0, null, 1, "00:00:30")]
    [InlineData("00:00:30", 2.0, null, 2, "00:01:00")]
    [InlineData("00:00:30", 2.0, null, 5, "00:08:00")]
    [InlineData("00:00:30", 2.0, "00:10:00", 5, "00:08:00")]
    [InlineData("00:00:30", 2.0, "00:10:00", 6, "00:10:00")]
    [InlineData("00:00:30", 2.0, "00:10:00", 5_000, "00:10:00")]
    [InlineData("00:00:30", 2.0, "00:00:10", 1, "00:00:10")]
    [InlineData("00:00:10", 1.5, null, 3, "00:00:22.5")]
    [InlineData("00:00:10", 0.5, null, 3, "00:00:02.5")]
    [InlineData("00:00:01", 2.0, null, 5_000, "7.00:00:00")]
    [InlineData("00:00:01", 2.0, "8.00:00", 5_000, "7.00:00:00")]
    [InlineData("30.00:00", 1.0, null, 1, "7.00:00:00")]
    [InlineData("00:00:00", 2.0, null, 3, "00:00:00")]
    [InlineData("00:00:00", 2.0, null, 5_000, "00:00:00")]
    public void DelayBefore_Retry_GrowsUpToTheCap(string delay, double backoff, string? max, int retry, string expected)
    {
        var policy = new RetryPolicy(int.MaxValue, Span(delay), backoff, max is null ? null : Span(max));

        Assert.Equal(Span(expected), policy.DelayBefore(retry));
    }

    [Fact]
    public void DelayBefore_NoRetry_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RetryPolicy.None.DelayBefore(0));

    private static TimeSpan Span(string text) => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
