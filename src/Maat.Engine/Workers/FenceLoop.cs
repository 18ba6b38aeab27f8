using Maat.Engine.Loops;

namespace Maat.Engine.Workers;

/// <summary>
/// Kills what runs when the lease could not be renewed in time, so that it is dead before anybody else may start it. It asks nothing but
/// this process's clock: a heartbeat that hangs must not keep it from killing.
/// </summary>
public sealed class FenceLoop(Worker worker, EngineOptions options) : IEngineLoop
{
    public string Name => "self-fence";

    public Signal Wake { get; } = new();

    public Task<LoopStep> StepAsync(CancellationToken cancellation)
    {
        TimeSpan left = worker.LeaseLeft;
        if (left <= TimeSpan.Zero && !worker.IsEmpty)
        {
            worker.EndAll(StopCause.Fenced);
        }

        return Task.FromResult(LoopStep.After(left > TimeSpan.Zero ? left : options.Heartbeat));
    }
}
