using Maat.Domain.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Queues;

namespace Maat.Simulation.Guards;

/// <summary>Passes every statement on; what takes a guard away overrides one of them.</summary>
internal abstract class ForwardingTransaction(IEngineTransaction inner) : IEngineTransaction
{
    protected IEngineTransaction Inner => inner;

    public virtual ValueTask<IReadOnlyList<LockedRun>> LockRunsAsync(IReadOnlyCollection<long> ids, bool wait, IReadOnlyCollection<long>? nodeRunIds = null) =>
        inner.LockRunsAsync(ids, wait, nodeRunIds);

    public virtual ValueTask<RunChange> StepAsync(
        LockedRun run, RunPlan plan, StepWrites writes, IReadOnlyCollection<int> preload, Func<RunHead, INodeRuns, RunChange> step) =>
        inner.StepAsync(run, plan, writes, preload, step);

    public virtual ValueTask<IReadOnlyList<long>> InsertRunsAsync(IReadOnlyList<NewRun> runs) => inner.InsertRunsAsync(runs);

    public virtual ValueTask<RunChange> BeginRunAsync(LockedRun run, RunPlan plan, StepWrites writes, Func<RunHead, INodeRuns, RunChange> step) =>
        inner.BeginRunAsync(run, plan, writes, step);

    public virtual ValueTask<IReadOnlyList<StoredRun>> ReadRunsAsync(IReadOnlyCollection<long> ids) => inner.ReadRunsAsync(ids);

    public virtual ValueTask<int> CountActiveRunsAsync(long applicationId) => inner.CountActiveRunsAsync(applicationId);

    public virtual ValueTask<bool> HasWaitingRunsAsync(long applicationId) => inner.HasWaitingRunsAsync(applicationId);

    public virtual ValueTask EnqueueRunAsync(long applicationId, DateTime scheduledAt, long runId) => inner.EnqueueRunAsync(applicationId, scheduledAt, runId);

    public virtual ValueTask<bool> DequeueRunAsync(long applicationId, DateTime scheduledAt, long runId) => inner.DequeueRunAsync(applicationId, scheduledAt, runId);

    public virtual ValueTask<IReadOnlyList<long>> ReadAdmissibleRunsAsync(int limit) => inner.ReadAdmissibleRunsAsync(limit);

    public virtual ValueTask<long?> FindRunByKeyAsync(long applicationId, string key) => inner.FindRunByKeyAsync(applicationId, key);

    public virtual ValueTask InsertRunKeyAsync(long applicationId, string key, long runId, DateTime at) => inner.InsertRunKeyAsync(applicationId, key, runId, at);

    public virtual ValueTask<IReadOnlyList<Claim>> ClaimAsync(ClaimRequest request) => inner.ClaimAsync(request);

    public virtual ValueTask<IReadOnlyList<Lease>> ReadLeasesAsync(IReadOnlyCollection<long> nodeRunIds) => inner.ReadLeasesAsync(nodeRunIds);

    public virtual ValueTask InsertAttemptsAsync(IReadOnlyList<EndedAttempt> attempts) => inner.InsertAttemptsAsync(attempts);

    public virtual ValueTask InsertOutputsAsync(long nodeRunId, long fence, IReadOnlyList<KeyValuePair<string, string>> outputs) =>
        inner.InsertOutputsAsync(nodeRunId, fence, outputs);

    public virtual ValueTask<IReadOnlyList<StoredOutput>> ReadOutputsAsync(long runId, IReadOnlyCollection<int> ordinals) => inner.ReadOutputsAsync(runId, ordinals);

    public virtual ValueTask<IReadOnlyList<DueNode>> ReadDueAsync(DateTime now, int limit) => inner.ReadDueAsync(now, limit);

    public virtual ValueTask<DateTime?> ReadNextDueAsync() => inner.ReadNextDueAsync();

    public virtual ValueTask<long> InsertWorkerAsync(NewWorker worker) => inner.InsertWorkerAsync(worker);

    public virtual ValueTask<bool> BeatAsync(long workerId) => inner.BeatAsync(workerId);

    public virtual ValueTask<IReadOnlyList<Lease>> ReadLeasesOfWorkerAsync(long workerId) => inner.ReadLeasesOfWorkerAsync(workerId);

    public virtual ValueTask<IReadOnlyList<WorkerBeat>> ReadWorkersAsync() => inner.ReadWorkersAsync();

    public virtual ValueTask<bool> MarkWorkerDeadAsync(long workerId, long beat, DateTime now) => inner.MarkWorkerDeadAsync(workerId, beat, now);

    public virtual ValueTask SetWorkerStateAsync(long workerId, WorkerState state, DateTime? endedAt) => inner.SetWorkerStateAsync(workerId, state, endedAt);

    public virtual ValueTask<IReadOnlyList<Lease>> ReadLeasesOfDeadWorkersAsync(int limit) => inner.ReadLeasesOfDeadWorkersAsync(limit);

    public virtual ValueTask<IReadOnlyList<LockedSchedule>> LockDueSchedulesAsync(IReadOnlyList<long> queues, DateTime now, int limit) =>
        inner.LockDueSchedulesAsync(queues, now, limit);

    public virtual ValueTask<LockedSchedule?> LockScheduleAsync(long scheduleId) => inner.LockScheduleAsync(scheduleId);

    public virtual ValueTask<DateTime?> ReadNextFiringAsync(IReadOnlyList<long> queues) => inner.ReadNextFiringAsync(queues);

    public virtual ValueTask<Launch?> ReadLaunchAsync(long applicationId) => inner.ReadLaunchAsync(applicationId);

    public virtual ValueTask InsertFiringsAsync(long scheduleId, IReadOnlyList<DecidedFiring> firings, DateTime now) =>
        inner.InsertFiringsAsync(scheduleId, firings, now);

    public virtual ValueTask AdvanceScheduleAsync(long scheduleId, DateTime lastDecided, DateTime? nextFireAt) =>
        inner.AdvanceScheduleAsync(scheduleId, lastDecided, nextFireAt);

    public virtual ValueTask<IReadOnlyList<LockedSchedule>> LockSchedulesOfAsync(long applicationId) => inner.LockSchedulesOfAsync(applicationId);

    public virtual ValueTask<long> InsertScheduleAsync(long applicationId, long queueId, ScheduleWrite schedule) =>
        inner.InsertScheduleAsync(applicationId, queueId, schedule);

    public virtual ValueTask UpdateScheduleAsync(long scheduleId, ScheduleWrite schedule) => inner.UpdateScheduleAsync(scheduleId, schedule);

    public virtual ValueTask DeleteScheduleAsync(long scheduleId) => inner.DeleteScheduleAsync(scheduleId);

    public virtual ValueTask SetApplicationEnabledAsync(long applicationId, bool enabled) => inner.SetApplicationEnabledAsync(applicationId, enabled);

    public virtual ValueTask<string?> ReadDocumentAsync(long templateId, int version) => inner.ReadDocumentAsync(templateId, version);

    public virtual ValueTask<IReadOnlyDictionary<string, long>> ReadQueuesAsync() => inner.ReadQueuesAsync();

    public virtual ValueTask AuditAsync(DateTime at, string actor, string action, long? projectId, string subject, string detail) =>
        inner.AuditAsync(at, actor, action, projectId, subject, detail);
}
