using Maat.Domain.Runs;
using Maat.Storage.Runs;

namespace Maat.Simulation.Invariants;

/// <summary>Rows as the judge reads them: by its own queries, not by the engine's.</summary>
internal readonly record struct EventSeen(long Writer, long Sequence, long RunId, int? Ordinal, int Round, long Fence, int Attempt, byte State);

internal readonly record struct ResetSeen(long NodeRunId, int Round, ResetKind Kind, NodeState Previous, int PreviousAttempt);

internal readonly record struct AttemptSeen(long NodeRunId, int Attempt, long Fence, AttemptOutcome Outcome, long WorkerId);

internal readonly record struct ActionSeen(long RunId, string Action, string Detail);

internal readonly record struct FiringSeen(long ScheduleId, long DueAt, long? Until, long Count, byte Fate, long? RunId);

internal sealed record RunSeen(
    long Id, RunState State, int Open, int BadLeaves, int Round, bool CancelRequested, long ApplicationId, long TemplateId, int Version,
    string Values, RunKind Kind, long ScheduledAt, long QueueId);

internal sealed record NodeSeen(
    int Ordinal, NodeState State, int Attempt, long Fence, string? Choice, long OutputFence, string? Pending, int Losses, int Succeeded, int Failed,
    int UpstreamFailed, int Skipped, int Excluded, int Gates, Decision Decision);

/// <summary>A row by which a node waits or runs: which table it is in is told as the state that belongs to it.</summary>
internal readonly record struct PlaceSeen(NodeState Table, int Ordinal, long Fence, long QueueId, long Attempt, long WorkerId);
