using System.Globalization;
using Maat.Domain.Schedules;

namespace Maat.Domain.Tests.Schedules;

public class CronExpressionOccurrenceTests
{
    [Theory]
    [InlineData("* * * * *", "2024-02-28 23:59:00", "2024-02-29 00:00:00")]
    [InlineData("* * * * *", "2024-02-28 23:59:01", "2024-02-29 00:00:00")]
    [InlineData("* * * * * *", "2024-12-31 23:59:59", "2025-01-01 00:00:00")]
    [InlineData("30 8 * * *", "2024-03-01 08:29:59", "2024-03-01 08:30:00")]
    [InlineData("30 8 * * *", "2024-03-01 08:30:00", "2024-03-02 08:30:00")]
    [InlineData("15,45 30 8,20 * * *", "2024-03-01 08:30:15", "2024-03-01 08:30:45")]
    [InlineData("15,45 30 8,20 * * *", "2024-03-01 08:30:45", "2024-03-01 20:30:15")]
    [InlineData("0 0 29 2 *", "2024-02-29 00:00:00", "2028-02-29 00:00:00")]
    [InlineData("0 0 29 2 *", "2096-02-29 00:00:00", "2104-02-29 00:00:00")] // 2100 is a common year
    [InlineData("0 0 */29 2 MON", "2024-01-01 00:00:00", "2027-02-01 00:00:00")] // the 1st counts: steps begin at the field's first
    [InlineData("0 0 */28 2 0#5", "2026-01-01 00:00:00", "2032-02-29 00:00:00")] // the only fifth Sunday February can have
    [InlineData("0 0 */28 2 0#5", "2088-02-29 00:00:00", "2128-02-29 00:00:00")] // 40 years: across 2100
    [InlineData("0 0 5 3 *", "2024-03-10 00:00:00", "2025-03-05 00:00:00")]
    [InlineData("0 0 31 * *", "2024-03-31 00:00:00", "2024-05-31 00:00:00")]
    [InlineData("0 0 L * *", "2023-02-01 00:00:00", "2023-02-28 00:00:00")]
    [InlineData("0 0 L * *", "2024-02-01 00:00:00", "2024-02-29 00:00:00")]
    [InlineData("0 0 L-2 * *", "2024-02-01 00:00:00", "2024-02-27 00:00:00")]
    [InlineData("0 0 L-28 2 *", "2023-01-01 00:00:00", "2024-02-01 00:00:00")] // only a leap year has it
    [InlineData("0 0 15,L * *", "2024-02-15 00:00:00", "2024-02-29 00:00:00")]
    [InlineData("0 0 LW * *", "2024-03-01 00:00:00", "2024-03-29 00:00:00")] // the 31st is a Sunday
    [InlineData("0 0 L-1W * *", "2024-06-01 00:00:00", "2024-06-28 00:00:00")] // the 29th is a Saturday
    [InlineData("0 0 15W * *", "2024-06-01 00:00:00", "2024-06-14 00:00:00")] // a Saturday: the Friday before
    [InlineData("0 0 15W * *", "2024-09-01 00:00:00", "2024-09-16 00:00:00")] // a Sunday: the Monday after
    [InlineData("0 0 1W * *", "2024-05-31 00:00:00", "2024-06-03 00:00:00")] // a Saturday: never into the month before
    [InlineData("0 0 31W * *", "2024-02-01 00:00:00", "2024-03-29 00:00:00")] // a Sunday: never into the month after
    [InlineData("0 0 * * 5L", "2024-05-01 00:00:00", "2024-05-31 00:00:00")]
    [InlineData("0 0 * * 6#3", "2024-05-01 00:00:00", "2024-05-18 00:00:00")]
    [InlineData("0 0 * * 1#5", "2024-05-01 00:00:00", "2024-07-29 00:00:00")]
    [InlineData("0 0 13 * 5", "2024-09-01 00:00:00", "2024-09-06 00:00:00")] // neither starts with *: either
    [InlineData("0 0 13 * 5", "2024-09-06 00:00:00", "2024-09-13 00:00:00")]
    [InlineData("0 0 10 * 5", "2024-09-06 00:00:00", "2024-09-10 00:00:00")]
    [InlineData("0 0 */2 * 5", "2024-09-01 00:00:00", "2024-09-13 00:00:00")] // one starts with *: both
    [InlineData("0 0 13 * */5", "2024-09-01 00:00:00", "2024-09-13 00:00:00")]
    [InlineData("0 0 13 * */5", "2024-09-13 00:00:00", "2024-10-13 00:00:00")] // a Sunday, which */5 holds too
    [InlineData("0 0 */1,13 * 5", "2024-09-01 00:00:00", "2024-09-06 00:00:00")]
    [InlineData("0 0 1-31 * 5", "2024-09-01 00:00:00", "2024-09-02 00:00:00")] // a range does not start with *
    public void GetNextOccurrence_Utc_IsTheNextDateAndTime(string crontab, string after, string expected) =>
        Assert.Equal(At(expected), CronExpression.Parse(crontab).GetNextOccurrence(At(after), TimeZoneInfo.Utc));

    [Fact]
    public void GetNextOccurrence_AtAnOccurrence_ReturnsItOnlyIfInclusive()
    {
        var crontab = CronExpression.Parse("0 12 * * *");
        var noon = At("2024-05-01 12:00:00");
        Assert.Equal(noon, crontab.GetNextOccurrence(noon, TimeZoneInfo.Utc, inclusive: true));
        Assert.Equal(noon.AddDays(1), crontab.GetNextOccurrence(noon, TimeZoneInfo.Utc));
        Assert.Equal(noon, crontab.GetNextOccurrence(noon.AddTicks(-1), TimeZoneInfo.Utc));
        Assert.Equal(noon.AddDays(1), crontab.GetNextOccurrence(noon.AddTicks(1), TimeZoneInfo.Utc, inclusive: true));
    }

    [Fact]
    public void GetNextOccurrence_AtTheEndsOfTheCalendar_StaysInsideIt()
    {
        var crontab = CronExpression.Parse("@hourly");
        foreach (var zone in Zones("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"))
        {
            Assert.Equal(2, crontab.GetNextOccurrence(DateTimeOffset.MinValue, zone)!.Value.UtcDateTime.Year);
            Assert.Null(crontab.GetNextOccurrence(DateTimeOffset.MaxValue, zone));
            Assert.Null(crontab.GetNextOccurrence(DateTimeOffset.MaxValue, zone, inclusive: true));
            Assert.Null(crontab.GetLastOccurrence(DateTimeOffset.MaxValue.AddYears(-1), DateTimeOffset.MaxValue, zone));
            Assert.Equal(0, crontab.CountOccurrences(DateTimeOffset.MaxValue.AddYears(-1), DateTimeOffset.MaxValue, zone));
        }
    }

    [Fact]
    public void CountOccurrences_ManyYearsOfSeconds_IsExact()
    {
        var crontab = CronExpression.Parse("* * * * * *");
        var from = At("2000-01-01 00:00:00");
        Assert.Equal(31_622_400, crontab.CountOccurrences(from, At("2001-01-01 00:00:00"), TimeZoneInfo.Utc));
        // The repeated hours are counted twice and the skipped ones not at all, but each gap ends in a second that is there anyway.
        foreach (var zone in Zones("America/New_York", "Australia/Lord_Howe", "Pacific/Apia"))
            Assert.Equal((long)(At("2100-01-01 00:00:00") - from).TotalSeconds, crontab.CountOccurrences(from, At("2100-01-01 00:00:00"), zone));
    }

    [Fact]
    public void CountOccurrences_EmptyOrReversedSpan_IsZero()
    {
        var crontab = CronExpression.Parse("* * * * *");
        var noon = At("2024-05-01 12:00:00");
        Assert.Equal(0, crontab.CountOccurrences(noon, noon, TimeZoneInfo.Utc));
        Assert.Equal(0, crontab.CountOccurrences(noon, noon.AddDays(-1), TimeZoneInfo.Utc));
        Assert.Null(crontab.GetLastOccurrence(noon, noon.AddDays(-1), TimeZoneInfo.Utc));
        Assert.Empty(crontab.GetOccurrences(noon, noon.AddDays(-1), TimeZoneInfo.Utc));
    }

    [Fact]
    public async Task GetNextOccurrence_ManyThreadsAndYears_AgreesWithOneThread()
    {
        // More years than a zone's timeline remembers, asked for at once.
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid");
        var crontab = CronExpression.Parse("30 2 * * SUN");
        DateTimeOffset?[] Walk() => [.. Enumerable.Range(1950, 150).Select(year => crontab.GetNextOccurrence(new DateTimeOffset(year, 3, 25, 0, 0, 0, TimeSpan.Zero), zone))];
        var expected = Walk();
        var walks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Walk, TestContext.Current.CancellationToken)));
        Assert.All(walks, walk => Assert.Equal(expected, walk));
    }

    private static IEnumerable<TimeZoneInfo> Zones(params string[] ids) => ids.Select(TimeZoneInfo.FindSystemTimeZoneById);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
