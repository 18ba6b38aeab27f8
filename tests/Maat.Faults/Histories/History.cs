using Maat.Domain.Runs;
using Maat.Faults.Product;

namespace Maat.Faults.Histories;

/// <summary>A run, as the database has it.</summary>
/// <param name="Scheduled">Whether a schedule made it, and not a person.</param>
/// <param name="Open">How many of its nodes have not ended.</param>
public sealed record RunRow(long Id, long Application, bool Scheduled, DateTimeOffset ScheduledAt, RunState State, int Open);

/// <summary>An event of a run as a whole.</summary>
public sealed record RunEventRow(long Run, RunState State);

/// <summary>The events of one writer.</summary>
public sealed record WriterRow(long Writer, long Count, long First, long Last);

/// <summary>The value under a name that a node handed on, under the fence that counts.</summary>
public sealed record OutputRow(long Run, int Ordinal, string Name, string Value);

/// <summary>What is left when everything has ended: what the database says, and what scripts wrote into their file.</summary>
/// <param name="Firings">By schedule, in the order of their due times.</param>
/// <param name="Unfinished">The runs of which a row says that a node runs, may run now or will run, each as often as there are such rows.</param>
public sealed record History(
    IReadOnlyList<RunRow> Runs, IReadOnlyList<NodeRow> Nodes, IReadOnlyList<AttemptRow> Attempts, IReadOnlyList<EventRow> NodeEvents,
    IReadOnlyList<RunEventRow> RunEvents, IReadOnlyList<WriterRow> Writers, IReadOnlyList<OutputRow> Outputs,
    IReadOnlyDictionary<long, IReadOnlyList<FiringRow>> Firings, IReadOnlyList<long> Unfinished, IReadOnlyList<Effect> Effects)
{
    /// <summary>What concerns one run, and the events' writers.</summary>
    public History Of(long run) => this with
    {
        Runs = [.. Runs.Where(row => row.Id == run)],
        Nodes = [.. Nodes.Where(row => row.Run == run)],
        Attempts = [.. Attempts.Where(row => row.Run == run)],
        NodeEvents = [.. NodeEvents.Where(row => row.Run == run)],
        RunEvents = [.. RunEvents.Where(row => row.Run == run)],
        Outputs = [.. Outputs.Where(row => row.Run == run)],
        Unfinished = [.. Unfinished.Where(of => of == run)],
        Effects = [.. Effects.Where(effect => effect.Run == run)],
    };
}
