using Maat.Simulation.Seeds;

namespace Maat.Simulation.Faults;

/// <summary>
/// What a schedule is like: each has much of some things and nothing of others, which finds more than having a little of everything
/// (swarm testing: Groce, Zhang, Eide, Chen, Regehr, ISSTA 2012).
/// </summary>
internal sealed class Weather
{
    public Weather(Choices choices)
    {
        CallFaultPercent = choices.Of(0, 2, 4, 10);
        DelayedPercent = choices.Of(0, 10, 10, 30);
        Calls = choices.Of(6, 12, 25);
        Loops = choices.Of(30, 50, 90);
        Executions = choices.Of(4, 16, 30);
        Time = choices.Of(6, 14, 30);
        People = choices.Of(1, 6, 14);
        Faults = choices.Of(1, 4, 8);
        Crash = choices.Of(0, 2, 4);
        Stop = choices.Of(0, 2, 6);
        CutOff = choices.Of(0, 2, 6);
        Away = choices.Of(0, 1, 3);
        ClockJump = choices.Of(0, 1, 3);
        Drain = choices.Of(0, 1, 2);
    }

    /// <summary>Of calls of the database that go wrong.</summary>
    public int CallFaultPercent { get; }

    /// <summary>Of calls that others overtake. The rest is answered at once, or a schedule would be spent on waiting.</summary>
    public int DelayedPercent { get; }

    // How often each kind of step comes, and each kind of fault: in proportion to one another.
    public int Calls { get; }

    public int Loops { get; }

    public int Executions { get; }

    public int Time { get; }

    public int People { get; }

    public int Faults { get; }

    public int Crash { get; }

    public int Stop { get; }

    public int CutOff { get; }

    public int Away { get; }

    public int ClockJump { get; }

    public int Drain { get; }
}
