namespace Maat.Simulation.Faults;

/// <summary>What becomes of one call of the database.</summary>
public enum CallFate
{
    Done,

    /// <summary>An error before anything happened.</summary>
    Refused,

    /// <summary>An error after the statements: everything is rolled back.</summary>
    RolledBack,

    /// <summary>Committed, and the answer was lost.</summary>
    AmbiguousDone,

    /// <summary>Not committed, and the answer was lost.</summary>
    AmbiguousNotDone,
}

/// <summary>An error of the database that the schedule asked for.</summary>
public sealed class InjectedFaultException(string message) : Exception(message);
