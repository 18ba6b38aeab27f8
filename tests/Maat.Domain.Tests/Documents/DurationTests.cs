using Maat.Domain.Documents;

namespace Maat.Domain.Tests.Documents;

public class DurationTests
{
    [Theory]
    [InlineData("500ms", 500, "500ms")]
    [InlineData("30s", 30_000, "30s")]
    [InlineData("10m", 600_000, "10m")]
    [InlineData("2h", 7_200_000, "2h")]
    [InlineData("1d", 86_400_000, "1d")]
    [InlineData("1h30m", 5_400_000, "1h30m")]
    [InlineData("90s", 90_000, "1m30s")]
    [InlineData("1d2h3m4s5ms", 93_784_005, "1d2h3m4s5ms")]
    [InlineData("0s", 0, "0s")]
    [InlineData("366d", 31_622_400_000, "366d")]
    public void TryParse_Duration_HasOneWrittenForm(string text, long milliseconds, string written)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
        Assert.Equal(written, Duration.ToText(duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("1 h")]
    [InlineData("1m1h")]
    [InlineData("1m1m")]
    [InlineData("1H")]
    [InlineData("1w")]
    [InlineData("366d1ms")]
    [InlineData("367d")]
    [InlineData("99999999999999999999s")]
    [InlineData("１s")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(Duration.TryParse(text, out _));
}
