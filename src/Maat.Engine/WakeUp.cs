namespace Maat.Engine;

/// <summary>What a committed change may be of interest for. The numbers travel between processes; never change one.</summary>
[Flags]
public enum WakeUp
{
    None = 0,

    /// <summary>Something became claimable.</summary>
    Ready = 1,

    /// <summary>A delay was set, perhaps an earlier one than the next.</summary>
    Delayed = 2,

    /// <summary>A run ended or began to wait, so another may start.</summary>
    Admission = 4,

    /// <summary>A schedule was made or changed.</summary>
    Schedules = 8,

    /// <summary>A person asked a running node to stop.</summary>
    StopRequests = 16,

    /// <summary>Something was told in the event table.</summary>
    Events = 32,

    /// <summary>People, their rights, their tokens or their sessions have changed.</summary>
    People = 64,
}
