using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Domain.Variables;
using Maat.Storage.Engine;
using Maat.Storage.Runs;

namespace Maat.Engine.Runs;

/// <summary>What a run is made for.</summary>
public sealed record RunOrder(
    RunKind Kind, DateTime ScheduledAt, string Zone, string TriggeredBy);

/// <summary>A run to be made, and what of.</summary>
public sealed record RunToLaunch(Launch Launch, CompiledTemplate Template, VariableValues Values, RunOrder Order);

/// <summary>
/// Makes runs: values resolved and stored, version pinned, and either its nodes at once or, above the application's limit of active
/// runs, a place in line.
/// </summary>
public sealed class RunLauncher(EngineSignals signals, StepSettings settings)
{
    public static RunOrder Scheduled(DateTime dueAt, string zone) => new(RunKind.Schedule, dueAt, zone, "schedule");

    /// <summary>The values of a run that would be made now; problems are located by variable.</summary>
    public static VariableValues Resolve(Launch launch, CompiledTemplate template, IReadOnlyDictionary<string, Value> overrides) =>
        VariableValues.Resolve(template.Document.Variables, ((ObjectValue)Value.ParseJson(launch.Values)).Members, overrides);

    /// <inheritdoc cref="LaunchAsync(IEngineTransaction, IReadOnlyList{RunToLaunch}, DateTime)"/>
    public async ValueTask<LaunchedRun> LaunchAsync(IEngineTransaction transaction, RunToLaunch run, DateTime now) =>
        (await LaunchAsync(transaction, [run], now).ConfigureAwait(false))[0];

    /// <summary>
    /// Makes runs within the caller's transaction. Their values must have no problem. What they change is to be told by <see cref="Tell"/>
    /// once it is committed.
    /// </summary>
    public async ValueTask<IReadOnlyList<LaunchedRun>> LaunchAsync(IEngineTransaction transaction, IReadOnlyList<RunToLaunch> runs, DateTime now)
    {
        var lines = new Dictionary<long, Line>();
        var made = new List<NewRun>(runs.Count);
        foreach (RunToLaunch run in runs)
        {
            Launch launch = run.Launch;
            RunOrder order = run.Order;
            if (order.Kind != RunKind.Backfill && !lines.ContainsKey(launch.ApplicationId))
            {
                lines.Add(launch.ApplicationId, new Line(
                    await transaction.HasWaitingRunsAsync(launch.ApplicationId).ConfigureAwait(false),
                    await transaction.CountActiveRunsAsync(launch.ApplicationId).ConfigureAwait(false)));
            }

            BegunRun? begun = order.Kind == RunKind.Backfill || lines[launch.ApplicationId].TryStart(launch.MaxActiveRuns)
                ? await BegunAsync(transaction, run, now).ConfigureAwait(false)
                : null;
            made.Add(new NewRun(
                launch.ProjectId, launch.ApplicationId, launch.TemplateId, launch.Version, order.Kind, order.ScheduledAt, order.Zone,
                new ObjectValue(run.Values.ByKey).ToJson(), launch.QueueId, order.TriggeredBy, now, begun));
        }

        IReadOnlyList<long> ids = await transaction.InsertRunsAsync(made).ConfigureAwait(false);
        for (int i = 0; i < made.Count; i++)
        {
            if (made[i].Begun is null)
            {
                await transaction.EnqueueRunAsync(made[i].ApplicationId, made[i].ScheduledAt, ids[i]).ConfigureAwait(false);
            }
        }

        return [.. made.Select((run, i) => new LaunchedRun(ids[i], run.Begun?.Change))];
    }

    /// <summary>Gives a queued run its nodes and starts its roots.</summary>
    public async ValueTask<RunChange> BeginAsync(IEngineTransaction transaction, LockedRun run, RunPlan plan, DateTime now)
    {
        StepWrites writes = await QueueResolver.WritesAsync(transaction, run.Facts, plan, now, actor: null).ConfigureAwait(false);
        return await transaction.BeginRunAsync(run, plan, writes, (head, nodes) => Begin(plan, head, nodes, now)).ConfigureAwait(false);
    }

    private async ValueTask<BegunRun> BegunAsync(IEngineTransaction transaction, RunToLaunch run, DateTime now)
    {
        RunPlan plan = run.Template.Plan;
        StepWrites writes = await QueueResolver.WritesAsync(transaction, run.Launch.QueueId, plan, now, actor: null).ConfigureAwait(false);
        var head = new RunHead(0) { State = RunState.Queued };
        RunChange change = Begin(plan, head, new FreshNodeRuns(plan.Count), now);
        return new BegunRun(plan, head, change, writes);
    }

    private RunChange Begin(RunPlan plan, RunHead head, INodeRuns nodes, DateTime now)
    {
        var step = new RunStep(plan, head, nodes, settings.ContextAt(now));
        step.Begin();
        return step.Change;
    }

    /// <summary>How an application stands while its runs are launched: those of this transaction count at once.</summary>
    private sealed class Line(bool isWaiting, int active)
    {
        /// <summary>Whether the next run begins; else it goes to the end of the line.</summary>
        public bool TryStart(int most)
        {
            if (isWaiting || active >= most)
            {
                isWaiting = true;
                return false;
            }

            active++;
            return true;
        }
    }

    /// <summary>Wakes whoever a committed launch concerns.</summary>
    public void Tell(LaunchedRun launched)
    {
        if (launched.Change is { } change)
        {
            signals.Tell(change);
        }
        else
        {
            signals.Tell(WakeUp.Admission | WakeUp.Events);
        }
    }
}

/// <summary>A run that was made. <paramref name="Change"/> is null for one that waits in line.</summary>
public sealed record LaunchedRun(long Id, RunChange? Change);
