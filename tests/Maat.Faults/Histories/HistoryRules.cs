using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Faults.Product;

namespace Maat.Faults.Histories;

/// <summary>
/// What must hold when everything has ended, whatever was killed on the way: the database and the outside world say the same. Each rule
/// returns what violates it.
/// </summary>
/// <param name="expected">How the runs of each application must end.</param>
public sealed class HistoryRules(History history, IReadOnlyDictionary<long, Expectation> expected)
{
    private readonly Dictionary<long, RunRow> runs = history.Runs.ToDictionary(run => run.Id);

    public IEnumerable<string> Violations(IEnumerable<ExpectedSchedule> schedules) =>
    [
        .. EffectRules.Violations(history.Effects), .. OneResultPerAttempt(), .. AttemptsFollowEachOther(), .. EveryStartIsKnown(), .. RunsEndAsTheyMust(),
        .. ValuesAreRight(), .. EventsHaveNoGaps(), .. EventsTellEachEndOnce(), .. schedules.SelectMany(EveryInstantHasOneFate),
    ];

    /// <summary>An attempt may be lost or handed back often, and has one result at most; each claim has one row.</summary>
    public IEnumerable<string> OneResultPerAttempt()
    {
        foreach (var attempt in history.Attempts.GroupBy(row => (row.Run, row.Ordinal, row.Attempt)))
        {
            List<AttemptRow> results = [.. attempt.Where(HasResult)];
            if (results.Count > 1)
                yield return $"an attempt has several results: {string.Join(", ", results)}";
            if (results is [var result] && attempt.Any(row => row.Fence > result.Fence))
                yield return $"an attempt was claimed again after its result: {result}";
            if (attempt.Select(row => row.Fence).Distinct().Count() < attempt.Count())
                yield return $"a claim has several ends: {string.Join(", ", attempt)}";
        }
    }

    /// <summary>A node comes to its end in as many attempts as its script and its retries say: one that was lost or handed back costs none.</summary>
    public IEnumerable<string> AttemptsFollowEachOther()
    {
        ILookup<(long, int), AttemptRow> results = history.Attempts.Where(HasResult).ToLookup(row => (row.Run, row.Ordinal));
        foreach ((NodeRow node, Expectation must, string key) in Nodes())
        {
            int wanted = must.AttemptsOf(key);
            List<int> attempts = [.. results[(node.Run, node.Ordinal)].Select(row => row.Attempt).Order()];
            if (!attempts.SequenceEqual(Enumerable.Range(1, wanted)))
                yield return $"{node} has results for the attempts [{string.Join(", ", attempts)}], and needs {wanted}";
            else if (wanted > 0 && node.Attempt != wanted)
                yield return $"{node} is not in its attempt {wanted}";
            else if (wanted > 0 && results[(node.Run, node.Ordinal)].MaxBy(row => row.Attempt) is { } last
                && (last.Outcome == AttemptOutcome.Succeeded) != (node.State == NodeState.Succeeded))
                yield return $"{node} does not end as its last attempt: {last}";
        }
    }

    /// <summary>No script ran under a claim that the database does not know, and what has a result did run.</summary>
    public IEnumerable<string> EveryStartIsKnown()
    {
        HashSet<(long, string, int, long)> known = [.. Attempts().Select(Claim)], begun = [.. Told(EffectKind.Begin)];
        foreach (var claim in begun.Except(known))
            yield return $"a script ran under a claim that nobody knows: {claim}";
        foreach (var (attempt, key) in Attempts())
        {
            if (HasResult(attempt) && !begun.Contains(Claim((attempt, key))))
                yield return $"an attempt has a result, and its script never began: {attempt}";
        }
    }

    /// <summary>What has a result came to its end. For scripts that tell their end.</summary>
    public IEnumerable<string> EveryResultHasAnEnd()
    {
        HashSet<(long, string, int, long)> ended = [.. Told(EffectKind.End)];
        foreach (var (attempt, key) in Attempts())
        {
            if (HasResult(attempt) && !ended.Contains(Claim((attempt, key))))
                yield return $"an attempt has a result, and its script never came to its end: {attempt}";
        }
    }

    /// <summary>Every run is over and in the state that it must be in, and so is each of its nodes; nothing is left to be done.</summary>
    public IEnumerable<string> RunsEndAsTheyMust()
    {
        foreach (RunRow run in history.Runs)
        {
            if (expected.TryGetValue(run.Application, out Expectation? must) && (run.State != must.End || run.Open != 0))
                yield return $"{run} should have ended as {must.End}";
        }

        ILookup<long, NodeRow> nodes = history.Nodes.ToLookup(node => node.Run);
        foreach (RunRow run in history.Runs)
        {
            if (expected.TryGetValue(run.Application, out Expectation? must) && nodes[run.Id].Count() != must.Keys.Count)
                yield return $"{run} has {nodes[run.Id].Count()} nodes instead of {must.Keys.Count}";
        }

        foreach ((NodeRow node, Expectation must, string key) in Nodes())
        {
            if (node.State != must.EndOf(key))
                yield return $"{node} should have ended as {must.EndOf(key)}";
        }

        if (history.Unfinished.Count > 0)
            yield return $"rows say that nodes of the runs [{string.Join(", ", history.Unfinished.Distinct())}] run, may run or will run";
    }

    public IEnumerable<string> ValuesAreRight()
    {
        var values = history.Outputs.Where(output => output.Name == "value").ToDictionary(output => (output.Run, output.Ordinal), output => output.Value);
        foreach (RunRow run in history.Runs.Where(run => expected.ContainsKey(run.Application)))
        {
            foreach ((int ordinal, string value) in expected[run.Application].Values)
            {
                if (values.GetValueOrDefault((run.Id, ordinal)) is var found && found != value)
                    yield return $"node {ordinal} of run {run.Id} hands on {found ?? "nothing"} instead of {value}";
            }
        }
    }

    /// <summary>Each writer's events are numbered 1, 2, 3 … without a gap, so that who follows them misses none.</summary>
    public IEnumerable<string> EventsHaveNoGaps() =>
        from writer in history.Writers
        where writer.First != 1 || writer.Last != writer.Count
        select $"events are missing: {writer}";

    /// <summary>Each end of a node and of a run was told once, and each claim's start.</summary>
    public IEnumerable<string> EventsTellEachEndOnce()
    {
        Dictionary<(long, int), int> told = history.NodeEvents.Where(row => row.State.IsTerminal())
            .GroupBy(row => (row.Run, row.Ordinal)).ToDictionary(same => same.Key, same => same.Count());
        foreach (NodeRow node in history.Nodes)
        {
            if (told.GetValueOrDefault((node.Run, node.Ordinal)) is var times && times != 1)
                yield return $"the end of {node} was told {times} times";
        }

        Dictionary<long, int> ends = history.RunEvents.Where(row => row.State.IsTerminal()).GroupBy(row => row.Run).ToDictionary(same => same.Key, same => same.Count());
        foreach (RunRow run in history.Runs)
        {
            if (ends.GetValueOrDefault(run.Id) is var times && times != 1)
                yield return $"the end of {run} was told {times} times";
        }

        foreach (var start in history.NodeEvents.Where(row => row.State == NodeState.Running).GroupBy(row => (row.Run, row.Ordinal, row.Fence)))
        {
            if (start.Count() > 1)
                yield return $"a start was told {start.Count()} times: {start.First()}";
        }
    }

    /// <summary>
    /// From the first instant on that has a fate until the last, each has exactly one; each that was started has a run of its own, and no
    /// other run came of the schedule.
    /// </summary>
    public IEnumerable<string> EveryInstantHasOneFate(ExpectedSchedule schedule)
    {
        IReadOnlyList<FiringRow> firings = history.Firings.GetValueOrDefault(schedule.Schedule) ?? [];
        if (firings.Count == 0)
        {
            yield return $"{schedule} never fired";
            yield break;
        }

        var fates = new Dictionary<DateTimeOffset, int>();
        foreach (FiringRow firing in firings)
        {
            List<DateTimeOffset> instants = Instants(schedule, firing.Due, firing.Until ?? firing.Due);
            if (instants.Count != firing.Count)
                yield return $"{schedule}: {firing} stands for {instants.Count} instants";
            foreach (DateTimeOffset instant in instants)
                fates[instant] = fates.GetValueOrDefault(instant) + 1;
        }

        foreach (DateTimeOffset instant in Instants(schedule, firings[0].Due, firings.Max(firing => firing.Until ?? firing.Due)))
        {
            if (fates.GetValueOrDefault(instant) is var times && times != 1)
                yield return $"{schedule}: {instant:O} has {times} fates";
        }

        List<long> started = [.. firings.Where(firing => firing.Fate is FiringFate.Started or FiringFate.StartedLate).Select(firing => firing.Run ?? 0).Order()];
        if (!started.SequenceEqual(history.Runs.Where(run => run.Application == schedule.Application && run.Scheduled).Select(run => run.Id).Order()))
            yield return $"{schedule}: its firings and its runs are not the same";
        foreach (FiringRow firing in firings.Where(firing => firing.Run is not null))
        {
            if (!runs.TryGetValue(firing.Run!.Value, out RunRow? run) || run.ScheduledAt != firing.Due)
                yield return $"{schedule}: {firing} has the run {run}";
        }
    }

    private static bool HasResult(AttemptRow row) => row.Outcome is not (AttemptOutcome.Lost or AttemptOutcome.HandedBack);

    private static List<DateTimeOffset> Instants(ExpectedSchedule schedule, DateTimeOffset first, DateTimeOffset last) =>
        [.. CronExpression.Parse(schedule.Crontab).GetOccurrences(first.AddTicks(-1), last, TimeZoneInfo.Utc)];

    private static (long, string, int, long) Claim((AttemptRow Row, string Key) attempt) =>
        (attempt.Row.Run, attempt.Key, attempt.Row.Attempt, attempt.Row.Fence);

    private IEnumerable<(long, string, int, long)> Told(EffectKind kind) =>
        history.Effects.Where(effect => effect.Kind == kind).Select(effect => (effect.Run, effect.Node, effect.Attempt, effect.Fence));

    private IEnumerable<(AttemptRow Row, string Key)> Attempts() =>
        from attempt in history.Attempts
        where runs.ContainsKey(attempt.Run) && expected.ContainsKey(runs[attempt.Run].Application)
        select (attempt, expected[runs[attempt.Run].Application].Keys[attempt.Ordinal]);

    private IEnumerable<(NodeRow Node, Expectation Must, string Key)> Nodes() =>
        from node in history.Nodes
        where runs.ContainsKey(node.Run) && expected.ContainsKey(runs[node.Run].Application)
        let must = expected[runs[node.Run].Application]
        select (node, must, must.Keys[node.Ordinal]);
}
