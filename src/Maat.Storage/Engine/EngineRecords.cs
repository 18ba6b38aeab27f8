using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Storage.Queues;
using Maat.Storage.Runs;

namespace Maat.Storage.Engine;

/// <summary>The id of a node run: its run's id and its ordinal side by side.</summary>
public static class NodeRunId
{
    public static long Of(long runId, int ordinal) => (runId << RunPlan.OrdinalBits) | (uint)ordinal;

    public static long Run(long nodeRunId) => nodeRunId >> RunPlan.OrdinalBits;

    public static int Ordinal(long nodeRunId) => (int)(nodeRunId & ((1 << RunPlan.OrdinalBits) - 1));
}

/// <summary>What of a run never changes.</summary>
public sealed record RunFacts(
    long Id,
    long ProjectId,
    long ApplicationId,
    long TemplateId,
    int Version,
    RunKind Kind,
    DateTime ScheduledAt,
    string Zone,
    long QueueId,
    string TriggeredBy,
    DateTime CreatedAt);

/// <summary>What of a run never changes, with its values and what it is called after.</summary>
/// <param name="Values">The resolved values of its variables, a JSON object.</param>
/// <param name="ApplicationName">Empty when the application is gone; so is the project's.</param>
public sealed record StoredRun(RunFacts Facts, string Values, string ApplicationName, string ProjectName);

/// <summary>A run under its lock: what never changes, and what the state machine changes.</summary>
public sealed record LockedRun(RunFacts Facts, RunHead Head);

/// <summary>The first step of a run that begins as soon as it is made. It knows nothing of the run's id.</summary>
/// <param name="Head">As it is after the step.</param>
/// <param name="Change">What the step changes; every node run is among it.</param>
public sealed record BegunRun(RunPlan Plan, RunHead Head, RunChange Change, StepWrites Writes);

/// <summary>A run to be made; the database gives it its id.</summary>
/// <param name="Begun">Null for one that is queued.</param>
public sealed record NewRun(
    long ProjectId,
    long ApplicationId,
    long TemplateId,
    int Version,
    RunKind Kind,
    DateTime ScheduledAt,
    string Zone,
    string Values,
    long QueueId,
    string TriggeredBy,
    DateTime CreatedAt,
    BegunRun? Begun = null);

/// <summary>What a worker got: it runs this node under this fence, and no other worker does.</summary>
public readonly record struct Claim(long NodeRunId, long Fence, int Attempt, long QueueId, LeaseKind Kind, DateTime StartedAt);

/// <summary>A lease as its worker or a scheduler sees it.</summary>
public readonly record struct Lease(
    long NodeRunId, long Fence, int Attempt, long WorkerId, long QueueId, LeaseKind Kind, DateTime StartedAt, bool StopRequested);

/// <summary>What a worker asks for at once.</summary>
/// <param name="Queues">The queues to claim from, each in its own order.</param>
/// <param name="Slots">How many nodes that hold a slot it can start now.</param>
/// <param name="Branches">How many nodes of the control lane it can start now.</param>
public sealed record ClaimRequest(long WorkerId, IReadOnlyList<long> Queues, int Slots, int Branches, DateTime Now);

/// <summary>A node whose delay is over.</summary>
public readonly record struct DueNode(long NodeRunId, DelayKind Kind, long Fence);

/// <summary>The end of a claim, for history.</summary>
public sealed record EndedAttempt(
    long NodeRunId, int Attempt, long Fence, AttemptOutcome Outcome, string? Reason, int? ExitCode, long WorkerId,
    DateTime StartedAt, DateTime EndedAt, long LogBytes, bool LogCut);

/// <summary>A worker as a scheduler watches it.</summary>
public readonly record struct WorkerBeat(long WorkerId, long Beat, int LeaseMilliseconds, WorkerState State);

public sealed record NewWorker(string Name, int LeaseMilliseconds, int Slots, string Queues, DateTime StartedAt);

/// <summary>What an application's next run is made from.</summary>
public sealed record Launch(
    long ApplicationId,
    string ApplicationName,
    long ProjectId,
    string ProjectName,
    string ProjectZone,
    long TemplateId,
    int Version,
    string Values,
    long QueueId,
    int MaxActiveRuns,
    bool Enabled);

/// <summary>A schedule under its lock.</summary>
public sealed record LockedSchedule(
    long Id,
    long ApplicationId,
    string Crontab,
    string Zone,
    DateTime? StartsAt,
    DateTime? EndsAt,
    MissedFiringPolicy Missed,
    OverlapPolicy Overlap,
    DateTime? NextFireAt,
    DateTime LastDecided,
    int Revision,
    bool Enabled);

/// <summary>What a schedule becomes by a person's edit, together with where its firings stand.</summary>
public sealed record ScheduleWrite(
    string Crontab,
    string Zone,
    DateTime? StartsAt,
    DateTime? EndsAt,
    MissedFiringPolicy Missed,
    OverlapPolicy Overlap,
    bool Enabled,
    DateTime LastDecided,
    DateTime? NextFireAt);

/// <summary>A fate on record. <paramref name="Reason"/> says why nothing was started where the policy does not.</summary>
public readonly record struct DecidedFiring(
    DateTime DueAt, DateTime? Until, long Count, FiringFate Fate, long? RunId = null, string? Reason = null);

/// <summary>A node run's committed output, as later nodes read it.</summary>
public readonly record struct StoredOutput(int Ordinal, string Name, string Value);

/// <summary>What was said of the past by a loop that follows events.</summary>
public readonly record struct StoredEvent(
    long WriterId, long Sequence, long RunId, int? Ordinal, int Round, long Fence, int Attempt, byte State, string? Reason, DateTime At);
