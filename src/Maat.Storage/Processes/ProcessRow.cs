namespace Maat.Storage.Processes;

/// <summary>The numbers are stored; never change one.</summary>
public enum ProcessState : byte
{
    Alive = 0,

    /// <summary>It was asked to end, and does so when what it runs has.</summary>
    Draining = 1,

    /// <summary>It signed off.</summary>
    Ended = 2,

    /// <summary>Its heartbeat stood still.</summary>
    Lost = 3,
}

/// <summary>
/// A process of the installation, whatever its roles: a new row at each start. It is for people and for peers that look for each other; what
/// protects work are the leases of workers.
/// </summary>
public sealed class ProcessRow
{
    public long Id { get; set; }

    /// <summary>Machine and process, for people.</summary>
    public required string Name { get; set; }

    /// <summary>A JSON array of what it does.</summary>
    public string Roles { get; set; } = "[]";

    /// <summary>What its scheduler and its worker serve: a JSON array of queue names; empty for all.</summary>
    public string Queues { get; set; } = "[]";

    /// <summary>Where its peers reach it, as <c>http://10.0.0.7:5080</c>; null when they cannot.</summary>
    public string? Address { get; set; }

    /// <summary>Which Maat it is: during an upgrade there are two.</summary>
    public string Version { get; set; } = "";

    /// <summary>Grows with each heartbeat.</summary>
    public long Beat { get; set; }

    public ProcessState State { get; set; }

    public DateTime StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }
}
