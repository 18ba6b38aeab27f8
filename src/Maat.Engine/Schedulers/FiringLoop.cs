using Maat.Engine.Loops;
using Maat.Engine.Metrics;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Schedulers;

/// <summary>
/// Fires schedules. In one transaction a due schedule is locked, everything due since its last decision gets its one fate, runs are made,
/// and the next time is set; so a firing can neither be lost nor happen twice, whatever dies. Templates are read before the transaction:
/// compiling one must not hold it up. A paused schedule has no next time, so it is not met here.
/// </summary>
public sealed class FiringLoop(
    IMaatDatabase database, TemplateCache templates, ScheduleFiring firing, RunLauncher launcher, EngineSignals signals, QueueScope queues,
    EngineOptions options, TimeProvider time, ILogger<FiringLoop> logger) : IEngineLoop
{
    /// <summary>Schedules of one transaction: each makes at least one run, and others wait meanwhile.</summary>
    private const int Batch = 50;

    private readonly LeftAside _left = new("schedule", logger);

    public string Name => "firing";

    public Signal Wake => signals.Schedules;

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        IReadOnlyList<long> served = await queues.ReadAsync(cancellation).ConfigureAwait(false);
        DateTime now = time.GetUtcNow().UtcDateTime;
        int limit = Batch + _left.Count;
        Dictionary<long, (long Template, int Version)> versions = await database.TransactAsync(
            transaction => ReadVersionsAsync(transaction, served, now, limit), cancellation).ConfigureAwait(false);
        var left = new HashSet<long>();
        foreach ((long schedule, (long template, int version)) in versions)
        {
            try
            {
                await templates.GetAsync(template, version, cancellation).ConfigureAwait(false);
            }
            catch (UnreadableException exception)
            {
                left.Add(schedule);
                _left.Leave(schedule, exception);
            }
        }

        (List<LaunchedRun> launched, List<DecidedFiring> decided, bool more, bool settled, DateTime? next) = await database.TransactAsync(
            transaction => FireAsync(transaction, served, now, limit, left), cancellation).ConfigureAwait(false);
        launched.ForEach(launcher.Tell);
        EngineCounters.Fired(decided, time.GetUtcNow().UtcDateTime);
        if (more)
        {
            return LoopStep.Again;
        }

        return LoopStep.UntilDue(_left.Count == 0 ? next - time.GetUtcNow().UtcDateTime : null, settled, options.Backstop);
    }

    private static async ValueTask<Dictionary<long, (long Template, int Version)>> ReadVersionsAsync(
        IEngineTransaction transaction, IReadOnlyList<long> served, DateTime now, int limit)
    {
        var versions = new Dictionary<long, (long, int)>();
        foreach (LockedSchedule schedule in await transaction.LockDueSchedulesAsync(served, now, limit).ConfigureAwait(false))
        {
            if (await transaction.ReadLaunchAsync(schedule.ApplicationId).ConfigureAwait(false) is { } launch)
            {
                versions.Add(schedule.Id, (launch.TemplateId, launch.Version));
            }
        }

        return versions;
    }

    private async ValueTask<(List<LaunchedRun> Launched, List<DecidedFiring> Decided, bool More, bool Settled, DateTime? Next)> FireAsync(
        IEngineTransaction transaction, IReadOnlyList<long> served, DateTime now, int limit, HashSet<long> left)
    {
        int nodes = 0;
        var launched = new List<LaunchedRun>();
        var decided = new List<DecidedFiring>();
        IReadOnlyList<LockedSchedule> due = await transaction.LockDueSchedulesAsync(served, now, limit).ConfigureAwait(false);
        bool more = due.Count == limit && left.Count < limit;
        foreach (LockedSchedule schedule in due.Where(s => !left.Contains(s.Id)))
        {
            if (nodes >= ScheduleFiring.MostNodes)
            {
                more = true;
                break;
            }

            Launch? launch = await transaction.ReadLaunchAsync(schedule.ApplicationId).ConfigureAwait(false);
            if (launch is null || templates.Find(launch.TemplateId, launch.Version) is not { } template)
            {
                // The application is new, or took another version, since the templates were read: next time.
                more = true;
                continue;
            }

            try
            {
                (IReadOnlyList<LaunchedRun> runs, IReadOnlyList<DecidedFiring> fates, bool moreOfIt) = await firing.SettleAsync(
                    transaction, schedule, launch, template, now).ConfigureAwait(false);
                launched.AddRange(runs);
                decided.AddRange(fates);
                nodes += runs.Count * template.Nodes.Count;
                more |= moreOfIt;
                _left.TakeUp(schedule.Id);
            }
            catch (UnreadableException exception)
            {
                _left.Leave(schedule.Id, exception);
            }
        }

        return (launched, decided, more, due.Count > 0, await transaction.ReadNextFiringAsync(served).ConfigureAwait(false));
    }
}
