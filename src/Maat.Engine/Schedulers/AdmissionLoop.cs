using Maat.Domain.Runs;
using Maat.Engine.Loops;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Schedulers;

/// <summary>Starts runs that wait in line when their application has fewer active runs than it may.</summary>
public sealed class AdmissionLoop(
    IMaatDatabase database, RunContextCache runs, RunLauncher launcher, EngineSignals signals, EngineOptions options, TimeProvider time,
    ILogger<AdmissionLoop> logger) : IEngineLoop
{
    private const int Batch = 50;

    private readonly LeftAside _left = new("run", logger);

    public string Name => "admission";

    public Signal Wake => signals.Admission;

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        IReadOnlyList<long> ids = await database.TransactAsync(t => t.ReadAdmissibleRunsAsync(Batch + _left.Count), cancellation).ConfigureAwait(false);
        int tried = 0;
        foreach (long id in ids)
        {
            RunContext context;
            try
            {
                context = await runs.GetAsync(id, cancellation).ConfigureAwait(false);
                _left.TakeUp(id);
            }
            catch (UnreadableException exception)
            {
                _left.Leave(id, exception);
                continue;
            }

            tried++;
            DateTime now = time.GetUtcNow().UtcDateTime;
            RunChange? change = await database.TransactAsync(t => AdmitAsync(t, context, now), cancellation).ConfigureAwait(false);
            if (change is not null)
            {
                signals.Tell(change);
            }
        }

        return tried > 0 ? LoopStep.Again : LoopStep.After(options.Backstop * 2);
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
