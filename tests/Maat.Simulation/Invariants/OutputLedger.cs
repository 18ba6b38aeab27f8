namespace Maat.Simulation.Invariants;

/// <summary>What executions produced, whether it was committed or not.</summary>
internal sealed class OutputLedger
{
    private readonly Dictionary<(long NodeRunId, long Fence), int> _made = [];

    public void Made(long nodeRunId, long fence, int value) => _made[(nodeRunId, fence)] = value;

    public int? Find(long nodeRunId, long fence) => _made.TryGetValue((nodeRunId, fence), out int value) ? value : null;
}
