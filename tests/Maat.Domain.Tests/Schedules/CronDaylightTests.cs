using System.Globalization;
using Maat.Domain.Schedules;

namespace Maat.Domain.Tests.Schedules;

/// <summary>What crontabs do where clocks change, zone by zone. Times are as the wall shows them, with their offsets.</summary>
public class CronDaylightTests
{
    [Theory]
    // New York, 2016-03-13 02:00 -05:00 becomes 03:00 -04:00.
    [InlineData("America/New_York", "30 2 * * *", "2016-03-13 00:00 -05:00", "2016-03-13 03:00 -04:00, 2016-03-14 02:30 -04:00")]
    [InlineData("America/New_York", "*/30 * * * *", "2016-03-13 01:00 -05:00", "2016-03-13 01:30 -05:00, 2016-03-13 03:00 -04:00, 2016-03-13 03:30 -04:00")]
    [InlineData("America/New_York", "5-59/20 * * * *", "2016-03-13 01:30 -05:00", "2016-03-13 01:45 -05:00, 2016-03-13 03:00 -04:00, 2016-03-13 03:05 -04:00")]
    [InlineData("America/New_York", "0 3 * * *", "2016-03-13 00:00 -05:00", "2016-03-13 03:00 -04:00, 2016-03-14 03:00 -04:00")]
    [InlineData("America/New_York", "0,30 2,3 * * *", "2016-03-13 00:00 -05:00", "2016-03-13 03:00 -04:00, 2016-03-13 03:30 -04:00, 2016-03-14 02:00 -04:00")]
    [InlineData("America/New_York", "30 2 * * 1", "2016-03-12 00:00 -05:00", "2016-03-14 02:30 -04:00")]
    // 2016-11-06 02:00 -04:00 becomes 01:00 -05:00.
    [InlineData("America/New_York", "30 * * * *", "2016-11-06 00:30 -04:00", "2016-11-06 01:30 -04:00, 2016-11-06 01:30 -05:00, 2016-11-06 02:30 -05:00")]
    [InlineData("America/New_York", "0,30 1 * * *", "2016-11-06 00:30 -04:00", "2016-11-06 01:00 -04:00, 2016-11-06 01:30 -04:00, 2016-11-07 01:00 -05:00")]
    [InlineData("America/New_York", "0 2 * * *", "2016-11-06 00:30 -04:00", "2016-11-06 02:00 -05:00, 2016-11-07 02:00 -05:00")]
    [InlineData("America/New_York", "0 1 * * *", "2016-11-06 00:30 -04:00", "2016-11-06 01:00 -04:00, 2016-11-07 01:00 -05:00")]
    [InlineData("America/New_York", "*/30 1 * * *", "2016-11-06 00:30 -04:00", "2016-11-06 01:00 -04:00, 2016-11-06 01:30 -04:00, 2016-11-06 01:00 -05:00, 2016-11-06 01:30 -05:00, 2016-11-07 01:00 -05:00")]
    [InlineData("America/New_York", "30 1-1 * * *", "2016-11-06 00:30 -04:00", "2016-11-06 01:30 -04:00, 2016-11-06 01:30 -05:00, 2016-11-07 01:30 -05:00")]
    [InlineData("America/New_York", "15,45-50/5 1 * * *", "2016-11-06 01:47 -04:00", "2016-11-06 01:50 -04:00, 2016-11-06 01:15 -05:00, 2016-11-06 01:45 -05:00")]
    [InlineData("America/New_York", "*/30 30 1 * * *", "2016-11-06 01:30 -04:00", "2016-11-06 01:30:30 -04:00, 2016-11-06 01:30 -05:00, 2016-11-06 01:30:30 -05:00, 2016-11-07 01:30 -05:00")]
    [InlineData("America/New_York", "0 30 1 * * *", "2016-11-06 00:30 -04:00", "2016-11-06 01:30 -04:00, 2016-11-07 01:30 -05:00")]
    // Day fields decide nothing about repeating.
    [InlineData("America/New_York", "30 1 */2 * 0-6", "2016-11-04 12:00 -04:00", "2016-11-05 01:30 -04:00, 2016-11-07 01:30 -05:00")]
    [InlineData("America/New_York", "30 1 6-8 * *", "2016-11-05 12:00 -04:00", "2016-11-06 01:30 -04:00, 2016-11-07 01:30 -05:00")]
    // Asked from inside the repeated hour.
    [InlineData("America/New_York", "30 1 * * *", "2016-11-06 01:40 -04:00", "2016-11-07 01:30 -05:00")]
    [InlineData("America/New_York", "30 1 * * *", "2016-11-06 01:10 -05:00", "2016-11-07 01:30 -05:00")]
    [InlineData("America/New_York", "30 * * * *", "2016-11-06 01:10 -05:00", "2016-11-06 01:30 -05:00, 2016-11-06 02:30 -05:00")]
    // Lord Howe, half an hour: 2016-10-02 02:00 +10:30 becomes 02:30 +11:00; 2016-04-03 02:00 +11:00 becomes 01:30 +10:30.
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2016-10-02 00:00 +10:30", "2016-10-02 02:30 +11:00, 2016-10-03 02:15 +11:00")]
    [InlineData("Australia/Lord_Howe", "*/15 2 * * *", "2016-10-02 00:00 +10:30", "2016-10-02 02:30 +11:00, 2016-10-02 02:45 +11:00, 2016-10-03 02:00 +11:00")]
    [InlineData("Australia/Lord_Howe", "45 * * * *", "2016-04-03 01:00 +11:00", "2016-04-03 01:45 +11:00, 2016-04-03 01:45 +10:30, 2016-04-03 02:45 +10:30")]
    [InlineData("Australia/Lord_Howe", "15,45 1 * * *", "2016-04-03 01:00 +11:00", "2016-04-03 01:15 +11:00, 2016-04-03 01:45 +11:00, 2016-04-04 01:15 +10:30")]
    // Gaps at midnight: the day begins at one.
    [InlineData("America/Sao_Paulo", "0 0 * * *", "2018-11-03 12:00 -03:00", "2018-11-04 01:00 -02:00, 2018-11-05 00:00 -02:00")]
    [InlineData("America/Havana", "@daily", "2016-03-12 12:00 -05:00", "2016-03-13 01:00 -04:00, 2016-03-14 00:00 -04:00")]
    [InlineData("Asia/Beirut", "30 0 27 3 *", "2016-01-01 00:00 +02:00", "2016-03-27 01:00 +03:00, 2017-03-27 00:30 +03:00")]
    [InlineData("Africa/Cairo", "@daily", "2024-04-25 12:00 +02:00", "2024-04-26 01:00 +03:00, 2024-04-27 00:00 +03:00")]
    // Put back at midnight, so that the last hour of the day before comes twice.
    [InlineData("America/Sao_Paulo", "30 23 * * *", "2018-02-17 12:00 -02:00", "2018-02-17 23:30 -02:00, 2018-02-18 23:30 -03:00")]
    [InlineData("America/Sao_Paulo", "0 0 * * *", "2018-02-17 12:00 -02:00", "2018-02-18 00:00 -03:00, 2018-02-19 00:00 -03:00")]
    [InlineData("America/Havana", "30 * * * *", "2016-11-05 23:30 -04:00", "2016-11-06 00:30 -04:00, 2016-11-06 00:30 -05:00, 2016-11-06 01:30 -05:00")]
    // Chile, a gap at midnight of a Sunday, put back at midnight of the Sunday before which it is still Saturday.
    [InlineData("America/Santiago", "0 0 * * SUN", "2019-09-07 12:00 -04:00", "2019-09-08 01:00 -03:00, 2019-09-15 00:00 -03:00")]
    [InlineData("America/Santiago", "30 23 * * SAT", "2019-04-06 12:00 -03:00", "2019-04-06 23:30 -03:00, 2019-04-13 23:30 -04:00")]
    [InlineData("America/Santiago", "30 23-23 * * SAT", "2019-04-06 12:00 -03:00", "2019-04-06 23:30 -03:00, 2019-04-06 23:30 -04:00, 2019-04-13 23:30 -04:00")]
    // Dublin's standard time is the summer's: in winter the saving is negative.
    [InlineData("Europe/Dublin", "30 1 * * *", "2016-03-26 12:00 +00:00", "2016-03-27 02:00 +01:00, 2016-03-28 01:30 +01:00")]
    [InlineData("Europe/Dublin", "30 1 * * *", "2016-10-29 12:00 +01:00", "2016-10-30 01:30 +01:00, 2016-10-31 01:30 +00:00")]
    [InlineData("Europe/Dublin", "30 * * * *", "2016-10-30 01:00 +01:00", "2016-10-30 01:30 +01:00, 2016-10-30 01:30 +00:00, 2016-10-30 02:30 +00:00")]
    // Casablanca goes back for Ramadan and forward after it.
    [InlineData("Africa/Casablanca", "30 2 * * *", "2022-03-26 12:00 +01:00", "2022-03-27 02:30 +01:00, 2022-03-28 02:30 +00:00")]
    [InlineData("Africa/Casablanca", "30 2 * * *", "2022-05-07 12:00 +00:00", "2022-05-08 03:00 +01:00, 2022-05-09 02:30 +01:00")]
    // Troll, two hours.
    [InlineData("Antarctica/Troll", "*/30 1,2 * * *", "2016-03-27 00:30 +00:00", "2016-03-27 03:00 +02:00, 2016-03-28 01:00 +02:00")]
    [InlineData("Antarctica/Troll", "0 1,2 * * *", "2016-10-30 00:30 +02:00", "2016-10-30 01:00 +02:00, 2016-10-30 02:00 +02:00, 2016-10-31 01:00 +00:00")]
    [InlineData("Antarctica/Troll", "0 1-2 * * *", "2016-10-30 01:30 +02:00", "2016-10-30 02:00 +02:00, 2016-10-30 01:00 +00:00, 2016-10-30 02:00 +00:00")]
    // Apia had no 30 December 2011.
    [InlineData("Pacific/Apia", "0 12 30 12 *", "2011-12-29 12:00 -10:00", "2011-12-31 00:00 +14:00, 2012-12-30 12:00 +14:00")]
    [InlineData("Pacific/Apia", "0 12 * * *", "2011-12-29 11:00 -10:00", "2011-12-29 12:00 -10:00, 2011-12-31 00:00 +14:00, 2011-12-31 12:00 +14:00")]
    [InlineData("Pacific/Apia", "0 */8 * * *", "2011-12-29 15:00 -10:00", "2011-12-29 16:00 -10:00, 2011-12-31 00:00 +14:00, 2011-12-31 08:00 +14:00")]
    // A change of the base offset without daylight saving: Caracas half an hour, Pyongyang the other way.
    [InlineData("America/Caracas", "45 2 * * *", "2016-04-30 12:00 -04:30", "2016-05-01 03:00 -04:00, 2016-05-02 02:45 -04:00")]
    [InlineData("Asia/Pyongyang", "45 23 * * *", "2015-08-14 12:00 +09:00", "2015-08-14 23:45 +09:00, 2015-08-15 23:45 +08:30")]
    public void GetOccurrences_WhereClocksChange_FollowTheWall(string zone, string crontab, string after, string expected)
    {
        var times = expected.Split(", ");
        var actual = CronExpression.Parse(crontab)
            .GetOccurrences(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture), DateTimeOffset.MaxValue, TimeZoneInfo.FindSystemTimeZoneById(zone))
            .Take(times.Length)
            .Select(at => at.ToString(at.Second == 0 ? "yyyy-MM-dd HH:mm zzz" : "yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
        Assert.Equal(times, actual);
    }

    [Fact]
    public void GetNextOccurrence_ZonesOfOneIdWithOtherRules_AreKeptApart()
    {
        var crontab = CronExpression.Parse("0 12 * * *");
        var east = TimeZoneInfo.CreateCustomTimeZone("Site", TimeSpan.FromHours(3), null, null);
        var west = TimeZoneInfo.CreateCustomTimeZone("Site", TimeSpan.FromHours(-3), null, null);
        var midnight = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(midnight.AddHours(9), crontab.GetNextOccurrence(midnight, east));
        Assert.Equal(midnight.AddHours(15), crontab.GetNextOccurrence(midnight, west));
    }
}
