using System.Globalization;

namespace Maat.Faults.Tests.Product;

/// <summary>What one start of a script did to the outside world.</summary>
internal sealed record Effect(long Run, string Node, int Attempt, long Fence, string IdempotencyKey, int Process);

/// <summary>A file outside the data directory to which every script appends a line when it starts: the world in which things happen once or twice.</summary>
internal sealed class Effects(string path)
{
    /// <summary>A line of bash: one write to a file opened for appending, which nothing can come in between.</summary>
    public string Record => $"""echo "$MAAT_RUN_ID $MAAT_NODE $MAAT_ATTEMPT $MAAT_FENCE $MAAT_IDEMPOTENCY_KEY $$" >> '{path}'""";

    /// <summary>In the order in which they happened. A line that is being written does not count yet.</summary>
    public IReadOnlyList<Effect> Read()
    {
        string text = File.Exists(path) ? File.ReadAllText(path) : "";
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Parse(line.Split(' ')))];
    }

    public IReadOnlyList<Effect> Of(string node) => [.. Read().Where(effect => effect.Node == node)];

    private static Effect Parse(string[] fields) => new(
        Number(fields[0]), fields[1], (int)Number(fields[2]), Number(fields[3]), fields[4], (int)Number(fields[5]));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
