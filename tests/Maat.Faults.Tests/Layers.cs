using System.Globalization;
using Maat.Faults.Tests.Product;

namespace Maat.Faults.Tests;

/// <summary>
/// A graph of the shape of a recorded workflow that puts pictures together: levels of equal width, each node fed by two of the level
/// above. Each node hands on a number made of its own place and of what it was handed, so that one wrong value changes those below it.
/// </summary>
internal sealed class Layers
{
    public const int Levels = 8;
    private const int Width = 13;

    /// <summary>A prime keeps the numbers short without making different sums alike.</summary>
    private const int Modulus = 1_000_003;

    /// <param name="installation">Whose effects the scripts record, and at whose gates they wait.</param>
    /// <param name="gated">The levels whose nodes wait, each level at the gate of its name.</param>
    public Layers(Installation installation, IReadOnlyCollection<int> gated)
    {
        for (int level = 0; level < Levels; level++)
        {
            for (int place = 0; place < Width; place++)
            {
                string[] parents = level == 0 ? [] : [Key(level - 1, place), Key(level - 1, (place + 1) % Width)];
                string[] reads = level == 0 ? ["a=0", "b=0"] : [.. parents.Zip(["a", "b"], (parent, name) => $"{name}=${{{{ nodes.{parent}.outputs.value }}}}")];
                Graph.Add(
                    Key(level, place),
                    string.Join('\n', [
                        installation.Effects.Record,
                        .. gated.Contains(level) ? [installation.WaitAt(Gate(level))] : Array.Empty<string>(),
                        .. reads,
                        $"echo \"value=$(( (a * 2 + b * 3 + {Own(level, place)}) % {Modulus} ))\" >> \"$MAAT_OUTPUT\"",
                    ]),
                    parents);
            }
        }
    }

    public Graph Graph { get; } = new();

    /// <summary>How many different nodes of a level have begun.</summary>
    public static int Begun(Installation installation, int level) => installation.Effects.Read()
        .Select(effect => effect.Node).Distinct().Count(node => node.StartsWith(Key(level), StringComparison.Ordinal));

    public static string Gate(int level) => $"level-{level}";

    /// <summary>What every node hands on when nothing goes wrong, by ordinal.</summary>
    public static Dictionary<int, string> Values()
    {
        var values = new int[Levels * Width];
        for (int node = 0; node < values.Length; node++)
        {
            var (level, place) = (node / Width, node % Width);
            int above = (level - 1) * Width;
            var (a, b) = level == 0 ? (0, 0) : (values[above + place], values[above + ((place + 1) % Width)]);
            values[node] = ((a * 2) + (b * 3) + Own(level, place)) % Modulus;
        }

        return values.Index().ToDictionary(value => value.Index, value => value.Item.ToString(CultureInfo.InvariantCulture));
    }

    private static string Key(int level) => $"n{level}_";

    private static string Key(int level, int place) => $"{Key(level)}{place}";

    private static int Own(int level, int place) => (level * 1_009) + (place * 37) + 1;
}
