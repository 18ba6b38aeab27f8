using Maat.Domain.Documents;
using Maat.Domain.Schedules;
using Maat.Domain.Values;
using Maat.Engine.Runs;
using Maat.Storage.Engine;

namespace Maat.Engine.Schedulers;

/// <summary>
/// Settles a locked schedule within a transaction: everything due since its last decision gets its one fate, and runs are made for what
/// starts. Used when it is due, and before a person's edit changes the rule that decided what was due.
/// </summary>
public sealed class ScheduleFiring(RunLauncher launcher)
{
    /// <summary>Nodes of the runs that one transaction makes, about: a second of the database's time, in which nothing else is written.</summary>
    public const int MostNodes = 20_000;

    private static readonly Dictionary<string, Value> NoOverrides = [];

    /// <summary>Returns the runs that were made, to be told once they are committed, and whether more is due than one transaction takes.</summary>
    /// <exception cref="UnreadableException">The schedule cannot be read; nothing was written.</exception>
    public async ValueTask<(IReadOnlyList<LaunchedRun> Launched, bool More)> SettleAsync(
        IEngineTransaction transaction, LockedSchedule schedule, Launch launch, CompiledTemplate template, DateTime now)
    {
        ScheduleSettlement settlement = await DecideAsync(transaction, schedule, launch, template, now).ConfigureAwait(false);
        return ((await SettleAsync(transaction, [settlement], now).ConfigureAwait(false)).Launched, settlement.Plan.More);
    }

    /// <summary>Decides what becomes of what is due. Nothing is written yet.</summary>
    /// <exception cref="UnreadableException">The schedule cannot be read.</exception>
    public static async ValueTask<ScheduleSettlement> DecideAsync(
        IEngineTransaction transaction, LockedSchedule schedule, Launch launch, CompiledTemplate template, DateTime now)
    {
        ScheduleRule rule = ScheduleRules.Of(schedule);
        int free = launch.MaxActiveRuns - await transaction.CountActiveRunsAsync(launch.ApplicationId).ConfigureAwait(false);
        FiringPlan plan = FiringDecision.Decide(
            rule, new DateTimeOffset(schedule.LastDecided), new DateTimeOffset(now), free,
            Math.Clamp(MostNodes / template.Nodes.Count, 1, FiringDecision.DefaultLimit));
        return new ScheduleSettlement(schedule, launch, template, plan, RunLauncher.Resolve(launch, template, NoOverrides));
    }

    /// <summary>Makes the runs of schedules, no two of which are of one application, and records the fates. Returns both.</summary>
    public async ValueTask<(IReadOnlyList<LaunchedRun> Launched, IReadOnlyList<DecidedFiring> Decided)> SettleAsync(
        IEngineTransaction transaction, IReadOnlyList<ScheduleSettlement> settlements, DateTime now)
    {
        IReadOnlyList<LaunchedRun> launched = await launcher.LaunchAsync(
            transaction, [.. settlements.SelectMany(settlement => settlement.Runs)], now).ConfigureAwait(false);
        var decided = new List<DecidedFiring>();
        var runs = new Queue<long>(launched.Select(run => run.Id));
        foreach (ScheduleSettlement settlement in settlements)
        {
            DecidedFiring[] fates = [.. settlement.Fates(runs)];
            decided.AddRange(fates);
            await transaction.InsertFiringsAsync(settlement.Schedule.Id, fates, now).ConfigureAwait(false);
            await transaction.AdvanceScheduleAsync(
                settlement.Schedule.Id, settlement.Plan.LastDecided.UtcDateTime, settlement.Plan.NextFireAt?.UtcDateTime).ConfigureAwait(false);
        }

        return (launched, decided);
    }

    /// <summary>Records what was due while the schedule did not fire, as one row, and leaves nothing due up to now.</summary>
    public static async ValueTask SkipAsync(IEngineTransaction transaction, LockedSchedule schedule, DateTime now, string reason)
    {
        Firing? span = ScheduleRules.Of(schedule).Span(new DateTimeOffset(schedule.LastDecided), new DateTimeOffset(now), FiringFate.Skipped);
        if (span is not null)
        {
            await transaction.InsertFiringsAsync(schedule.Id, [ScheduleRules.Decided(span, reason: reason)], now).ConfigureAwait(false);
        }
    }
}
