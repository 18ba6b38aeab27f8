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

    /// <summary>
    /// Makes a run within the caller's transaction. The values must have no problem. What it changes is to be told by <see cref="Tell"/>
    /// once it is committed.
    /// </summary>
    public async ValueTask<LaunchedRun> LaunchAsync(
        IEngineTransaction transaction, Launch launch, CompiledTemplate template, VariableValues values, RunOrder order, DateTime now)
    {
        var stored = new ObjectValue(values.ByKey);
        long id = await transaction.InsertRunAsync(new NewRun(
            launch.ProjectId, launch.ApplicationId, launch.TemplateId, launch.Version, order.Kind, order.ScheduledAt, order.Zone,
            stored.ToJson(), launch.QueueId, order.TriggeredBy, now)).ConfigureAwait(false);
        bool queued = order.Kind != RunKind.Backfill
            && (await transaction.HasWaitingRunsAsync(launch.ApplicationId).ConfigureAwait(false)
                || await transaction.CountActiveRunsAsync(launch.ApplicationId).ConfigureAwait(false) >= launch.MaxActiveRuns);
        if (queued)
        {
            await transaction.EnqueueRunAsync(launch.ApplicationId, order.ScheduledAt, id).ConfigureAwait(false);
            return new LaunchedRun(id, null);
        }

        IReadOnlyList<LockedRun> locked = await transaction.LockRunsAsync([id], wait: true).ConfigureAwait(false);
        return new LaunchedRun(id, await BeginAsync(transaction, locked[0], template.Plan, now).ConfigureAwait(false));
    }

    /// <summary>Gives a queued run its nodes and starts its roots.</summary>
    public async ValueTask<RunChange> BeginAsync(IEngineTransaction transaction, LockedRun run, RunPlan plan, DateTime now)
    {
        StepWrites writes = await QueueResolver.WritesAsync(transaction, run.Facts, plan, now, actor: null).ConfigureAwait(false);
        return await transaction.BeginRunAsync(run, plan, writes, (head, nodes) =>
        {
            var step = new RunStep(plan, head, nodes, settings.ContextAt(now));
            step.Begin();
            return step.Change;
        }).ConfigureAwait(false);
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
