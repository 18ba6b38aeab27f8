using Maat.Engine.Loops;
using Maat.Engine.Metrics;
using Maat.Engine.Schedulers;
using Maat.Storage;
using Maat.Storage.Engine;

namespace Maat.Engine.Workers;

/// <summary>
/// Claims as many ready nodes as this worker can start now, and starts them. Nothing is claimed ahead. A claim whose commit is in doubt
/// is not started: the heartbeat finds its lease and hands it back.
/// </summary>
public sealed class ClaimLoop(
    IMaatDatabase database, Worker worker, NodeInputs inputs, QueueScope queues, EngineSignals signals, EngineOptions options, TimeProvider time) : IEngineLoop
{
    private readonly IdleWait _idle = new(options.Backstop);

    public string Name => "claiming";

    public Signal Wake => signals.Ready;

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        if (!worker.CanClaim)
        {
            return LoopStep.After(options.Backstop);
        }

        IReadOnlyList<long> served = await queues.ReadAsync(cancellation).ConfigureAwait(false);
        int slots = worker.FreeSlots, branches = worker.FreeBranchSlots;

        // Reading took time, in which the worker may have been declared dead, or begun to drain.
        if ((slots <= 0 && branches <= 0) || !worker.TryBeginClaim(out long id))
        {
            return LoopStep.After(options.Backstop);
        }

        try
        {
            // The time is taken when its turn has come, so that no node begins before it became ready.
            List<(Claim Claim, NodeInput? Input)> claimed = await database.TransactAsync(
                transaction => ClaimAsync(transaction, new ClaimRequest(id, served, slots, branches, time.GetUtcNow().UtcDateTime)),
                cancellation).ConfigureAwait(false);
            foreach ((Claim claim, NodeInput? input) in claimed.Where(c => c.Input is not null))
            {
                worker.Launch(claim, id, input);
            }

            // What they run may be new here: it is read for all of them at once.
            Claim[] unknown = [.. claimed.Where(c => c.Input is null).Select(c => c.Claim)];
            await inputs.PrepareAsync(unknown).ConfigureAwait(false);
            foreach (Claim claim in unknown)
            {
                worker.Launch(claim, id, null);
            }

            if (claimed.Count > 0)
            {
                EngineCounters.Claimed(claimed.Count);
                _idle.Found();
                signals.Tell(WakeUp.Events);
                return LoopStep.Again;
            }

            return LoopStep.After(_idle.Next());
        }
        finally
        {
            worker.EndClaim();
        }
    }

    private async ValueTask<List<(Claim, NodeInput?)>> ClaimAsync(IEngineTransaction transaction, ClaimRequest request)
    {
        var claimed = new List<(Claim, NodeInput?)>();
        foreach (Claim claim in await transaction.ClaimAsync(request).ConfigureAwait(false))
        {
            claimed.Add((claim, await inputs.TryReadAsync(transaction, claim).ConfigureAwait(false)));
        }

        return claimed;
    }
}
