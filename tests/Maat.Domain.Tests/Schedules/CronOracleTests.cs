using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Schedules;

namespace Maat.Domain.Tests.Schedules;

/// <summary>Random crontabs against a reference that tries every minute or second, around changes of clocks and in plain time.</summary>
public class CronOracleTests
{
    private const int FirstYear = 2008;
    private const int LastYear = 2028;

    /// <summary>A prime, so that the instants asked about fall into and between minutes.</summary>
    private const int AskedPerCrontab = 251;

    /// <summary>
    /// Gaps of an hour, half an hour and a day; gaps at midnight; negative daylight saving; two hours; four changes a year;
    /// changes of the base offset; offsets of 45 minutes.
    /// </summary>
    private static readonly string[] ZoneIds =
    [
        "America/New_York", "America/Santiago", "America/Sao_Paulo", "America/Asuncion", "America/Caracas", "America/Havana",
        "America/St_Johns", "America/Scoresbysund", "Antarctica/Troll", "Antarctica/Casey", "Australia/Lord_Howe",
        "Pacific/Apia", "Pacific/Chatham", "Pacific/Easter", "Pacific/Norfolk", "Asia/Amman", "Asia/Beirut", "Asia/Gaza",
        "Asia/Pyongyang", "Asia/Tehran", "Africa/Cairo", "Africa/Casablanca", "Africa/Juba", "Europe/Dublin", "Europe/Istanbul",
        "Europe/Volgograd",
    ];

    private static readonly Lazy<(TimeZoneInfo Zone, DateTime At)[]> Changes = new(() =>
    [
        .. from id in ZoneIds
           let zone = TimeZoneInfo.FindSystemTimeZoneById(id)
           from at in ClockChange.Find(zone, FirstYear, LastYear)
           select (zone, at),
    ]);

    [Fact]
    public void GetOccurrences_AroundEveryChangeOfManyZones_MatchesEveryMinuteTried()
    {
        var changes = Changes.Value;
        Assert.True(changes.Length > 500);
        var crontabs = WrittenCrontab.Sample(WrittenCrontab.Minutely, changes.Length * 3, 20160313);
        for (var i = 0; i < changes.Length; i++)
        {
            var (zone, at) = changes[i];
            var minute = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
            var change = new ClockChange(zone, minute.AddHours(-6), minute.AddHours(26), TimeSpan.FromMinutes(1));
            foreach (var crontab in crontabs.Skip(i * 3).Take(3))
                AssertAgrees(change, crontab);
        }
    }

    [Fact]
    public void GetOccurrences_AroundChanges_MatchesEverySecondTried()
    {
        const int Samples = 40;
        var changes = WrittenCrontab.Sample(Gen.Elements(Changes.Value), Samples, 20161106);
        var crontabs = WrittenCrontab.Sample(WrittenCrontab.Secondly, Samples, 20161107);
        foreach (var ((zone, at), crontab) in changes.Zip(crontabs))
            AssertAgrees(new ClockChange(zone, at.AddMinutes(-70), at.AddMinutes(130), TimeSpan.FromSeconds(1)), crontab);
    }

    [Fact]
    public void GetOccurrences_RepeatedHourAcrossTheNewYear_MatchesEveryMinuteTried()
    {
        // Saving ends at 00:30 on the first of January: half of the repeated hour is in the old year by UTC, half in the new.
        var saving = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 6, 1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 0, 30, 0), 1, 1));
        var zone = TimeZoneInfo.CreateCustomTimeZone("New Year", TimeSpan.Zero, null, null, null, [saving]);
        var newYear = new DateTime(2020, 12, 31, 23, 30, 0, DateTimeKind.Utc);
        Assert.Contains(newYear, ClockChange.Find(zone, 2020, 2020));
        var change = new ClockChange(zone, newYear.AddHours(-2), newYear.AddHours(3), TimeSpan.FromMinutes(1));
        AssertAgrees(change, new WrittenCrontab("45 23 * * *", wall => wall is { Hour: 23, Minute: 45 }, Repeats: false));
        AssertAgrees(change, new WrittenCrontab("15 0 * * *", wall => wall is { Hour: 0, Minute: 15 }, Repeats: false));
        AssertAgrees(change, new WrittenCrontab("15,45 * * * *", wall => wall.Minute is 15 or 45, Repeats: true));
    }

    [Fact]
    public void GetOccurrences_OverMonths_MatchesEveryMinuteTried()
    {
        const int Samples = 10;
        var months = WrittenCrontab.Sample(Gen.Choose(0, 12 * 90), Samples, 1);
        var zones = WrittenCrontab.Sample(Gen.Elements(ZoneIds), Samples, 2);
        var crontabs = WrittenCrontab.Sample(WrittenCrontab.Minutely, Samples * 6, 3);
        for (var i = 0; i < Samples; i++)
        {
            var from = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(months[i]);
            var change = new ClockChange(TimeZoneInfo.FindSystemTimeZoneById(zones[i]), from, from.AddDays(45), TimeSpan.FromMinutes(1));
            foreach (var crontab in crontabs.Skip(i * 6).Take(6))
                AssertAgrees(change, crontab);
        }
    }

    [Fact]
    public void GetNextOccurrence_DatesYearsAway_MatchesEveryDayTried()
    {
        var samples = WrittenCrontab.Sample(
            from crontab in WrittenCrontab.Minutely
            from day in Gen.Choose(0, 36_500)
            select (crontab, new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day)), 500, 4);
        foreach (var (crontab, from) in samples)
        {
            if (!CronExpression.TryParse(crontab.Text, out var expression, out _))
                continue;
            var expected = Enumerable.Range(0, 15_000).Select(day => from.AddDays(day)).First(day =>
                expression.CountOccurrences(new DateTimeOffset(day).AddTicks(-1), new DateTimeOffset(day.AddDays(1)).AddTicks(-1), TimeZoneInfo.Utc) > 0);
            Assert.Equal(expected, expression.GetNextOccurrence(from, TimeZoneInfo.Utc, inclusive: true)!.Value.Date);
        }
    }

    [Fact]
    public void Parse_RandomCrontab_IsRefusedOnlyWhenNoDateOfTwentyEightYearsMatches()
    {
        // The times are every minute's, so that only dates decide.
        var days = Enumerable.Range(0, 28 * 366).Select(day => new DateTime(2000, 1, 1).AddDays(day)).ToList();
        var refused = 0;
        foreach (var crontab in WrittenCrontab.Sample(WrittenCrontab.Minutely, 3_000, 5))
        {
            if (CronExpression.TryParse(crontab.Text, out _, out _))
                continue;
            refused++;
            Assert.DoesNotContain(days, day => Enumerable.Range(0, 24 * 60).Any(minute => crontab.Matches(day.AddMinutes(minute))));
        }

        Assert.InRange(refused, 1, 300);
    }

    private static void AssertAgrees(ClockChange change, WrittenCrontab crontab)
    {
        var expected = change.Occurrences(crontab);
        if (!CronExpression.TryParse(crontab.Text, out var expression, out var problem))
        {
            Assert.True(expected.Count == 0, $"'{crontab}' was refused: {problem.Message}");
            return;
        }

        var before = change.From.AddTicks(-1);
        var actual = expression.GetOccurrences(before, change.To, change.Zone).ToList();
        Assert.True(expected.SequenceEqual(actual), $"""
            '{crontab}' in {change.Zone.Id} from {change.From:u}
            only tried:    {string.Join(", ", expected.Except(actual).Take(5))}
            only computed: {string.Join(", ", actual.Except(expected).Take(5))}
            """);
        Assert.All(actual, at => Assert.Equal(change.Zone.GetUtcOffset(at), at.Offset));

        // Asked from anywhere, between occurrences or inside a repeated hour.
        var stride = (change.To - change.From) / AskedPerCrontab;
        var passed = 0;
        for (var (i, asked) = (0, change.From); asked < change.To; i++, asked += stride)
        {
            while (passed < expected.Count && expected[passed] <= asked)
                passed++;
            if (passed < expected.Count)
                Assert.True(expression.GetNextOccurrence(asked, change.Zone) == expected[passed], $"'{crontab}' in {change.Zone.Id} after {asked:u}: {expected[passed]:u}");
            if (i % 8 != 0)
                continue;
            Assert.Equal(passed, expression.CountOccurrences(before, asked, change.Zone));
            Assert.Equal(expected.Count - passed, expression.CountOccurrences(asked, change.To, change.Zone));
            Assert.Equal(passed == 0 ? null : expected[passed - 1], expression.GetLastOccurrence(before, asked, change.Zone));
        }
    }
}
