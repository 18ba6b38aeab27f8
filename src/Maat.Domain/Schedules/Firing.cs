namespace Maat.Domain.Schedules;

/// <summary>What became of a due instant of a schedule. Every one gets exactly one fate, and it is recorded. The numbers are stored; never change one.</summary>
public enum FiringFate
{
    /// <summary>Its run was made in time.</summary>
    Started = 0,

    /// <summary>Its run was made after the tolerance had passed.</summary>
    StartedLate = 1,

    /// <summary>A policy or a pause decided against it.</summary>
    Skipped = 2,

    /// <summary>Nobody was there in time, and the policy lets such firings go.</summary>
    Missed = 3,
}

/// <summary>
/// One row of a schedule's history: one due instant, or a whole span of them that shares a fate.
/// </summary>
/// <param name="DueAt">The instant, or the first of the span.</param>
/// <param name="Until">The last instant of the span; null for a single one.</param>
/// <param name="Count">How many due instants the row stands for.</param>
/// <param name="Fate">The fate of each of them.</param>
public sealed record Firing(DateTimeOffset DueAt, DateTimeOffset? Until, long Count, FiringFate Fate);

/// <summary>What to record about a schedule in one transaction.</summary>
/// <param name="Firings">The rows, in order of time; each that is started or started late gets a run.</param>
/// <param name="LastDecided">Up to here (inclusive) everything due has a fate. Never before the value decided from.</param>
/// <param name="NextFireAt">The next due instant without a fate, perhaps already past; null if the schedule is over.</param>
/// <param name="More">Whether more is due already: the limit was reached.</param>
public sealed record FiringPlan(IReadOnlyList<Firing> Firings, DateTimeOffset LastDecided, DateTimeOffset? NextFireAt, bool More);
