using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Schedules;

namespace Maat.Domain.Tests.Schedules;

/// <summary>However time is chopped up and wherever the clock jumps, every due instant gets exactly one fate.</summary>
public class FiringDecisionPropertyTests
{
    private static readonly string[] Crontabs =
        ["* * * * *", "*/7 * * * *", "30 1,2 * * *", "0 0 * * *", "15 2 * * SUN", "*/20 * * * * *", "0 3 29 2 *", "5,50 0-3 L * *"];

    private static readonly (string Zone, DateTimeOffset From)[] Places =
    [
        ("UTC",                 new(2024, 2, 28, 12, 0, 0, TimeSpan.Zero)),
        ("America/New_York",    new(2016, 3, 13, 4, 0, 0, TimeSpan.Zero)),
        ("America/New_York",    new(2016, 11, 6, 3, 30, 0, TimeSpan.Zero)),
        ("Australia/Lord_Howe", new(2016, 4, 2, 13, 0, 0, TimeSpan.Zero)),
        ("Pacific/Apia",        new(2011, 12, 29, 20, 0, 0, TimeSpan.Zero)),
        ("America/Havana",      new(2016, 3, 13, 3, 0, 0, TimeSpan.Zero)),
    ];

    private static Gen<Story> Stories =>
        from place in Gen.Elements(Places)
        from crontab in Gen.Elements(Crontabs)
        from missed in Gen.Elements(Enum.GetValues<MissedFiringPolicy>())
        from overlap in Gen.Elements(Enum.GetValues<OverlapPolicy>())
        from startAfter in Gen.Elements<int?>(null, null, 40, 5_000)
        from length in Gen.Elements<int?>(null, null, 100, 20_000)
        from limit in Gen.Elements(1, 3, 100)
        from tolerance in Gen.Elements(0, 5, 60, 3_600)
        from readings in Gen.Frequency(
            (4, Gen.Choose(0, 90)), (3, Gen.Choose(60, 7_200)), (1, Gen.Choose(7_200, 200_000)), (2, Gen.Choose(-4_000, 0))).ListOf(12)
        from free in Gen.Choose(0, 4).ListOf(12)
        let start = startAfter is null ? (DateTimeOffset?)null : place.From.AddSeconds(startAfter.Value)
        let end = length is null ? (DateTimeOffset?)null : (start ?? place.From).AddSeconds(length.Value)
        select new Story(
            new ScheduleRule(CronExpression.Parse(crontab), TimeZoneInfo.FindSystemTimeZoneById(place.Zone), start, end, missed, overlap),
            place.From, limit, TimeSpan.FromSeconds(tolerance), [.. readings.Zip(free)]);

    [Fact]
    public void Decide_AnyChoppingOfTime_GivesEveryDueInstantExactlyOneFate()
    {
        var (started, late, spans) = (0, 0, 0);
        foreach (var story in WrittenCrontab.Sample(Stories, 250, 7))
        {
            var rule = story.Rule;
            var (decided, now) = (story.From, story.From);
            foreach (var (passed, free) in story.Readings)
            {
                now = now.AddSeconds(passed);
                bool more;
                do
                {
                    var plan = FiringDecision.Decide(rule, decided, now, free, story.Limit, story.Tolerance);
                    AssertPartition(rule, decided, plan);
                    AssertFates(story, now, free, plan);
                    Assert.True(plan.LastDecided >= decided);
                    Assert.Equal(plan.More, plan.LastDecided < now && now > decided);
                    Assert.Equal(rule.NextFirings(plan.LastDecided, 1).Cast<DateTimeOffset?>().FirstOrDefault(), plan.NextFireAt);
                    Assert.True(!plan.More || plan.NextFireAt <= now);
                    started += plan.Firings.Count(firing => firing.Fate == FiringFate.Started);
                    late += plan.Firings.Count(firing => firing.Fate == FiringFate.StartedLate);
                    spans += plan.Firings.Count(firing => firing.Count > 1);
                    (decided, more) = (plan.LastDecided, plan.More);
                }
                while (more);
            }
        }

        Assert.True(started > 100 && late > 100 && spans > 100, $"{started} {late} {spans}");
    }

    /// <summary>The rows, taken in order, are exactly what enumerating (decided, last decided] yields.</summary>
    private static void AssertPartition(ScheduleRule rule, DateTimeOffset decided, FiringPlan plan)
    {
        using var due = rule.Crontab.GetOccurrences(decided, plan.LastDecided, rule.Zone)
            .Where(at => (rule.Start is null || at >= rule.Start) && (rule.End is null || at <= rule.End)).GetEnumerator();
        foreach (var firing in plan.Firings)
        {
            for (long i = 0; i < firing.Count; i++)
            {
                Assert.True(due.MoveNext());
                if (i == 0)
                    Assert.Equal(firing.DueAt, due.Current);
            }

            Assert.Equal(firing.Count == 1 ? null : due.Current, firing.Until);
        }

        Assert.False(due.MoveNext());
    }

    private static void AssertFates(Story story, DateTimeOffset now, int free, FiringPlan plan)
    {
        var rule = story.Rule;
        var starts = plan.Firings.Where(firing => firing.Fate is FiringFate.Started or FiringFate.StartedLate).ToList();
        Assert.InRange(starts.Count, 0, rule.Overlap == OverlapPolicy.Skip ? Math.Min(free, story.Limit) : story.Limit);
        var neighbours = plan.Firings.Zip(plan.Firings.Skip(1));
        Assert.DoesNotContain(neighbours, pair => pair.First.Fate == pair.Second.Fate && pair.First.Fate is FiringFate.Skipped or FiringFate.Missed);
        Assert.All(plan.Firings, firing =>
        {
            var isLate = now - firing.DueAt > story.Tolerance;
            switch (firing.Fate)
            {
                case FiringFate.Started:
                    Assert.False(isLate);
                    break;
                case FiringFate.StartedLate:
                    Assert.True(isLate && rule.Missed != MissedFiringPolicy.Skip);
                    break;
                case FiringFate.Missed:
                    Assert.True(rule.Missed == MissedFiringPolicy.Skip && now - (firing.Until ?? firing.DueAt) > story.Tolerance);
                    break;
                case FiringFate.Skipped:
                    Assert.True(rule.Overlap == OverlapPolicy.Skip || (rule.Missed == MissedFiringPolicy.RunLatest && isLate));
                    break;
            }
        });
        if (rule.Missed == MissedFiringPolicy.RunLatest)
            Assert.InRange(plan.Firings.Count(firing => firing.Fate == FiringFate.StartedLate), 0, 1);
    }

    private sealed record Story(
        ScheduleRule Rule, DateTimeOffset From, int Limit, TimeSpan Tolerance, (int Passed, int Free)[] Readings);
}
