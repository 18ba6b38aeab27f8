using Maat.Engine.Loops;
using Maat.Engine.Metrics;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Schedulers;

/// <summary>
/// Fires schedules. In one transaction a due schedule is locked, everything due since its last decision gets its one fate, runs are made,
/// and the next time is set; so a firing can neither be lost nor happen twice, whatever dies. A template that is not compiled yet is read
/// after the transaction, and its schedule fires with the next: compiling must not hold locks. A paused schedule has no next
/// time, so it is not met here.
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
        Fired fired = await database.TransactAsync(transaction => FireAsync(transaction, served, now, limit), cancellation).ConfigureAwait(false);
        fired.Launched.ForEach(launcher.Tell);
        EngineCounters.Fired(fired.Decided, time.GetUtcNow().UtcDateTime);
        int unreadable = await ReadTemplatesAsync(fired.Unknown, cancellation).ConfigureAwait(false);
        if (fired.More || unreadable < fired.Unknown.Count || (fired.Due == limit && unreadable < limit))
        {
            return LoopStep.Again;
        }

        return LoopStep.UntilDue(_left.Count == 0 ? fired.Next - time.GetUtcNow().UtcDateTime : null, fired.Due > 0, options.Backstop);
    }

    /// <summary>Compiles what was not known when a schedule wanted to fire. Returns of how many schedules it cannot be read.</summary>
    private async Task<int> ReadTemplatesAsync(IReadOnlyDictionary<long, (long Template, int Version)> unknown, CancellationToken cancellation)
    {
        int unreadable = 0;
        foreach ((long schedule, (long template, int version)) in unknown)
        {
            try
            {
                await templates.GetAsync(template, version, cancellation).ConfigureAwait(false);
            }
            catch (UnreadableException exception)
            {
                unreadable++;
                _left.Leave(schedule, exception);
            }
        }

        return unreadable;
    }

    private async ValueTask<Fired> FireAsync(IEngineTransaction transaction, IReadOnlyList<long> served, DateTime now, int limit)
    {
        IReadOnlyList<LockedSchedule> due = await transaction.LockDueSchedulesAsync(served, now, limit).ConfigureAwait(false);
        var fired = new Fired(due.Count);
        var settlements = new List<ScheduleSettlement>();
        var applications = new HashSet<long>();
        int nodes = 0;
        foreach (LockedSchedule schedule in due)
        {
            if (nodes >= ScheduleFiring.MostNodes)
            {
                fired.More = true;
                break;
            }

            // A second schedule of one application counts the runs of the first.
            if (!applications.Add(schedule.ApplicationId))
            {
                fired.Add(await firing.SettleAsync(transaction, settlements, now).ConfigureAwait(false));
                settlements.Clear();
                applications = [schedule.ApplicationId];
            }

            Launch? launch = await transaction.ReadLaunchAsync(schedule.ApplicationId).ConfigureAwait(false);
            if (launch is null || templates.Find(launch.TemplateId, launch.Version) is not { } template)
            {
                if (launch is not null)
                {
                    fired.Unknown.Add(schedule.Id, (launch.TemplateId, launch.Version));
                }

                continue;
            }

            try
            {
                ScheduleSettlement settlement = await ScheduleFiring.DecideAsync(transaction, schedule, launch, template, now).ConfigureAwait(false);
                settlements.Add(settlement);
                nodes += settlement.Plan.Firings.Count * template.Nodes.Count;
                fired.More |= settlement.Plan.More;
                _left.TakeUp(schedule.Id);
            }
            catch (UnreadableException exception)
            {
                _left.Leave(schedule.Id, exception);
            }
        }

        fired.Add(await firing.SettleAsync(transaction, settlements, now).ConfigureAwait(false));
        fired.Next = await transaction.ReadNextFiringAsync(served).ConfigureAwait(false);
        return fired;
    }

    /// <summary>What one transaction has fired.</summary>
    /// <param name="due">How many schedules it met.</param>
    private sealed class Fired(int due)
    {
        public int Due => due;

        public List<LaunchedRun> Launched { get; } = [];

        /// <summary>What became of each firing.</summary>
        public List<DecidedFiring> Decided { get; } = [];

        /// <summary>The versions that schedules wanted and that were not compiled yet.</summary>
        public Dictionary<long, (long Template, int Version)> Unknown { get; } = [];

        /// <summary>Whether something is still due that this process can fire.</summary>
        public bool More { get; set; }

        public DateTime? Next { get; set; }

        public void Add((IReadOnlyList<LaunchedRun> Launched, IReadOnlyList<DecidedFiring> Decided) settled)
        {
            Launched.AddRange(settled.Launched);
            Decided.AddRange(settled.Decided);
        }
    }
}
