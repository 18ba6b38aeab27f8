using System.Globalization;
using Maat.Web.Lists;

namespace Maat.Web.Tests.Applications;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("2026-11-22T10:30", "Asia/Shanghai", "2026-11-22T02:30:00Z")]
    [InlineData("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z")]
    [InlineData("", "Europe/Berlin", null)]
    [InlineData(null, "Europe/Berlin", null)]
    public void Typed_OnTheClockOfAZone_IsAnInstant(string? typed, string zone, string? expected) => Assert.Equal(
        expected, LocalTime.ToUtc(typed, TimeZoneInfo.FindSystemTimeZoneById(zone))?.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture));
}
