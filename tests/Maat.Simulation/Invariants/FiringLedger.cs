using Maat.Domain.Schedules;
using Maat.Simulation.Seeds;
using Maat.Storage;
using Maat.Storage.Runs;

namespace Maat.Simulation.Invariants;

/// <summary>
/// The fates of firings, against the due instants one by one: each row must begin at the next instant without a fate, and a span must
/// hold as many as it says.
/// </summary>
internal sealed class FiringLedger
{
    private const string Schedule = "SELECT crontab, ends_at, missed, overlap, last_decided, revision FROM schedule WHERE id = $1";

    private readonly World _world;
    private readonly Tables _tables;
    private readonly Dictionary<long, Followed> _schedules;

    public FiringLedger(World world, Tables tables)
    {
        _world = world;
        _tables = tables;
        _schedules = world.Setting.Schedules.ToDictionary(s => s.Id, s => new Followed(s.ApplicationId, s.Rule, new DateTimeOffset(s.From), 0));
    }

    /// <param name="touched">The runs of the transaction that is judged: a scheduled one must be named by a firing of it.</param>
    public void Observe(IEnumerable<RunAfter> touched)
    {
        if (_schedules.Count == 0)
        {
            return;
        }

        Dictionary<long, RunAfter> made = touched.Where(r => r.IsNew && r.Seen.Kind == RunKind.Schedule).ToDictionary(r => r.Seen.Id);
        foreach (FiringSeen firing in _tables.ReadFirings())
        {
            _world.Trace.Note("fires", firing.ScheduleId, firing.DueAt, firing.Fate, $"schedule {firing.ScheduleId} at {Microseconds.ToUtc(firing.DueAt):O}: {(FiringFate)firing.Fate} {firing.Count}");
            Check(firing, made);
        }

        foreach (long id in _schedules.Keys)
        {
            FollowEdit(id);
        }

        foreach (long run in made.Keys)
        {
            _world.Violate(Invariant.OneFate, $"Run {run} was made by a schedule, and no firing names it.");
        }
    }

    /// <summary>What was decided last is all that was due.</summary>
    public void CheckRest()
    {
        foreach ((long id, Followed schedule) in _schedules)
        {
            CheckSettled(id, schedule, Microseconds.ToUtc(_tables.Number("SELECT last_decided FROM schedule WHERE id = $1", id)));
        }
    }

    private void CheckSettled(long id, Followed schedule, DateTime lastDecided)
    {
        if (schedule.Rule.NextFiring(schedule.Decided) is { } next && next.UtcDateTime <= lastDecided)
        {
            _world.Violate(Invariant.OneFate, $"Schedule {id} was due at {next:O}, has decided up to {lastDecided:O}, and recorded nothing.");
        }
    }

    /// <summary>After an edit another rule decides what is due, from where the old one was settled up to.</summary>
    private void FollowEdit(long id)
    {
        Followed before = _schedules[id];
        (string Crontab, DateTime? EndsAt, byte Missed, byte Overlap, DateTime LastDecided, long Revision) row = _tables.Read(
            Schedule,
            r => (r.GetString(0), r.IsDBNull(1) ? (DateTime?)null : Microseconds.ToUtc(r.GetInt64(1)), r.GetByte(2), r.GetByte(3), Microseconds.ToUtc(r.GetInt64(4)), r.GetInt64(5)),
            id)[0];
        if (row.Revision == before.Revision)
        {
            return;
        }

        CheckSettled(id, before, row.LastDecided);
        var rule = new ScheduleRule(
            CronExpression.Parse(row.Crontab), TimeZoneInfo.Utc, null, row.EndsAt is { } end ? new DateTimeOffset(end) : null, (MissedFiringPolicy)row.Missed, (OverlapPolicy)row.Overlap);
        var decided = new DateTimeOffset(row.LastDecided);
        if (decided < before.Decided)
        {
            _world.Violate(Invariant.OneFate, $"Schedule {id} was edited and now is decided up to {decided:O}; before it was {before.Decided:O}.");
        }

        _schedules[id] = new Followed(before.ApplicationId, rule, decided, row.Revision);
    }

    private void Check(in FiringSeen firing, Dictionary<long, RunAfter> made)
    {
        Followed schedule = _schedules[firing.ScheduleId];
        DateTimeOffset decided = schedule.Decided;
        long last = firing.Until ?? firing.DueAt;
        long count = 0;
        long? first = null;
        while (schedule.Rule.NextFiring(decided) is { } due && Microseconds.From(due.UtcDateTime) <= last)
        {
            first ??= Microseconds.From(due.UtcDateTime);
            decided = due;
            count++;
        }

        if (first != firing.DueAt || count != firing.Count || Microseconds.From(decided.UtcDateTime) != last)
        {
            _world.Violate(
                Invariant.OneFate,
                $"Schedule {firing.ScheduleId} recorded {firing.Count} firings from {Microseconds.ToUtc(firing.DueAt):O} to {Microseconds.ToUtc(last):O}; due were {count}, from {(first is { } f ? Microseconds.ToUtc(f).ToString("O") : "none")}.");
        }

        _schedules[firing.ScheduleId] = schedule with { Decided = decided };
        bool starts = (FiringFate)firing.Fate is FiringFate.Started or FiringFate.StartedLate;
        bool fits = starts
            ? firing.RunId is { } id && made.Remove(id, out RunAfter? run) && run.Seen.ScheduledAt == firing.DueAt && run.Seen.ApplicationId == schedule.ApplicationId
            : firing.RunId is null;
        if (!fits)
        {
            _world.Violate(Invariant.OneFate, $"Schedule {firing.ScheduleId} recorded {(FiringFate)firing.Fate} for {Microseconds.ToUtc(firing.DueAt):O}, with the run {firing.RunId}, which does not fit.");
        }

        _world.Coverage.Count((FiringFate)firing.Fate switch
        {
            FiringFate.Started => Happening.FiringStarted,
            FiringFate.StartedLate => Happening.FiringStartedLate,
            FiringFate.Skipped => Happening.FiringSkipped,
            _ => Happening.FiringMissed,
        });
    }

    /// <param name="Decided">The last instant that has a fate, or up to which there was none to decide.</param>
    private sealed record Followed(long ApplicationId, ScheduleRule Rule, DateTimeOffset Decided, long Revision);
}
