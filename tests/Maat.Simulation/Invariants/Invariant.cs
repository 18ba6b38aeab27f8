namespace Maat.Simulation.Invariants;

/// <summary>What must hold whatever dies, and in whatever order things happen.</summary>
public enum Invariant
{
    /// <summary>At most one start is committed, and happens, per node run, attempt and fence.</summary>
    OneStart = 1,

    /// <summary>Fences only grow, and nothing is written under an older one.</summary>
    FencesGrow = 2,

    /// <summary>A terminal state changes only by a person's action.</summary>
    TerminalAbsorbs = 3,

    /// <summary>Only legal transitions happen.</summary>
    LegalTransitions = 4,

    /// <summary>What is decided about a node follows from its rule and its parents' states, and is decided as soon as it is certain.</summary>
    RuleHeld = 5,

    /// <summary>A node is decided at most once per round.</summary>
    OneDecision = 6,

    /// <summary>When faults stop, every run ends within a bound, and nothing is left behind.</summary>
    RunsEnd = 7,

    /// <summary>A run's state is a function of its leaves and of a cancel request.</summary>
    RunState = 8,

    /// <summary>Each due instant of a schedule has exactly one fate.</summary>
    OneFate = 9,

    /// <summary>Running nodes of a queue never exceed its limit, nor starting runs their application's.</summary>
    Limits = 10,

    /// <summary>Attempts are at most retries + 1 per round; a lost one does not count.</summary>
    Attempts = 11,

    /// <summary>A committed result is never lost, nor run again unasked.</summary>
    ResultsKept = 12,

    /// <summary>A run uses only its pinned version and values.</summary>
    Pinned = 13,

    /// <summary>Context is read only from committed attempts of ancestors.</summary>
    CommittedContext = 14,

    /// <summary>What runs outside is dead before anyone else starts it.</summary>
    Exclusion = 20,

    /// <summary>Tables say the same: a ready node has a ready row, a running one a lease, and so on.</summary>
    TablesAgree = 21,

    /// <summary>Each writer's events are numbered without gaps.</summary>
    EventsGapless = 22,

    /// <summary>One request makes at most one run.</summary>
    OneRunPerRequest = 23,

    /// <summary>No step of the engine throws anything that the schedule did not ask for.</summary>
    NoDefect = 24,

    /// <summary>Everything happens on the one thread that drives the schedule, so that its seed replays it.</summary>
    Replay = 25,
}

/// <summary>An invariant that did not hold, and how.</summary>
public sealed record Violation(Invariant Invariant, string Message)
{
    public override string ToString() => $"{Invariant}: {Message}";
}
