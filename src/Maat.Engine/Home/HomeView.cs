using Maat.Domain.Runs;
using Maat.Engine.Applications;

namespace Maat.Engine.Home;

/// <summary>Why something needs a look.</summary>
public enum AttentionKind
{
    /// <summary>The newest run of an application that ended has failed.</summary>
    Failed,

    /// <summary>A schedule is due and has not fired.</summary>
    Late,

    /// <summary>A run waits for its application's other runs for long.</summary>
    Queued,
}

/// <summary>Something that needs a look.</summary>
/// <param name="RunId">The run; null for a late schedule.</param>
/// <param name="Node">The name of the node that failed; null where that is not why.</param>
/// <param name="Reason">Why the node failed, in the engine's words.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="LastRuns">The newest runs of the application, the oldest first.</param>
public sealed record Attention(
    AttentionKind Kind, long ApplicationId, string ApplicationName, long ProjectId, long? RunId, string? Node, string? Reason, DateTime Since,
    IReadOnlyList<RunBar> LastRuns);

/// <summary>A run that is active.</summary>
/// <param name="At">The names of the nodes that run now; empty while all wait.</param>
/// <param name="Left">How long it will still take if it takes as long as usual; null when nobody can know.</param>
public sealed record ActiveRun(
    long Id, long ApplicationId, string ApplicationName, RunState State, IReadOnlyList<string> At, int Done, int Nodes, TimeSpan? Left);

/// <summary>A firing that is to come.</summary>
public sealed record DueFiring(DateTimeOffset At, long ApplicationId, string ApplicationName);

/// <summary>How many runs ended in an hour.</summary>
public sealed record HourCount(DateTime From, int Succeeded, int Failed, int Cancelled)
{
    public int All => Succeeded + Failed + Cancelled;
}

/// <summary>How loaded a queue is.</summary>
/// <param name="Capacity">How many of its nodes can run at once: its limit, or the slots of the workers that serve it.</param>
/// <param name="Waiting">How many nodes wait for a slot; counted up to <see cref="HomeViews.MostCounted"/>.</param>
public sealed record QueueLoad(string Name, int Running, int Capacity, int Waiting, bool Paused);

/// <summary>How far an installation, or what of it exists for a person, has come: it says what to do next.</summary>
public enum Beginning
{
    NoProject,
    NoTemplate,
    NoApplication,
    NoRun,
    Begun,
}

/// <summary>What Home shows. Lists are cut, their counts are not, save above <see cref="HomeViews.MostCounted"/>.</summary>
public sealed record HomeView(
    Beginning Beginning, IReadOnlyList<Attention> Attention, int Failed, int Stuck, TimeSpan LongestStuck, IReadOnlyList<ActiveRun> Active, int Running,
    int RunningNodes, IReadOnlyList<DueFiring> DueNext, long Due, IReadOnlyList<HourCount> Hours, IReadOnlyList<QueueLoad> Queues)
{
    public int Finished => Hours.Sum(hour => hour.All);

    public int Succeeded => Hours.Sum(hour => hour.Succeeded);

    public int FailedInDay => Hours.Sum(hour => hour.Failed);
}
