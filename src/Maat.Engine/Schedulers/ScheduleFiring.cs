using Maat.Domain.Documents;
using Maat.Domain.Schedules;
using Maat.Domain.Values;
using Maat.Domain.Variables;
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

    /// <summary>Returns the runs that were made, to be told once they are committed, what became of each firing, and whether more is due than one transaction takes.</summary>
    /// <exception cref="UnreadableException">The schedule cannot be read; nothing was written.</exception>
    public async ValueTask<(IReadOnlyList<LaunchedRun> Launched, IReadOnlyList<DecidedFiring> Decided, bool More)> SettleAsync(
        IEngineTransaction transaction, LockedSchedule schedule, Launch launch, CompiledTemplate template, DateTime now)
    {
        ScheduleRule rule = ScheduleRules.Of(schedule);
        int free = launch.MaxActiveRuns - await transaction.CountActiveRunsAsync(launch.ApplicationId).ConfigureAwait(false);
        FiringPlan plan = FiringDecision.Decide(
            rule, new DateTimeOffset(schedule.LastDecided), new DateTimeOffset(now), free,
            Math.Clamp(MostNodes / template.Nodes.Count, 1, FiringDecision.DefaultLimit));
        VariableValues values = RunLauncher.Resolve(launch, template, NoOverrides);
        var launched = new List<LaunchedRun>();
        var decided = new List<DecidedFiring>();
        foreach (Firing firing in plan.Firings)
        {
            if (firing.Fate is not (FiringFate.Started or FiringFate.StartedLate))
            {
                decided.Add(ScheduleRules.Decided(firing));
            }
            else if (values.Problems.Count > 0)
            {
                string reason = "The application's values do not fit its template: " + string.Join("; ", values.Problems.Select(p => p.Message));
                decided.Add(ScheduleRules.Decided(firing with { Fate = FiringFate.Skipped }, reason: reason));
            }
            else
            {
                RunOrder order = RunLauncher.Scheduled(firing.DueAt.UtcDateTime, schedule.Zone);
                LaunchedRun run = await launcher.LaunchAsync(transaction, launch, template, values, order, now).ConfigureAwait(false);
                launched.Add(run);
                decided.Add(ScheduleRules.Decided(firing, run.Id));
            }
        }

        await transaction.InsertFiringsAsync(schedule.Id, decided, now).ConfigureAwait(false);
        await transaction.AdvanceScheduleAsync(schedule.Id, plan.LastDecided.UtcDateTime, plan.NextFireAt?.UtcDateTime).ConfigureAwait(false);
        return (launched, decided, plan.More);
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
