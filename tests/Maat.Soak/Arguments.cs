using System.Globalization;

namespace Maat.Soak;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Count">How many processes are killed.</param>
/// <param name="LeaseSeconds">The workers' lease; null for the product's default.</param>
/// <param name="Seed">Decides who is killed when. What the processes do meanwhile it does not decide.</param>
internal sealed record Arguments(string Command, int Count, int? LeaseSeconds, int Seed)
{
    public const string Kills = "kills";
    public const string Recovery = "recovery";

    public const string Usage = """
        kills [--count 500] [--lease 3] [--seed N]   kills and cuts, with short leases; ends with what was violated
        recovery [--kills 50] [--seed N]             one kill at a time at default settings; ends with the times until work went on
        """;

    /// <summary>Null when it cannot be understood.</summary>
    public static Arguments? Read(IReadOnlyList<string> given)
    {
        if (given is not [Kills or Recovery, ..] || given.Count % 2 == 0)
            return null;
        var arguments = given[0] == Kills
            ? new Arguments(Kills, 500, 3, Environment.TickCount)
            : new Arguments(Recovery, 50, null, Environment.TickCount);
        for (int i = 1; i < given.Count; i += 2)
        {
            if (!int.TryParse(given[i + 1], CultureInfo.InvariantCulture, out int number))
                return null;
            switch (given[i])
            {
                case "--count" or "--kills":
                    arguments = arguments with { Count = number };
                    break;
                case "--lease":
                    arguments = arguments with { LeaseSeconds = number };
                    break;
                case "--seed":
                    arguments = arguments with { Seed = number };
                    break;
                default:
                    return null;
            }
        }

        return arguments;
    }
}
