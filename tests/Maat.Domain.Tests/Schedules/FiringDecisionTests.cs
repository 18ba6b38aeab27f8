using System.Globalization;
using Maat.Domain.Schedules;

namespace Maat.Domain.Tests.Schedules;

public class FiringDecisionTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // Every ten minutes; last decided at noon. Each row: due[–until×count]=fate, by minutes after noon.
    [InlineData(MissedFiringPolicy.RunAll, "0:09:59", "")]
    [InlineData(MissedFiringPolicy.RunAll, "0:10:00", "10=Started")]
    [InlineData(MissedFiringPolicy.Skip, "0:11:00", "10=Started")] // exactly as old as the tolerance
    [InlineData(MissedFiringPolicy.RunAll, "0:11:01", "10=StartedLate")]
    [InlineData(MissedFiringPolicy.RunLatest, "0:11:01", "10=StartedLate")]
    [InlineData(MissedFiringPolicy.Skip, "0:11:01", "10=Missed")]
    [InlineData(MissedFiringPolicy.RunAll, "0:35:00", "10=StartedLate 20=StartedLate 30=StartedLate")]
    [InlineData(MissedFiringPolicy.RunLatest, "0:25:00", "10=Skipped 20=StartedLate")]
    [InlineData(MissedFiringPolicy.RunLatest, "0:35:00", "10-20x2=Skipped 30=StartedLate")]
    [InlineData(MissedFiringPolicy.Skip, "0:35:00", "10-30x3=Missed")]
    // What is due now starts beside what the policy does with the past.
    [InlineData(MissedFiringPolicy.RunAll, "0:30:05", "10=StartedLate 20=StartedLate 30=Started")]
    [InlineData(MissedFiringPolicy.RunLatest, "0:30:05", "10=Skipped 20=StartedLate 30=Started")]
    [InlineData(MissedFiringPolicy.Skip, "0:30:05", "10-20x2=Missed 30=Started")]
    public void Decide_AfterDowntime_FollowsThePolicy(MissedFiringPolicy policy, string passed, string expected)
    {
        var now = Noon + TimeSpan.Parse(passed, CultureInfo.InvariantCulture);
        var plan = FiringDecision.Decide(Rule("*/10 * * * *", policy), Noon, now);
        Assert.Equal(expected, Text(plan));
        Assert.Equal(now, plan.LastDecided);
        Assert.False(plan.More);
    }

    [Theory]
    [InlineData(MissedFiringPolicy.RunAll, 0, "10-40x4=Skipped")]
    [InlineData(MissedFiringPolicy.RunAll, 2, "10=StartedLate 20=StartedLate 30-40x2=Skipped")]
    [InlineData(MissedFiringPolicy.RunAll, 3, "10=StartedLate 20=StartedLate 30=StartedLate 40=Skipped")]
    [InlineData(MissedFiringPolicy.RunAll, 4, "10=StartedLate 20=StartedLate 30=StartedLate 40=Started")]
    [InlineData(MissedFiringPolicy.RunLatest, 0, "10-40x4=Skipped")]
    [InlineData(MissedFiringPolicy.RunLatest, 1, "10-20x2=Skipped 30=StartedLate 40=Skipped")]
    [InlineData(MissedFiringPolicy.Skip, 0, "10-30x3=Missed 40=Skipped")]
    [InlineData(MissedFiringPolicy.Skip, -5, "10-30x3=Missed 40=Skipped")]
    [InlineData(MissedFiringPolicy.Skip, 1, "10-30x3=Missed 40=Started")]
    public void Decide_OverlapSkip_StartsOnlyIntoFreeRuns(MissedFiringPolicy policy, int freeRuns, string expected)
    {
        var plan = FiringDecision.Decide(Rule("*/10 * * * *", policy, OverlapPolicy.Skip), Noon, Noon.AddMinutes(40), freeRuns);
        Assert.Equal(expected, Text(plan));
    }

    [Fact]
    public void Decide_OverlapWait_StartsWhateverIsFree()
    {
        var plan = FiringDecision.Decide(Rule("*/10 * * * *", MissedFiringPolicy.RunAll), Noon, Noon.AddMinutes(20), freeRuns: 0);
        Assert.Equal("10=StartedLate 20=Started", Text(plan));
    }

    [Fact]
    public void Decide_OverlapSkipWithoutALimit_StartsAll()
    {
        var plan = FiringDecision.Decide(Rule("*/10 * * * *", MissedFiringPolicy.RunAll, OverlapPolicy.Skip), Noon, Noon.AddMinutes(20));
        Assert.Equal("10=StartedLate 20=Started", Text(plan));
    }

    [Fact]
    public void Decide_MoreThanTheLimit_StopsThereAndGoesOnWithoutALoss()
    {
        var rule = Rule("* * * * *", MissedFiringPolicy.RunAll);
        var now = Noon.AddHours(4);
        var (decided, starts) = (Noon, new List<int>());
        FiringPlan plan;
        do
        {
            plan = FiringDecision.Decide(rule, decided, now);
            starts.Add(plan.Firings.Count);
            Assert.Equal(plan.More ? decided.AddMinutes(100) : now, plan.LastDecided);
            Assert.Equal(plan.LastDecided.AddMinutes(1), plan.NextFireAt);
            decided = plan.LastDecided;
        }
        while (plan.More);
        Assert.Equal([100, 100, 40], starts);
    }

    [Fact]
    public void Decide_ExactlyTheLimitIsDue_SaysThatNoMoreIs()
    {
        var plan = FiringDecision.Decide(Rule("* * * * *", MissedFiringPolicy.RunAll), Noon, Noon.AddMinutes(3), limit: 3);
        Assert.False(plan.More);
        Assert.Equal(Noon.AddMinutes(3), plan.LastDecided);
    }

    [Theory]
    [InlineData(MissedFiringPolicy.RunLatest, FiringFate.Skipped, 31_535_938)]
    [InlineData(MissedFiringPolicy.Skip, FiringFate.Missed, 31_535_939)]
    public void Decide_AYearOfSecondsMissed_IsOneRow(MissedFiringPolicy policy, FiringFate fate, long count)
    {
        var rule = Rule("* * * * * *", policy);
        var now = Noon.AddDays(365);
        var plan = FiringDecision.Decide(rule, Noon, now);
        Assert.Equal(new Firing(Noon.AddSeconds(1), Noon.AddSeconds(count), count, fate), plan.Firings[0]);
        Assert.Equal(61, plan.Firings.Count(firing => firing.Fate == FiringFate.Started));
        Assert.Equal(365 * 86_400, plan.Firings.Sum(firing => firing.Count));
    }

    [Fact]
    public void Decide_ClockGoesBackAndForward_DecidesNothingTwice()
    {
        var rule = Rule("*/10 * * * *", MissedFiringPolicy.RunAll);
        var ahead = FiringDecision.Decide(rule, Noon, Noon.AddMinutes(30));
        var back = FiringDecision.Decide(rule, ahead.LastDecided, Noon.AddMinutes(-90));
        Assert.Empty(back.Firings);
        Assert.Equal(ahead.LastDecided, back.LastDecided);
        Assert.Equal(Noon.AddMinutes(40), back.NextFireAt);
        Assert.Empty(FiringDecision.Decide(rule, back.LastDecided, ahead.LastDecided).Firings);
        Assert.Equal("40=Started", Text(FiringDecision.Decide(rule, back.LastDecided, Noon.AddMinutes(40))));
    }

    [Fact]
    public void Decide_AfterTheEnd_HasNoNextFiring()
    {
        var rule = new ScheduleRule(CronExpression.Parse("@hourly"), TimeZoneInfo.Utc, Noon, Noon.AddHours(2), MissedFiringPolicy.RunAll);
        var plan = FiringDecision.Decide(rule, Noon.AddDays(-1), Noon.AddDays(1));
        Assert.Equal("0=StartedLate 60=StartedLate 120=StartedLate", Text(plan));
        Assert.Null(plan.NextFireAt);
    }

    [Fact]
    public void Decide_NonsenseBounds_AreRefused()
    {
        var rule = Rule("@hourly", MissedFiringPolicy.Skip);
        Assert.Throws<ArgumentOutOfRangeException>(() => FiringDecision.Decide(rule, Noon, Noon, limit: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FiringDecision.Decide(rule, Noon, Noon, lateTolerance: TimeSpan.FromTicks(-1)));
    }

    private static ScheduleRule Rule(string crontab, MissedFiringPolicy missed, OverlapPolicy overlap = OverlapPolicy.Wait) =>
        new(CronExpression.Parse(crontab), TimeZoneInfo.Utc, missed: missed, overlap: overlap);

    private static string Text(FiringPlan plan) => string.Join(' ', plan.Firings.Select(firing =>
        $"{(firing.DueAt - Noon).TotalMinutes}{(firing.Until is { } until ? $"-{(until - Noon).TotalMinutes}x{firing.Count}" : "")}={firing.Fate}"));
}
