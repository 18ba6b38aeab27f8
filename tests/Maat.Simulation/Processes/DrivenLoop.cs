using Maat.Engine.Loops;
using Maat.Simulation.Faults;
using Maat.Simulation.Seeds;
using Maat.Storage;

namespace Maat.Simulation.Processes;

/// <summary>
/// Drives one loop as the product's runner does, but for the waiting: a step begins when its wait is over or it was woken, and one that
/// threw is tried again after a pause.
/// </summary>
internal sealed class DrivenLoop(World world, SimulatedProcess process, IEngineLoop loop)
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(500);

    private Task<LoopStep>? _step;

    public string Name => loop.Name;

    public bool IsWoken => loop.Wake.IsSet;

    /// <summary>When its wait is over; null while it waits to be woken.</summary>
    public TimeSpan? Due { get; private set; } = TimeSpan.Zero;

    public bool CanStep => _step is null && (IsWoken || Due <= world.Clock.Now);

    public void Step()
    {
        loop.Wake.Reset();
        world.Trace.Note(loop.Name, process.Number, 0, 0, $"steps in process {process.Number}");
        _step = loop.StepAsync(CancellationToken.None);
        Settle();
    }

    /// <summary>Takes note of a step that has ended since.</summary>
    public void Settle()
    {
        if (_step is not { IsCompleted: true } step)
        {
            return;
        }

        _step = null;
        if (step.Exception is null)
        {
            Due = step.Result.Wait is { } wait ? world.Clock.Now + wait : null;
            return;
        }

        world.Coverage.Count(Happening.StepFailed);
        Exception exception = step.Exception.InnerException!;
        Due = world.Clock.Now + (exception is AmbiguousCommitException ? TimeSpan.Zero : PauseAfterError);
        if (exception is not (AmbiguousCommitException or InjectedFaultException))
        {
            world.Violate(Invariants.Invariant.NoDefect, $"The loop '{loop.Name}' of process {process.Number} threw: {exception}");
        }
    }
}
