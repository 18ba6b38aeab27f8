using System.Text.Json;
using Maat.Domain.Runs;
using Maat.Engine.Loops;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Workers;

/// <summary>
/// Registers the worker, keeps its leases, and learns what happened to them: one statement for all nodes, however many run.
/// <para>
/// Each beat is counted from when it was sent. After it, the worker's leases are compared with what it runs: what has no lease any more
/// is killed; what a person asked to stop is stopped; a lease of a node that nobody here knows comes from a claim whose commit was in
/// doubt, and is handed back. If the worker counts as dead, everything is killed and it registers anew.
/// </para>
/// </summary>
public sealed partial class HeartbeatLoop(
    IMaatDatabase database, Worker worker, OutcomeCommitter committer, RunContextCache runs, EngineSignals signals,
    EngineOptions options, TimeProvider time, ILogger<HeartbeatLoop> logger) : IEngineLoop
{
    private readonly LeftAside _left = new("node run", logger);

    public string Name => "heartbeat";

    public Signal Wake => signals.StopRequests;

    public async Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        if (worker.Id is null)
        {
            await RegisterAsync(cancellation).ConfigureAwait(false);
        }

        long sent = time.GetTimestamp();
        long id = worker.Id!.Value;
        IReadOnlyCollection<RunningNode> before = worker.Nodes;
        long claimsBegun = worker.ClaimsBegun;
        bool noClaimInFlight = !worker.IsClaiming;
        (bool alive, IReadOnlyList<Lease> leases) = await database.TransactUrgentlyAsync(
            async t => (await t.BeatAsync(id).ConfigureAwait(false), await t.ReadLeasesOfWorkerAsync(id).ConfigureAwait(false)),
            cancellation).ConfigureAwait(false);
        if (!alive)
        {
            LogDeclaredDead(logger, id);
            worker.EndAll(StopCause.Fenced);
            worker.Register(null);
            return LoopStep.Again;
        }

        worker.Renew(sent);
        signals.Ready.Set();
        Compare(before, leases);
        if (noClaimInFlight && worker.ClaimsBegun == claimsBegun)
        {
            await HandBackUnknownAsync(leases, cancellation).ConfigureAwait(false);
        }

        return LoopStep.After(options.Heartbeat - time.GetElapsedTime(sent));
    }

    private async Task RegisterAsync(CancellationToken cancellation)
    {
        var registration = new NewWorker(
            options.Name, (int)options.Lease.TotalMilliseconds, options.Slots, JsonSerializer.Serialize(options.Queues), time.GetUtcNow().UtcDateTime);
        long id = await database.TransactUrgentlyAsync(t => t.InsertWorkerAsync(registration), cancellation).ConfigureAwait(false);
        worker.Register(id);
        LogRegistered(logger, id, options.Name, options.Slots);
    }

    /// <param name="before">What ran before the leases were read: a node that was claimed since may not be among them.</param>
    private static void Compare(IReadOnlyCollection<RunningNode> before, IReadOnlyList<Lease> leases)
    {
        Dictionary<long, Lease> held = leases.ToDictionary(l => l.NodeRunId);
        foreach (RunningNode node in before)
        {
            if (!held.TryGetValue(node.Claim.NodeRunId, out Lease lease) || lease.Fence != node.Claim.Fence)
            {
                node.End(StopCause.Fenced);
            }
            else if (lease.StopRequested)
            {
                node.End(StopCause.Requested);
            }
        }
    }

    private async Task HandBackUnknownAsync(IReadOnlyList<Lease> leases, CancellationToken cancellation)
    {
        foreach (Lease lease in leases.Where(l => !worker.Knows(l.NodeRunId)))
        {
            RunContext run;
            try
            {
                run = await runs.GetAsync(NodeRunId.Run(lease.NodeRunId), cancellation).ConfigureAwait(false);
                _left.TakeUp(lease.NodeRunId);
            }
            catch (UnreadableException exception)
            {
                _left.Leave(lease.NodeRunId, exception);
                continue;
            }

            var handedBack = new AttemptResult.HandedBack(Wording.Of($"Its claim was in doubt and never started.").ToString());
            await committer.CommitAsync(
                [Outcome.Of(lease, handedBack, run.Template.Plan, time.GetUtcNow().UtcDateTime)], wait: true, cancellation).ConfigureAwait(false);
        }
    }

    [LoggerMessage(EventId = 220, Level = LogLevel.Information, Message = "Worker {Worker} ({Name}) serves with {Slots} slots.")]
    private static partial void LogRegistered(ILogger logger, long worker, string name, int slots);

    [LoggerMessage(EventId = 221, Level = LogLevel.Error, Message = "Worker {Worker} was declared dead, because its heartbeats did not arrive in time. What it ran is killed and will run again; it registers anew.")]
    private static partial void LogDeclaredDead(ILogger logger, long worker);
}
