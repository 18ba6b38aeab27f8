using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Kinds;
using Maat.Simulation.Processes;
using Maat.Simulation.Seeds;
using Maat.Storage.Engine;

namespace Maat.Simulation.Kinds;

/// <summary>
/// What a task does to the outside world, from its start until it has ended or was killed. Its result reaches its process when the
/// schedule says so.
/// </summary>
internal sealed class Execution(World world, SimulatedProcess process, NodeExecution node)
{
    /// <summary>Outputs are numbers below this, so that a comparison goes either way.</summary>
    public const int ValueBound = 10;

    // The worker goes on where the result arrives: the simulation has one thread.
    private readonly TaskCompletionSource<NodeResult> _result = new();

    /// <summary>Whether it was the supervisor that killed it.</summary>
    private bool _bySupervisor;

    public SimulatedProcess Process => process;

    public Claim Claim => node.Claim;

    public Task<NodeResult> Result => _result.Task;

    /// <summary>Whether it still can do something to the outside world.</summary>
    public bool IsAlive { get; private set; } = true;

    public void Kill(bool bySupervisor)
    {
        if (IsAlive)
        {
            IsAlive = false;
            _bySupervisor = bySupervisor;
            world.Coverage.Count(bySupervisor ? Happening.KilledBySupervisor : Happening.KilledBySelfFence);
        }
    }

    /// <summary>Ends it, if it has not been killed, and gives its result to its process.</summary>
    public void End()
    {
        bool killed = !IsAlive;
        IsAlive = false;
        NodeResult result = killed ? Killed() : node.Stop.IsCancellationRequested ? Asked() : ByItself();
        world.Trace.Note("ended", Claim.NodeRunId, Claim.Fence, (long)result.Result.Outcome(), $"{World.Describe(Claim.NodeRunId)} fence {Claim.Fence} in process {process.Number}: {result.Result}");
        if (!world.Model.IsHeld(Claim))
        {
            world.Coverage.Count(Happening.StaleResult);
        }

        _result.SetResult(result);
    }

    private NodeResult Killed() => new(_bySupervisor
        ? new AttemptResult.Lost("The supervisor ended it: the worker had not renewed its lease.", Counts: false)
        : new AttemptResult.Stopped("Killed."));

    private NodeResult Asked() => world.Choices.Chance(75) ? new NodeResult(new AttemptResult.Stopped("Stopped.")) : ByItself();

    private NodeResult ByItself() => world.Choices.Below(100) switch
    {
        < 62 => Succeeded(),
        < 68 => new NodeResult(new AttemptResult.Succeeded()),
        < 86 => new NodeResult(new AttemptResult.Failed("It failed.")),
        < 89 => new NodeResult(new AttemptResult.Failed("It cannot succeed.", Retryable: false)),
        < 94 => new NodeResult(new AttemptResult.Skipped("It asked to be skipped.")),
        _ => new NodeResult(new AttemptResult.Lost("Its supervisor died.")),
    };

    private NodeResult Succeeded()
    {
        int value = world.Choices.Below(ValueBound);
        world.Model.Outputs.Made(Claim.NodeRunId, Claim.Fence, value);
        return new NodeResult(new AttemptResult.Succeeded(HasOutputs: true))
        {
            Outputs =
            [
                KeyValuePair.Create(TaskKind.Value, (Value)new NumberValue(value)),
                KeyValuePair.Create(TaskKind.Source, (Value)new TextValue($"{Claim.NodeRunId}/{Claim.Fence}")),
            ],
        };
    }
}
