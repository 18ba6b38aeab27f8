using Maat.Domain.Runs;
using Maat.Storage.Queues;

namespace Maat.Storage.Engine;

/// <summary>
/// The engine's statements within one transaction, written per database. Locks are taken in the order: worker (shared), runs ascending,
/// ready, held, delayed, lease, node runs ascending, schedules ascending, then inserts. Every write that follows a claim states its
/// fence, by way of the lease that is read under the run's lock.
/// </summary>
public interface IEngineTransaction
{
    // Runs.

    /// <summary>Locks the runs that are there; those that another transaction holds are left out unless <paramref name="wait"/>.</summary>
    /// <param name="nodeRunIds">Node runs of these runs whose leases and states are going to be asked for: where a question costs a round trip, the answers come with the lock.</param>
    ValueTask<IReadOnlyList<LockedRun>> LockRunsAsync(IReadOnlyCollection<long> ids, bool wait, IReadOnlyCollection<long>? nodeRunIds = null);

    /// <summary>
    /// Runs a step of the state machine on a locked run and writes what it changes. The step is a pure function of what it is given and
    /// may be called twice: the first time with the nodes of <paramref name="preload"/>, and, where nodes cannot be read one by one, again
    /// with all of them when it asks for others.
    /// </summary>
    ValueTask<RunChange> StepAsync(LockedRun run, RunPlan plan, StepWrites writes, IReadOnlyCollection<int> preload, Func<RunHead, INodeRuns, RunChange> step);

    /// <summary>
    /// Makes runs and tells of them: those that have begun with their node runs and whatever else their first step changes, the others in
    /// state queued and without node runs. Returns their ids, in order.
    /// </summary>
    ValueTask<IReadOnlyList<long>> InsertRunsAsync(IReadOnlyList<NewRun> runs);

    /// <summary>Gives a queued run its node runs and starts its roots.</summary>
    ValueTask<RunChange> BeginRunAsync(LockedRun run, RunPlan plan, StepWrites writes, Func<RunHead, INodeRuns, RunChange> step);

    /// <summary>What never changes of the runs that are there, without their locks.</summary>
    ValueTask<IReadOnlyList<StoredRun>> ReadRunsAsync(IReadOnlyCollection<long> ids);

    /// <summary>Runs that count for the application's limit: all that are running or paused, but for backfills.</summary>
    ValueTask<int> CountActiveRunsAsync(long applicationId);

    /// <summary>Whether runs of the application wait in line, so that a new one must not overtake them.</summary>
    ValueTask<bool> HasWaitingRunsAsync(long applicationId);

    /// <summary>Puts a queued run in the line of its application.</summary>
    ValueTask EnqueueRunAsync(long applicationId, DateTime scheduledAt, long runId);

    /// <summary>Takes a run out of the line; false when it was not in it.</summary>
    ValueTask<bool> DequeueRunAsync(long applicationId, DateTime scheduledAt, long runId);

    /// <summary>The first runs in line of applications that have fewer active runs than they may.</summary>
    ValueTask<IReadOnlyList<long>> ReadAdmissibleRunsAsync(int limit);

    /// <summary>The run that an idempotency key is bound to, or null.</summary>
    ValueTask<long?> FindRunByKeyAsync(long applicationId, string key);

    /// <summary>Binds an idempotency key to a run; fails when the key is bound.</summary>
    ValueTask InsertRunKeyAsync(long applicationId, string key, long runId, DateTime at);

    // Claims and their ends.

    /// <summary>Claims from the head of each queue within its limit. Nothing, when the worker is not alive.</summary>
    ValueTask<IReadOnlyList<Claim>> ClaimAsync(ClaimRequest request);

    ValueTask<IReadOnlyList<Lease>> ReadLeasesAsync(IReadOnlyCollection<long> nodeRunIds);

    ValueTask InsertAttemptsAsync(IReadOnlyList<EndedAttempt> attempts);

    /// <param name="outputs">Names and JSON values.</param>
    ValueTask InsertOutputsAsync(long nodeRunId, long fence, IReadOnlyList<KeyValuePair<string, string>> outputs);

    /// <summary>The outputs of the given nodes under the fences that count, of nodes that succeeded.</summary>
    ValueTask<IReadOnlyList<StoredOutput>> ReadOutputsAsync(long runId, IReadOnlyCollection<int> ordinals);

    /// <summary>Nodes whose delay is over, those that wait longest first. Polls are not among them: workers claim those.</summary>
    ValueTask<IReadOnlyList<DueNode>> ReadDueAsync(DateTime now, int limit);

    /// <summary>When the next delay ends, or null; polls apart, as in <see cref="ReadDueAsync"/>.</summary>
    ValueTask<DateTime?> ReadNextDueAsync();

    // Workers.

    ValueTask<long> InsertWorkerAsync(NewWorker worker);

    /// <summary>Beats, and says whether the worker still counts as living.</summary>
    ValueTask<bool> BeatAsync(long workerId);

    ValueTask<IReadOnlyList<Lease>> ReadLeasesOfWorkerAsync(long workerId);

    ValueTask<IReadOnlyList<WorkerBeat>> ReadWorkersAsync();

    /// <summary>Declares a worker dead if its beat still is the given one.</summary>
    ValueTask<bool> MarkWorkerDeadAsync(long workerId, long beat, DateTime now);

    ValueTask SetWorkerStateAsync(long workerId, WorkerState state, DateTime? endedAt);

    ValueTask<IReadOnlyList<Lease>> ReadLeasesOfDeadWorkersAsync(int limit);

    // Schedules.

    /// <summary>Locks schedules that are due, those that wait longest first.</summary>
    ValueTask<IReadOnlyList<LockedSchedule>> LockDueSchedulesAsync(IReadOnlyList<long> queues, DateTime now, int limit);

    /// <summary>Locks one schedule, whatever its state; null when there is none.</summary>
    ValueTask<LockedSchedule?> LockScheduleAsync(long scheduleId);

    ValueTask<DateTime?> ReadNextFiringAsync(IReadOnlyList<long> queues);

    ValueTask<Launch?> ReadLaunchAsync(long applicationId);

    /// <summary>Records fates; fails when one of the due times has its fate already.</summary>
    ValueTask InsertFiringsAsync(long scheduleId, IReadOnlyList<DecidedFiring> firings, DateTime now);

    /// <summary>Records up to where everything is decided. Changes nothing when the schedule is further already.</summary>
    ValueTask AdvanceScheduleAsync(long scheduleId, DateTime lastDecided, DateTime? nextFireAt);

    /// <summary>Locks the schedules of an application.</summary>
    ValueTask<IReadOnlyList<LockedSchedule>> LockSchedulesOfAsync(long applicationId);

    /// <summary>Adds a schedule to an application, on the application's queue. Returns its id.</summary>
    ValueTask<long> InsertScheduleAsync(long applicationId, long queueId, ScheduleWrite schedule);

    /// <summary>Replaces a locked schedule; its revision grows.</summary>
    ValueTask UpdateScheduleAsync(long scheduleId, ScheduleWrite schedule);

    /// <summary>Takes a locked schedule away. Its firings stay on record.</summary>
    ValueTask DeleteScheduleAsync(long scheduleId);

    ValueTask SetApplicationEnabledAsync(long applicationId, bool enabled);

    // What everything shares.

    /// <summary>The document of a published version as JSON; null when there is none.</summary>
    ValueTask<string?> ReadDocumentAsync(long templateId, int version);

    /// <summary>The ids of all queues by name.</summary>
    ValueTask<IReadOnlyDictionary<string, long>> ReadQueuesAsync();

    ValueTask AuditAsync(DateTime at, string actor, string action, long? projectId, string subject, string detail);
}

/// <summary>What writing a step needs beside the step itself.</summary>
/// <param name="Now">The time of the transaction.</param>
/// <param name="Actor">Who acts, for resets; null for the engine itself.</param>
/// <param name="QueueOf">The queue, or lane, of a node by ordinal.</param>
public sealed record StepWrites(DateTime Now, string? Actor, Func<int, long> QueueOf);
