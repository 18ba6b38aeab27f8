using System.Collections.Concurrent;
using System.Diagnostics;
using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Runs;
using Maat.Engine.Kinds;

namespace Maat.Benchmarks;

/// <summary>A node that does nothing: what is left is the engine.</summary>
public sealed class NoOpKind : NodeKind
{
    public const string KindName = "no_op";

    public override string Name => KindName;

    public override string Title => "No-op";

    public override string Description => "Does nothing";

    public override ItemList<ParameterDescriptor> Parameters { get; } = [];
}

/// <summary>Ends at once, or when it is told to, and notes when.</summary>
public sealed class NoOpExecutor : INodeExecutor
{
    private static readonly (string, string)[] Nothing = [];

    public ConcurrentDictionary<long, (long Started, long Ended)> Seen { get; } = new();

    /// <summary>What a node waits for before it ends: nothing, unless a benchmark wants a certain pace.</summary>
    public Func<Task>? Pace { get; set; }

    public IReadOnlyCollection<(string Node, string Output)> OutputsWanted(CompiledNode node) => Nothing;

    public Task<NodeResult> ExecuteAsync(NodeExecution execution)
    {
        long started = Stopwatch.GetTimestamp();
        return Pace is { } pace ? AfterAsync(pace()) : Task.FromResult(End());

        async Task<NodeResult> AfterAsync(Task paced)
        {
            await paced.ConfigureAwait(false);
            return End();
        }

        NodeResult End()
        {
            Seen[execution.Claim.NodeRunId] = (started, Stopwatch.GetTimestamp());
            return new NodeResult(new AttemptResult.Succeeded());
        }
    }
}
