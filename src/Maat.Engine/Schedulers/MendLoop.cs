using Maat.Domain.Runs;
using Maat.Engine.Loops;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Schedulers;

/// <summary>
/// Finds dead workers and takes back what they held.
/// <para>
/// A worker is dead when its beat stood still for as long as that worker's lease, as <see cref="BeatWatch"/> judges it.
/// </para>
/// <para>
/// The leases of the dead go the way of every result, as lost: under the run's lock, and only while the lease is there.
/// </para>
/// </summary>
public sealed class MendLoop(
    IMaatDatabase database, RunContextCache runs, OutcomeCommitter committer, EngineOptions options, TimeProvider time,
    ILogger<MendLoop> logger) : IEngineLoop
{
    /// <summary>Bounds the transaction that takes leases back.</summary>
    private const int Batch = 100;

    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(1);

    private readonly LeftAside _left = new("node run", logger);
    private readonly BeatWatch _watch = new(IntervalOf(options), time);

    public string Name => "mending";

    public Signal Wake { get; } = new();

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        await DeclareDeadAsync(cancellation).ConfigureAwait(false);
        int mended = await MendAsync(cancellation).ConfigureAwait(false);
        return mended >= Batch ? LoopStep.Again : LoopStep.After(IntervalOf(options));
    }

    private static TimeSpan IntervalOf(EngineOptions options) => options.Lease / 6 < UsualInterval ? options.Lease / 6 : UsualInterval;

    private async Task DeclareDeadAsync(CancellationToken cancellation)
    {
        IReadOnlyList<WorkerBeat> workers = await database.TransactAsync(t => t.ReadWorkersAsync(), cancellation).ConfigureAwait(false);
        IReadOnlyList<HeardBeat> still = _watch.FindStill(
            [.. workers.Select(w => new HeardBeat(w.WorkerId, w.Beat, TimeSpan.FromMilliseconds(w.LeaseMilliseconds)))]);
        foreach (HeardBeat worker in still)
        {
            await database.TransactAsync(
                t => t.MarkWorkerDeadAsync(worker.Id, worker.Beat, time.GetUtcNow().UtcDateTime), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<int> MendAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Lease> leases = await database.TransactAsync(t => t.ReadLeasesOfDeadWorkersAsync(Batch + _left.Count), cancellation).ConfigureAwait(false);
        if (leases.Count == 0)
        {
            return 0;
        }

        DateTime now = time.GetUtcNow().UtcDateTime;
        var outcomes = new List<Outcome>(leases.Count);
        foreach (Lease lease in leases)
        {
            try
            {
                RunContext run = await runs.GetAsync(NodeRunId.Run(lease.NodeRunId), cancellation).ConfigureAwait(false);
                outcomes.Add(Outcome.Of(lease, new AttemptResult.Lost(Wording.Of($"Its worker died.").ToString()), run.Template.Plan, now));
                _left.TakeUp(lease.NodeRunId);
            }
            catch (UnreadableException exception)
            {
                _left.Leave(lease.NodeRunId, exception);
            }
        }

        await committer.CommitAsync(outcomes, wait: false, cancellation).ConfigureAwait(false);
        return outcomes.Count;
    }
}
