using Maat.Domain.Runs;

namespace Maat.Domain.Tests.Runs;

public sealed class NodeTransitionsTests
{
    /// <summary>e: the engine may; p: a person may; b: both; .: nobody. Rows are from, columns to.</summary>
    private const string Table =
        """
        from            Waiting Ready Running Deferred Retrying Held Succeeded Failed UpstreamFailed Skipped Cancelled
        Waiting         p       b     .       .        .        b    p         p      b              b       p
        Ready           p       .     b       .        .        b    p         p      .              p       p
        Running         .       b     .       b        b        b    b         b      .              b       b
        Deferred        p       .     .       b        b        .    b         b      .              b       b
        Retrying        p       b     .       .        .        b    p         p      .              p       p
        Held            p       b     .       .        .        .    p         p      .              p       p
        Succeeded       p       .     .       .        .        .    p         p      .              p       .
        Failed          p       .     .       .        .        .    p         p      .              p       .
        UpstreamFailed  p       .     .       .        .        .    p         p      .              p       .
        Skipped         p       .     .       .        .        .    p         p      .              p       .
        Cancelled       p       .     .       .        .        .    p         p      .              p       .
        """;

    [Fact]
    public void IsLegal_EveryPairAndMover_IsTheTable()
    {
        string[][] rows = [.. Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        NodeState[] states = [.. rows[0].Skip(1).Select(Enum.Parse<NodeState>)];
        Assert.Equal(Enum.GetValues<NodeState>(), states);
        var actual = rows.Skip(1).Select(row => Enum.Parse<NodeState>(row[0]))
            .Select(from => string.Concat(states.Select(to =>
                (NodeTransitions.IsLegal(from, to, Mover.Engine), NodeTransitions.IsLegal(from, to, Mover.Person)) switch
                {
                    (true, true) => 'b',
                    (true, false) => 'e',
                    (false, true) => 'p',
                    _ => '.',
                })));

        Assert.Equal(rows.Skip(1).Select(row => string.Concat(row.Skip(1))), actual);
    }
}
