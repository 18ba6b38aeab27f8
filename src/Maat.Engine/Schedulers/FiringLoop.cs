using Maat.Domain.Documents;
using Maat.Domain.Schedules;
using Maat.Domain.Variables;
using Maat.Engine.Loops;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;

namespace Maat.Engine.Schedulers;

/// <summary>
/// Fires schedules. In one transaction a due schedule is locked, everything due since its last decision gets its one fate, runs are made,
/// and the next time is set; so a firing can neither be lost nor happen twice, whatever dies. Templates are read before the transaction:
/// compiling one must not hold it up.
/// </summary>
public sealed class FiringLoop(
    IMaatDatabase database, TemplateCache templates, RunLauncher launcher, EngineSignals signals, QueueScope queues, EngineOptions options,
    TimeProvider time) : IEngineLoop
{
    /// <summary>Schedules of one transaction: each makes at least one run, and others wait meanwhile.</summary>
    private const int Batch = 50;

    public string Name => "firing";

    public Signal Wake => signals.Schedules;

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        IReadOnlyList<long> served = await queues.ReadAsync(cancellation).ConfigureAwait(false);
        DateTime now = time.GetUtcNow().UtcDateTime;
        await LoadTemplatesAsync(served, now, cancellation).ConfigureAwait(false);
        (List<LaunchedRun> launched, bool more, DateTime? next) = await database.TransactAsync(
            transaction => FireAsync(transaction, served, now), cancellation).ConfigureAwait(false);
        launched.ForEach(launcher.Tell);
        if (more)
        {
            return LoopStep.Again;
        }

        TimeSpan untilNext = next is { } at ? at - time.GetUtcNow().UtcDateTime : options.Backstop;
        return LoopStep.After(untilNext < options.Backstop ? untilNext : options.Backstop);
    }

    private async Task LoadTemplatesAsync(IReadOnlyList<long> served, DateTime now, CancellationToken cancellation)
    {
        HashSet<(long Template, int Version)> needed = await database.TransactAsync(
            async transaction =>
            {
                var versions = new HashSet<(long, int)>();
                foreach (LockedSchedule schedule in await transaction.LockDueSchedulesAsync(served, now, Batch).ConfigureAwait(false))
                {
                    if (await transaction.ReadLaunchAsync(schedule.ApplicationId).ConfigureAwait(false) is { } launch)
                    {
                        versions.Add((launch.TemplateId, launch.Version));
                    }
                }

                return versions;
            },
            cancellation).ConfigureAwait(false);
        foreach ((long template, int version) in needed)
        {
            await templates.GetAsync(template, version, cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask<(List<LaunchedRun> Launched, bool More, DateTime? Next)> FireAsync(
        IEngineTransaction transaction, IReadOnlyList<long> served, DateTime now)
    {
        var launched = new List<LaunchedRun>();
        bool more = false;
        IReadOnlyList<LockedSchedule> due = await transaction.LockDueSchedulesAsync(served, now, Batch).ConfigureAwait(false);
        foreach (LockedSchedule schedule in due)
        {
            Launch? launch = await transaction.ReadLaunchAsync(schedule.ApplicationId).ConfigureAwait(false);
            CompiledTemplate? template = launch is null ? null : templates.Find(launch.TemplateId, launch.Version);
            if (launch is { Enabled: true } && template is null)
            {
                // The application took another version since the templates were read: next time.
                more = true;
                continue;
            }

            more |= await FireAsync(transaction, schedule, launch, template, now, launched).ConfigureAwait(false);
        }

        DateTime? next = await transaction.ReadNextFiringAsync(served).ConfigureAwait(false);
        return (launched, more || due.Count == Batch, next);
    }

    private async ValueTask<bool> FireAsync(
        IEngineTransaction transaction, LockedSchedule schedule, Launch? launch, CompiledTemplate? template, DateTime now,
        List<LaunchedRun> launched)
    {
        ScheduleRule rule = ScheduleRules.Of(schedule);
        var lastDecided = new DateTimeOffset(schedule.LastDecided);
        if (launch is not { Enabled: true } || template is null)
        {
            Firing? pause = rule.Span(lastDecided, new DateTimeOffset(now), FiringFate.Skipped);
            await RecordAsync(transaction, schedule, pause is null ? [] : [ScheduleRules.Decided(pause, reason: "The application is paused.")], now, now, null)
                .ConfigureAwait(false);
            return false;
        }

        int free = launch.MaxActiveRuns - await transaction.CountActiveRunsAsync(launch.ApplicationId).ConfigureAwait(false);
        FiringPlan plan = FiringDecision.Decide(rule, lastDecided, new DateTimeOffset(now), free);
        VariableValues values = RunLauncher.Resolve(launch, template, new Dictionary<string, Domain.Values.Value>());
        var decided = new List<DecidedFiring>();
        foreach (Firing firing in plan.Firings)
        {
            bool starts = firing.Fate is FiringFate.Started or FiringFate.StartedLate;
            if (!starts)
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

        await RecordAsync(transaction, schedule, decided, now, plan.LastDecided.UtcDateTime, plan.NextFireAt?.UtcDateTime).ConfigureAwait(false);
        return plan.More;
    }

    private static async ValueTask RecordAsync(
        IEngineTransaction transaction, LockedSchedule schedule, IReadOnlyList<DecidedFiring> decided, DateTime now, DateTime lastDecided, DateTime? next)
    {
        await transaction.InsertFiringsAsync(schedule.Id, decided, now).ConfigureAwait(false);
        await transaction.AdvanceScheduleAsync(schedule.Id, lastDecided, next).ConfigureAwait(false);
    }
}
