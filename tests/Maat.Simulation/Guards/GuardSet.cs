using Maat.Engine.Loops;
using Maat.Engine.Workers;
using Maat.Simulation.Processes;
using Maat.Storage.Engine;

namespace Maat.Simulation.Guards;

/// <summary>All guards, or all but one.</summary>
internal sealed class GuardSet(Guard? removed)
{
    public bool IgnoresSupervisorDeadline => removed == Guard.SupervisorDeadline;

    /// <summary>What a library does that retries by itself whatever was not answered.</summary>
    public bool RepeatsAmbiguousCommits => removed == Guard.AmbiguityReadBack;

    public bool Drives(IEngineLoop loop) => !(loop is FenceLoop && removed == Guard.SelfFence);

    public Func<IEngineTransaction, ValueTask<T>> Wrap<T>(World world, SimulatedProcess process, Func<IEngineTransaction, ValueTask<T>> work) =>
        removed is { } guard ? transaction => work(new UnguardedTransaction(transaction, world, process, guard)) : work;
}
