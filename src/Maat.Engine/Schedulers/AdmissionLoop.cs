using Maat.Domain.Runs;
using Maat.Engine.Loops;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;

namespace Maat.Engine.Schedulers;

/// <summary>Starts runs that wait in line when their application has fewer active runs than it may.</summary>
public sealed class AdmissionLoop(
    IMaatDatabase database, RunContextCache runs, RunLauncher launcher, EngineSignals signals, EngineOptions options, TimeProvider time) : IEngineLoop
{
    private const int Batch = 50;

    public string Name => "admission";

    public Signal Wake => signals.Admission;

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        IReadOnlyList<long> ids = await database.TransactAsync(t => t.ReadAdmissibleRunsAsync(Batch), cancellation).ConfigureAwait(false);
        foreach (long id in ids)
        {
            RunContext context = await runs.GetAsync(id, cancellation).ConfigureAwait(false);
            DateTime now = time.GetUtcNow().UtcDateTime;
            RunChange? change = await database.TransactAsync(t => AdmitAsync(t, context, now), cancellation).ConfigureAwait(false);
            if (change is not null)
            {
                signals.Tell(change);
            }
        }

        return ids.Count > 0 ? LoopStep.Again : LoopStep.After(options.Backstop * 2);
    }

    private async ValueTask<RunChange?> AdmitAsync(IEngineTransaction transaction, RunContext context, DateTime now)
    {
        RunFacts facts = context.Facts;
        IReadOnlyList<LockedRun> locked = await transaction.LockRunsAsync([facts.Id], wait: true).ConfigureAwait(false);
        Launch? launch = await transaction.ReadLaunchAsync(facts.ApplicationId).ConfigureAwait(false);
        bool mayStart = locked is [{ Head.State: RunState.Queued }] && launch is not null
            && await transaction.CountActiveRunsAsync(facts.ApplicationId).ConfigureAwait(false) < launch.MaxActiveRuns
            && await transaction.DequeueRunAsync(facts.ApplicationId, facts.ScheduledAt, facts.Id).ConfigureAwait(false);
        return mayStart ? await launcher.BeginAsync(transaction, locked[0], context.Template.Plan, now).ConfigureAwait(false) : null;
    }
}
