using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Engine.Kinds;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.Extensions.Logging;

namespace Maat.Engine.Workers;

/// <summary>What a node is run with.</summary>
public sealed record NodeInput(RunContext Run, CompiledNode Node, IReadOnlyDictionary<(string Node, string Output), Value> Outputs);

/// <summary>Reads what claimed nodes are run with, in the transaction of the claim where the run is known already.</summary>
public sealed partial class NodeInputs(
    IMaatDatabase database, RunContextCache runs, IReadOnlyDictionary<string, INodeExecutor> executors, ILogger<NodeInputs> logger)
{
    private static readonly Dictionary<(string, string), Value> NoOutputs = [];

    /// <summary>Null when the run is not known to this process yet, or the node cannot be read: then <see cref="ReadAsync(Claim, CancellationToken)"/> says why.</summary>
    public async ValueTask<NodeInput?> TryReadAsync(IEngineTransaction transaction, Claim claim)
    {
        try
        {
            return Find(claim) is { } run ? await ReadAsync(transaction, claim, run).ConfigureAwait(false) : null;
        }
        catch (UnreadableException)
        {
            return null;
        }
    }

    /// <summary>Makes the runs of claims known to this process, as far as they can be read. Never throws: each node reads its own again.</summary>
    public async Task PrepareAsync(IReadOnlyCollection<Claim> claims)
    {
        try
        {
            await runs.LoadAsync(claims.Select(claim => NodeRunId.Run(claim.NodeRunId)), CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The claims are committed: whatever happens here, they are launched, and what fails again is theirs.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotPrepared(logger, exception, claims.Count);
        }
    }

    /// <summary>The run of a claim, when it is known to this process.</summary>
    public RunContext? Find(Claim claim) => runs.Find(NodeRunId.Run(claim.NodeRunId));

    /// <exception cref="UnreadableException">The run, or what its kind makes of the node, cannot be read.</exception>
    public async Task<NodeInput> ReadAsync(Claim claim, CancellationToken cancellation)
    {
        RunContext run = await runs.GetAsync(NodeRunId.Run(claim.NodeRunId), cancellation).ConfigureAwait(false);
        return Wanted(NodeOf(run, claim)).Count == 0
            ? new NodeInput(run, NodeOf(run, claim), NoOutputs)
            : await database.TransactAsync(transaction => ReadAsync(transaction, claim, run), cancellation).ConfigureAwait(false);
    }

    private async ValueTask<NodeInput> ReadAsync(IEngineTransaction transaction, Claim claim, RunContext run)
    {
        CompiledNode node = NodeOf(run, claim);
        IReadOnlyCollection<(string Node, string Output)> wanted = Wanted(node);
        if (wanted.Count == 0)
        {
            return new NodeInput(run, node, NoOutputs);
        }

        IEnumerable<int> ordinals = wanted.Select(w => w.Node).Distinct()
            .Select(key => run.Template.Find(key)).OfType<CompiledNode>().Select(n => n.Ordinal);
        IReadOnlyList<StoredOutput> stored = await transaction.ReadOutputsAsync(run.Facts.Id, [.. ordinals]).ConfigureAwait(false);
        var outputs = stored
            .Select(output => (Key: (run.Template.Plan[output.Ordinal].Key, output.Name), output.Value))
            .Where(output => wanted.Contains(output.Key))
            .ToDictionary(output => output.Key, output => Value.ParseJson(output.Value));
        return new NodeInput(run, node, outputs);
    }

    private static CompiledNode NodeOf(RunContext run, Claim claim) => run.Template.Nodes[NodeRunId.Ordinal(claim.NodeRunId)];

    private IReadOnlyCollection<(string Node, string Output)> Wanted(CompiledNode node)
    {
        try
        {
            return executors[node.Definition.Kind].OutputsWanted(node);
        }
#pragma warning disable CA1031 // A published node that its own kind does not understand: whatever it throws.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new UnreadableException($"The node {node.Definition.Key} cannot be read: {exception.Message}", exception);
        }
    }

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "The runs of {Claims} claimed nodes could not be read together; each node reads its own.")]
    private static partial void LogNotPrepared(ILogger logger, Exception exception, int claims);
}
