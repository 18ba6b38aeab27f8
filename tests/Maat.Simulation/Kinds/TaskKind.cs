using Maat.Domain.Documents;
using Maat.Domain.Kinds;

namespace Maat.Simulation.Kinds;

/// <summary>A node that does nothing but be alive until the schedule ends it, and reads what its expression names.</summary>
public sealed class TaskKind : NodeKind
{
    public const string KindName = "task";
    public const string Input = "input";

    /// <summary>The output that holds a number for branches to compare.</summary>
    public const string Value = "value";

    /// <summary>The output that says which execution made it.</summary>
    public const string Source = "source";

    public override string Name => KindName;

    public override string Title => "Task";

    public override string Description => "Ends when the simulation says so";

    public override ItemList<ParameterDescriptor> Parameters { get; } =
        [new ParameterDescriptor(Input, new ExpressionType()) { Title = "Input" }];
}
