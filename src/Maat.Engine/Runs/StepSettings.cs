using Maat.Domain.Runs;

namespace Maat.Engine.Runs;

/// <summary>The settings of the run state machine, and the chance that keeps lost nodes apart.</summary>
public sealed class StepSettings(int lossLimit, Random random)
{
    /// <summary>Wide enough that the neighbours of a node that kills its worker are done, or elsewhere, when it comes back.</summary>
    private static readonly TimeSpan LongestLossDelay = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();

    public StepContext ContextAt(DateTime now) => new(now, lossLimit, LossDelay);

    private TimeSpan LossDelay()
    {
        lock (_lock)
        {
            return LongestLossDelay * random.NextDouble();
        }
    }
}
