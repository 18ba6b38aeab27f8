namespace Maat.Storage.Events;

/// <summary>
/// A strictly sequential committing loop. Ids of an auto-increment column become visible out of order, and a follower would lose rows;
/// so each loop numbers its own events 1, 2, 3 … and begins nothing before the fate of its last commit is known.
/// </summary>
public sealed class EventWriterRow
{
    public long Id { get; set; }

    public required string Process { get; set; }

    public DateTime StartedAt { get; set; }
}

/// <summary>A change of state of a run or of one of its nodes, written in the transaction that made it.</summary>
public sealed class EventRow
{
    public long WriterId { get; set; }

    public long Sequence { get; set; }

    public long RunId { get; set; }

    /// <summary>Null for an event of the run itself.</summary>
    public int? Ordinal { get; set; }

    public int Round { get; set; }

    public long Fence { get; set; }

    public int Attempt { get; set; }

    /// <summary>A number of <see cref="Maat.Domain.Runs.NodeState"/>, or of <see cref="Maat.Domain.Runs.RunState"/> without an ordinal.</summary>
    public byte State { get; set; }

    public string? Reason { get; set; }

    public DateTime At { get; set; }
}
