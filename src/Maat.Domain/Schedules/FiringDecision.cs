namespace Maat.Domain.Schedules;

/// <summary>
/// Decides the fate of everything that a schedule has due, as one step of a scheduler's transaction: the caller has locked the
/// schedule, read its last decided instant, and records the plan together with the runs that it starts.
/// </summary>
/// <remarks>
/// <para>What is due in (last decided, now] is decided, and the last decided instant only grows. So a clock that goes back doubles
/// nothing (nothing is due until it has caught up), and one that jumps ahead meets the missed-firing policy once.</para>
/// <para>What is due within the late tolerance starts in time. Anything older is a missed firing, for the policy to decide.</para>
/// <para>With <see cref="OverlapPolicy.Skip"/> each start takes one of the application's free runs, late ones first, since they are
/// the earlier ones; when none is left the rest is skipped. Neighbouring skipped instants are one row.</para>
/// <para>At most a limited number of runs is started at once, and whatever starts nothing is a span that is counted, not
/// enumerated: a plan costs about as much after a year of downtime as after a minute.</para>
/// </remarks>
public static class FiringDecision
{
    /// <summary>Runs started by one plan: enough to catch up quickly, few enough for a transaction that holds up nobody.</summary>
    public const int DefaultLimit = 100;

    /// <summary>
    /// How long after its due time a firing still counts as in time. A minute is a crontab's own resolution, and covers what
    /// people do not think of as an outage: a restart, a scheduler's lease of 30 s passing to another, a slow database. So a
    /// policy of skipping loses nothing to a deployment.
    /// </summary>
    public static readonly TimeSpan DefaultLateTolerance = TimeSpan.FromSeconds(60);

    /// <param name="rule">The schedule's rule.</param>
    /// <param name="lastDecided">The last instant up to which everything due has a fate.</param>
    /// <param name="now">The time by the clock that due times are judged by.</param>
    /// <param name="freeRuns">How many runs the application may still begin under its active-run limit; null if it has none.
    /// Only <see cref="OverlapPolicy.Skip"/> asks.</param>
    /// <param name="limit">The most runs that the plan may start.</param>
    /// <param name="lateTolerance">How old a firing may be and still be in time; <see cref="DefaultLateTolerance"/> unless given.</param>
    public static FiringPlan Decide(
        ScheduleRule rule,
        DateTimeOffset lastDecided,
        DateTimeOffset now,
        int? freeRuns = null,
        int limit = DefaultLimit,
        TimeSpan? lateTolerance = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var tolerance = lateTolerance ?? DefaultLateTolerance;
        ArgumentOutOfRangeException.ThrowIfLessThan(tolerance, TimeSpan.Zero, nameof(lateTolerance));
        if (now <= lastDecided)
            return new FiringPlan([], lastDecided, rule.NextFiring(lastDecided), More: false);

        var free = rule.Overlap == OverlapPolicy.Skip ? Math.Max(freeRuns ?? int.MaxValue, 0) : int.MaxValue;
        var plan = new Planner(rule, lastDecided, limit, free);
        // An instant exactly as old as the tolerance is in time.
        var missedUntil = now - tolerance - TimeSpan.FromTicks(1);
        if (missedUntil > lastDecided)
            plan.DecideMissed(missedUntil);
        plan.StartUntil(now, FiringFate.Started);
        return plan.Done();
    }

    private sealed class Planner(ScheduleRule rule, DateTimeOffset decided, int limit, int free)
    {
        private readonly List<Firing> firings = [];
        private bool more;

        internal void DecideMissed(DateTimeOffset until)
        {
            switch (rule.Missed)
            {
                case MissedFiringPolicy.RunAll:
                    StartUntil(until, FiringFate.StartedLate);
                    break;
                case MissedFiringPolicy.RunLatest:
                    if (rule.Span(decided, until, FiringFate.Skipped) is { Until: { } latest })
                        Pass(latest.AddTicks(-1), FiringFate.Skipped);
                    StartUntil(until, FiringFate.StartedLate);
                    break;
                case MissedFiringPolicy.Skip:
                    Pass(until, FiringFate.Missed);
                    break;
            }
        }

        /// <summary>Starts each due instant while the limit and the free runs last.</summary>
        internal void StartUntil(DateTimeOffset until, FiringFate fate)
        {
            while (!more && rule.NextFiring(decided) is { } due && due <= until)
            {
                if (free == 0)
                {
                    Pass(until, FiringFate.Skipped);
                    return;
                }

                if (limit == 0)
                {
                    more = true;
                    return;
                }

                free--;
                limit--;
                firings.Add(new Firing(due, null, 1, fate));
                decided = due;
            }

            if (!more)
                decided = until;
        }

        internal FiringPlan Done() => new(firings, decided, rule.NextFiring(decided), more);

        private void Pass(DateTimeOffset until, FiringFate fate)
        {
            if (rule.Span(decided, until, fate) is { } span)
            {
                if (firings is [.., var before] && before.Fate == fate)
                    firings[^1] = before with { Until = span.Until ?? span.DueAt, Count = before.Count + span.Count };
                else
                    firings.Add(span);
            }

            decided = until;
        }
    }
}
