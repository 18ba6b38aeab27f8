namespace Maat.Domain.Schedules;

/// <summary>What becomes of firings that nobody was there to start in time. The numbers are stored; never change one.</summary>
public enum MissedFiringPolicy
{
    /// <summary>Every one is started late.</summary>
    RunAll = 0,

    /// <summary>The latest one is started late, those before it are skipped.</summary>
    RunLatest = 1,

    /// <summary>None is started; they are recorded as missed.</summary>
    Skip = 2,
}

/// <summary>What becomes of a firing while the application has as many active runs as it may. The numbers are stored; never change one.</summary>
public enum OverlapPolicy
{
    /// <summary>It is started, and its run is queued until another ends.</summary>
    Wait = 0,

    /// <summary>It is skipped.</summary>
    Skip = 1,
}

/// <summary>When a schedule fires. Before <see cref="Start"/> and after <see cref="End"/> it does not; at both it may.</summary>
public sealed record ScheduleRule
{
    /// <exception cref="ArgumentException">The end is before the start.</exception>
    public ScheduleRule(
        CronExpression crontab,
        TimeZoneInfo zone,
        DateTimeOffset? start = null,
        DateTimeOffset? end = null,
        MissedFiringPolicy missed = MissedFiringPolicy.RunLatest,
        OverlapPolicy overlap = OverlapPolicy.Wait)
    {
        ArgumentNullException.ThrowIfNull(crontab);
        ArgumentNullException.ThrowIfNull(zone);
        if (end < start)
            throw new ArgumentException($"The schedule ends at {end:u}, before it starts at {start:u}; move one of them", nameof(end));
        (Crontab, Zone, Start, End, Missed, Overlap) = (crontab, zone, start, end, missed, overlap);
    }

    public CronExpression Crontab { get; }

    /// <summary>The zone whose wall clock the crontab speaks of.</summary>
    public TimeZoneInfo Zone { get; }

    public DateTimeOffset? Start { get; }

    public DateTimeOffset? End { get; }

    public MissedFiringPolicy Missed { get; }

    public OverlapPolicy Overlap { get; }

    /// <summary>The first instant after the given one at which the schedule fires; null if it is over.</summary>
    public DateTimeOffset? NextFiring(DateTimeOffset after) =>
        Crontab.GetNextOccurrence(Since(after), Zone) is { } next && next <= Until(DateTimeOffset.MaxValue) ? next : null;

    /// <summary>The next firings after the given instant, at most <paramref name="count"/>: for a preview.</summary>
    public IEnumerable<DateTimeOffset> NextFirings(DateTimeOffset from, int count) =>
        Crontab.GetOccurrences(Since(from), Until(DateTimeOffset.MaxValue), Zone).Take(count);

    /// <summary>
    /// Everything that is due in (<paramref name="after"/>, <paramref name="until"/>] as one row; null when nothing is. For what
    /// nobody decides one by one: a pause, or a backlog that a person discards when editing the rule.
    /// </summary>
    public Firing? Span(DateTimeOffset after, DateTimeOffset until, FiringFate fate)
    {
        (after, until) = (Since(after), Until(until));
        if (Crontab.GetNextOccurrence(after, Zone) is not { } first || first > until)
            return null;
        var last = Crontab.GetLastOccurrence(after, until, Zone)!.Value;
        return new Firing(first, last == first ? null : last, Crontab.CountOccurrences(after, until, Zone), fate);
    }

    private DateTimeOffset Since(DateTimeOffset after) => after < Start ? Start.Value.AddTicks(-1) : after;

    private DateTimeOffset Until(DateTimeOffset until) => until > End ? End.Value : until;
}
