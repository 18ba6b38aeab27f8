using Maat.Faults.Product;

namespace Maat.Soak.Fleets;

/// <summary>What nodes do: they write that they begin, that they live, and that they end.</summary>
internal sealed class Scripts(Effects effects)
{
    /// <summary>Longer than a short lease.</summary>
    private const int LongTenths = 50;

    /// <summary>Begins, and goes on for up to a second and a half, different in each run; now and then for longer than a lease.</summary>
    public string Work(int own) => $"""
        {effects.Record}
        exec 9<> <(:)
        tenths=$(( (MAAT_RUN_ID * 7 + {own} * 13) % 15 ))
        (( (MAAT_RUN_ID + {own}) % 20 )) || tenths={LongTenths}
        {Live("tenths")}
        """;

    /// <summary>Begins and goes on for the time.</summary>
    public string Last(int tenths) => $"""
        {effects.Record}
        exec 9<> <(:)
        {Live($"{tenths}")}
        """;

    /// <summary>The same, with a child in a session of its own that nothing but SIGKILL ends.</summary>
    public string Detach => $"""
        {effects.Record}
        trap '' TERM HUP INT
        exec 9<> <(:)
        setsid bash -c 'while :; do read -rt 0.2 -u 9; {effects.Beat}; done' < /dev/null > /dev/null 2>&1 &
        {Live("8")}
        """;

    public string Finish => effects.Finish;

    /// <summary>Waits without starting a process: nothing is ever written to that pipe.</summary>
    private string Live(string tenths) => $"for (( i = 0; i < {tenths}; i++ )); do read -rt 0.1 -u 9; {effects.Beat}; done";
}
