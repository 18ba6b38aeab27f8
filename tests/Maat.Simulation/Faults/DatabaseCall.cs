using Maat.Simulation.Processes;

namespace Maat.Simulation.Faults;

/// <summary>
/// A call of the database on its way: sent, executed, and answered, each when the schedule says so. Others act in between, and the caller
/// may die; what it sent may be executed all the same.
/// </summary>
internal abstract class DatabaseCall(SimulatedProcess process)
{
    public SimulatedProcess Process { get; } = process;

    public bool IsExecuted { get; protected set; }

    /// <summary>Only transactions can end without an answer in a way that leaves doubt.</summary>
    public abstract bool CanBeAmbiguous { get; }

    public abstract void Execute(CallFate fate);

    /// <summary>Lets the caller go on, on this thread.</summary>
    public abstract void Answer();
}

internal sealed class DatabaseCall<T>(SimulatedProcess process, bool canBeAmbiguous, Func<CallFate, Task<T>> execute) : DatabaseCall(process)
{
    // Its continuations run where it is answered: the simulation has one thread.
    private readonly TaskCompletionSource<T> _answered = new();
    private Task<T>? _executed;

    public override bool CanBeAmbiguous => canBeAmbiguous;

    public Task<T> Task => _answered.Task;

    public override void Execute(CallFate fate)
    {
        _executed = execute(fate);
        IsExecuted = _executed.IsCompleted
            ? true
            : throw new InvalidOperationException("A call of the database left its thread; then nothing could be replayed.");
    }

    public override void Answer()
    {
        if (_executed!.Exception is { InnerException: { } exception })
        {
            _answered.SetException(exception);
        }
        else
        {
            _answered.SetResult(_executed.Result);
        }
    }
}
