using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Faults.Histories;
using Maat.Faults.Product;

namespace Maat.Faults.Tests.Histories;

/// <summary>Each rule by which the tests and the soak judge finds what it is there for: one thing is made wrong in a history that is right.</summary>
public sealed class HistoryRulesTests
{
    private const long Run = 7;
    private const long Application = 3;
    private const long Schedule = 5;
    private static readonly DateTimeOffset Due = DateTimeOffset.UnixEpoch.AddDays(1);
    private static readonly ExpectedSchedule Schedules = new(Schedule, Application, "* * * * * *");

    private static readonly Dictionary<long, Expectation> Expected = new()
    {
        [Application] = new Expectation(
            ["first", "second"], RunState.Succeeded, new Dictionary<string, NodeState>(), new Dictionary<string, int> { ["second"] = 2 },
            new Dictionary<int, string> { [0] = "1" }),
    };

    /// <summary>Its first node was lost once; its second one failed once.</summary>
    private static readonly History Right = new(
        Runs: [new RunRow(Run, Application, Scheduled: true, Due, RunState.Succeeded, Open: 0)],
        Nodes: [new NodeRow(Run, 0, NodeState.Succeeded, 1, 2, 1, 2), new NodeRow(Run, 1, NodeState.Succeeded, 2, 2, 0, 2)],
        Attempts:
        [
            new AttemptRow(Run, 0, 1, 1, AttemptOutcome.Lost, 1), new AttemptRow(Run, 0, 1, 2, AttemptOutcome.Succeeded, 2),
            new AttemptRow(Run, 1, 1, 1, AttemptOutcome.Failed, 2), new AttemptRow(Run, 1, 2, 2, AttemptOutcome.Succeeded, 2),
        ],
        NodeEvents:
        [
            new EventRow(Run, 0, NodeState.Running, 1, 1), new EventRow(Run, 0, NodeState.Running, 1, 2), new EventRow(Run, 0, NodeState.Succeeded, 1, 2),
            new EventRow(Run, 1, NodeState.Running, 1, 1), new EventRow(Run, 1, NodeState.Running, 2, 2), new EventRow(Run, 1, NodeState.Succeeded, 2, 2),
        ],
        RunEvents: [new RunEventRow(Run, RunState.Running), new RunEventRow(Run, RunState.Succeeded)],
        Writers: [new WriterRow(1, 8, 1, 8)],
        Outputs: [new OutputRow(Run, 0, "value", "1")],
        Firings: new Dictionary<long, IReadOnlyList<FiringRow>>
        {
            [Schedule] = [new FiringRow(Due, null, 1, FiringFate.Started, Run), new FiringRow(Due.AddSeconds(1), Due.AddSeconds(3), 3, FiringFate.Missed, null)],
        },
        Unfinished: [],
        Effects:
        [
            Told(EffectKind.Begin, "first", 1, 1), Told(EffectKind.Alive, "first", 1, 1), Told(EffectKind.Begin, "first", 1, 2), Told(EffectKind.End, "first", 1, 2),
            Told(EffectKind.Begin, "second", 1, 1), Told(EffectKind.End, "second", 1, 1), Told(EffectKind.Begin, "second", 2, 2), Told(EffectKind.End, "second", 2, 2),
        ]);

    /// <summary>What is wrong, and a part of what the rule says about it.</summary>
    public static readonly TheoryData<string, string> Wrongs = new()
    {
        { "a claim that began twice", "Begin 2 times under one claim" },
        { "a script that outlived its claim", "two claims of one node overlap" },
        { "a claim that began after its successor", "two claims of one node overlap" },
        { "two keys of one attempt", "several idempotency keys" },
        { "one key of two attempts", "several attempts have one idempotency key" },
        { "two results of one attempt", "an attempt has several results" },
        { "a claim after the result", "claimed again after its result" },
        { "two ends of one claim", "a claim has several ends" },
        { "an attempt too many", "has results for the attempts [1, 2, 3], and needs 2" },
        { "a node behind its attempts", "is not in its attempt 2" },
        { "a node that does not end as its attempt", "does not end as its last attempt" },
        { "a script without a claim", "under a claim that nobody knows" },
        { "a result without a script", "its script never began" },
        { "a result of a script that was killed", "its script never came to its end" },
        { "a run in another state", "should have ended as Succeeded" },
        { "a run that is not over", "should have ended as Succeeded" },
        { "a node that is missing", "has 1 nodes instead of 2" },
        { "a node in another state", "should have ended as Succeeded" },
        { "a row that is left", "run, may run or will run" },
        { "a wrong value", "hands on 2 instead of 1" },
        { "a value that is missing", "hands on nothing instead of 1" },
        { "an event that is missing", "events are missing" },
        { "an end that was told twice", "was told 2 times" },
        { "an end that was not told", "was told 0 times" },
        { "a run's end that was told twice", "was told 2 times" },
        { "a start that was told twice", "a start was told 2 times" },
        { "an instant without a fate", "has 0 fates" },
        { "an instant with two fates", "has 2 fates" },
        { "a span that counts wrong", "stands for 3 instants" },
        { "a run that no firing made", "its firings and its runs are not the same" },
        { "a firing with another's run", "has the run" },
        { "a schedule that never fired", "never fired" },
    };

    [Fact]
    public void Rules_ARightHistory_FindNothing() => Assert.Empty(ViolationsIn(Right));

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void Rules_OneThingWrong_FindIt(string wrong, string said) =>
        Assert.Contains(ViolationsIn(Made(wrong)), violation => violation.Contains(said, StringComparison.Ordinal));

    private static History Made(string wrong) => wrong switch
    {
        "a claim that began twice" => WithEffects([.. Right.Effects, Told(EffectKind.Begin, "second", 2, 2)]),
        "a script that outlived its claim" => WithEffects([.. Right.Effects, Told(EffectKind.Alive, "first", 1, 1)]),
        "a claim that began after its successor" => WithEffects([.. Right.Effects.Skip(2), .. Right.Effects.Take(2)]),
        "two keys of one attempt" => WithEffects([.. Right.Effects, Told(EffectKind.Alive, "second", 2, 2) with { IdempotencyKey = "another" }]),
        "one key of two attempts" => WithEffects([.. Right.Effects.Select(effect => effect with { IdempotencyKey = "same" })]),
        "two results of one attempt" => WithAttempts([.. Right.Attempts, new AttemptRow(Run, 1, 1, 3, AttemptOutcome.Succeeded, 2)]),
        "a claim after the result" => WithAttempts([.. Right.Attempts, new AttemptRow(Run, 0, 1, 3, AttemptOutcome.Lost, 2)]),
        "two ends of one claim" => WithAttempts([.. Right.Attempts, new AttemptRow(Run, 0, 1, 1, AttemptOutcome.HandedBack, 2)]),
        "an attempt too many" => WithAttempts([.. Right.Attempts, new AttemptRow(Run, 1, 3, 3, AttemptOutcome.Succeeded, 2)]),
        "a node behind its attempts" => WithNodes([Right.Nodes[0], Right.Nodes[1] with { Attempt = 1 }]),
        "a node that does not end as its attempt" => WithAttempts([.. Right.Attempts.SkipLast(1), Right.Attempts[^1] with { Outcome = AttemptOutcome.Failed }]),
        "a script without a claim" => WithEffects([.. Right.Effects, Told(EffectKind.Begin, "second", 2, 9)]),
        "a result without a script" => WithEffects([.. Right.Effects.SkipLast(2)]),
        "a result of a script that was killed" => WithEffects([.. Right.Effects.SkipLast(1)]),
        "a run in another state" => WithRun(Right.Runs[0] with { State = RunState.Failed }),
        "a run that is not over" => WithRun(Right.Runs[0] with { Open = 1 }),
        "a node that is missing" => WithNodes([Right.Nodes[0]]),
        "a node in another state" => WithNodes([Right.Nodes[0] with { State = NodeState.Skipped }, Right.Nodes[1]]),
        "a row that is left" => Right with { Unfinished = [Run] },
        "a wrong value" => Right with { Outputs = [Right.Outputs[0] with { Value = "2" }] },
        "a value that is missing" => Right with { Outputs = [] },
        "an event that is missing" => Right with { Writers = [new WriterRow(1, 7, 1, 8)] },
        "an end that was told twice" => Right with { NodeEvents = [.. Right.NodeEvents, Right.NodeEvents[^1]] },
        "an end that was not told" => Right with { NodeEvents = [.. Right.NodeEvents.SkipLast(1)] },
        "a run's end that was told twice" => Right with { RunEvents = [.. Right.RunEvents, Right.RunEvents[^1]] },
        "a start that was told twice" => Right with { NodeEvents = [.. Right.NodeEvents, Right.NodeEvents[0]] },
        "an instant without a fate" => WithFirings([Firings[0], Firings[1] with { Due = Due.AddSeconds(2), Count = 2 }]),
        "an instant with two fates" => WithFirings([.. Firings, new FiringRow(Due.AddSeconds(2), null, 1, FiringFate.Skipped, null)]),
        "a span that counts wrong" => WithFirings([Firings[0], Firings[1] with { Count = 2 }]),
        "a run that no firing made" => WithFirings([Firings[0] with { Fate = FiringFate.Skipped }, Firings[1]]),
        "a firing with another's run" => WithRun(Right.Runs[0] with { ScheduledAt = Due.AddSeconds(1) }),
        "a schedule that never fired" => WithFirings([]),
        _ => throw new ArgumentOutOfRangeException(nameof(wrong)),
    };

    private static IReadOnlyList<FiringRow> Firings => Right.Firings[Schedule];

    private static History WithEffects(IReadOnlyList<Effect> effects) => Right with { Effects = effects };

    private static History WithAttempts(IReadOnlyList<AttemptRow> attempts) => Right with { Attempts = attempts };

    private static History WithNodes(IReadOnlyList<NodeRow> nodes) => Right with { Nodes = nodes };

    private static History WithRun(RunRow run) => Right with { Runs = [run] };

    private static History WithFirings(IReadOnlyList<FiringRow> firings) =>
        Right with { Firings = new Dictionary<long, IReadOnlyList<FiringRow>> { [Schedule] = firings } };

    private static Effect Told(EffectKind kind, string node, int attempt, long fence) => new(kind, Run, node, attempt, fence, $"{node}-{attempt}", 1, Due);

    private static List<string> ViolationsIn(History history)
    {
        var rules = new HistoryRules(history, Expected);
        return [.. rules.Violations([Schedules]), .. rules.EveryResultHasAnEnd()];
    }
}
