using System.Globalization;

namespace Maat.Faults.Product;

/// <summary>
/// A graph of the shape of a recorded workflow that puts pictures together: levels of equal width, each node fed by two of the level
/// above. Each node hands on a number made of its own place and of what it was handed, so that one wrong value changes those below it.
/// </summary>
public sealed class Layers
{
    /// <summary>A prime keeps the numbers short without making different sums alike.</summary>
    private const int Modulus = 1_000_003;

    private readonly int width;

    /// <param name="before">What the node of a level and a place does before it hands on its number: lines of bash.</param>
    /// <param name="after">What it does afterwards.</param>
    public Layers(int levels, int width, Func<int, int, IEnumerable<string>> before, string after = "", string name = "Faults")
    {
        (Levels, this.width, Graph) = (levels, width, new Graph(name));
        for (int level = 0; level < levels; level++)
        {
            for (int place = 0; place < width; place++)
            {
                string[] parents = level == 0 ? [] : [Key(level - 1, place), Key(level - 1, (place + 1) % width)];
                string[] reads = level == 0 ? ["a=0", "b=0"] : [.. parents.Zip(["a", "b"], (parent, name) => $"{name}=${{{{ nodes.{parent}.outputs.value }}}}")];
                Graph.Add(
                    Key(level, place),
                    string.Join('\n', [
                        .. before(level, place),
                        .. reads,
                        $"echo \"value=$(( (a * 2 + b * 3 + {Own(level, place)}) % {Modulus} ))\" >> \"$MAAT_OUTPUT\"",
                        after,
                    ]),
                    parents);
            }
        }
    }

    /// <summary>Eight levels of thirteen, whose scripts record that they begin.</summary>
    /// <param name="gated">The levels whose nodes wait, each level at the gate of its name.</param>
    public static Layers Of(Installation installation, IReadOnlyCollection<int> gated) => new(
        8, 13, (level, _) => gated.Contains(level) ? [installation.Effects.Record, installation.WaitAt(Gate(level))] : [installation.Effects.Record]);

    public int Levels { get; }

    public Graph Graph { get; }

    /// <summary>How many different nodes of a level have begun.</summary>
    public static int Begun(Installation installation, int level) => installation.Effects.Read()
        .Select(effect => effect.Node).Distinct().Count(node => node.StartsWith(Key(level), StringComparison.Ordinal));

    public static string Gate(int level) => $"level-{level}";

    /// <summary>What every node hands on when nothing goes wrong, by ordinal.</summary>
    public Dictionary<int, string> Values()
    {
        var values = new int[Levels * width];
        for (int node = 0; node < values.Length; node++)
        {
            var (level, place) = (node / width, node % width);
            int above = (level - 1) * width;
            var (a, b) = level == 0 ? (0, 0) : (values[above + place], values[above + ((place + 1) % width)]);
            values[node] = ((a * 2) + (b * 3) + Own(level, place)) % Modulus;
        }

        return values.Index().ToDictionary(value => value.Index, value => value.Item.ToString(CultureInfo.InvariantCulture));
    }

    private static string Key(int level) => $"n{level}_";

    private static string Key(int level, int place) => $"{Key(level)}{place}";

    private static int Own(int level, int place) => (level * 1_009) + (place * 37) + 1;
}
