using Maat.Domain.Schedules;

namespace Maat.Domain.Tests.Schedules;

public class ScheduleRuleTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NextFirings_FromBeforeTheStart_BeginAtTheStartAndEndWithTheEnd()
    {
        var rule = Hourly(Noon, Noon.AddHours(2));
        DateTimeOffset[] all = [Noon, Noon.AddHours(1), Noon.AddHours(2)];
        Assert.Equal(all, rule.NextFirings(Noon.AddDays(-9), 10));
        Assert.Equal(all[..2], rule.NextFirings(Noon.AddDays(-9), 2));
        Assert.Equal(all[1..], rule.NextFirings(Noon, 10));
        Assert.Empty(rule.NextFirings(Noon.AddHours(2), 10));
    }

    [Fact]
    public void NextFiring_AfterTheEnd_IsNull()
    {
        var rule = Hourly(Noon, Noon.AddMinutes(90));
        Assert.Equal(Noon, rule.NextFiring(DateTimeOffset.MinValue));
        Assert.Equal(Noon.AddHours(1), rule.NextFiring(Noon));
        Assert.Null(rule.NextFiring(Noon.AddHours(1)));
    }

    [Fact]
    public void Span_OfAPause_IsOneRowWithFirstLastAndCount()
    {
        var rule = Hourly(Noon.AddDays(-1), null);
        Assert.Equal(new Firing(Noon.AddHours(1), Noon.AddHours(24), 24, FiringFate.Skipped), rule.Span(Noon, Noon.AddDays(1), FiringFate.Skipped));
        Assert.Equal(new Firing(Noon.AddHours(1), null, 1, FiringFate.Missed), rule.Span(Noon, Noon.AddHours(1.5), FiringFate.Missed));
        Assert.Null(rule.Span(Noon, Noon.AddMinutes(59), FiringFate.Skipped));
    }

    [Fact]
    public void Span_BeyondStartAndEnd_CountsOnlyWhatIsDueBetween()
    {
        var rule = Hourly(Noon, Noon.AddHours(3));
        Assert.Equal(new Firing(Noon, Noon.AddHours(3), 4, FiringFate.Skipped), rule.Span(Noon.AddYears(-1), Noon.AddYears(1), FiringFate.Skipped));
        Assert.Null(rule.Span(Noon.AddHours(3), Noon.AddYears(1), FiringFate.Skipped));
        Assert.Null(rule.Span(Noon.AddYears(-1), Noon.AddTicks(-1), FiringFate.Skipped));
    }

    [Fact]
    public void Rule_EndBeforeStart_IsRefused()
    {
        var problem = Assert.Throws<ArgumentException>(() => Hourly(Noon, Noon.AddTicks(-1)));
        Assert.Contains("before it starts", problem.Message, StringComparison.Ordinal);
    }

    private static ScheduleRule Hourly(DateTimeOffset start, DateTimeOffset? end) =>
        new(CronExpression.Parse("@hourly"), TimeZoneInfo.Utc, start, end);
}
