using System.Globalization;

namespace Maat.Faults.Product;

/// <summary>What a line of the file tells about a script.</summary>
public enum EffectKind
{
    Begin,

    /// <summary>It, or something that it started, is still alive.</summary>
    Alive,

    End,
}

/// <summary>What one start of a script did to the outside world.</summary>
/// <param name="At">By the machine's clock; what came before what is told by the order in the file.</param>
public sealed record Effect(EffectKind Kind, long Run, string Node, int Attempt, long Fence, string IdempotencyKey, int Process, DateTimeOffset At);

/// <summary>
/// A file outside the data directory to which every script appends a line when it starts, while it runs and when it ends, as it likes: the
/// world in which things happen once or twice.
/// </summary>
public sealed class Effects(string path)
{
    /// <summary>A line of bash that tells that the script begins: one write to a file opened for appending, which nothing can come in between.</summary>
    public string Record => Line(EffectKind.Begin);

    /// <summary>A line of bash that tells that the script is alive.</summary>
    public string Beat => Line(EffectKind.Alive);

    /// <summary>A line of bash that tells that the script ends.</summary>
    public string Finish => Line(EffectKind.End);

    /// <summary>What has begun, in the order in which it happened. A line that is being written does not count yet.</summary>
    public IReadOnlyList<Effect> Read() => [.. ReadAll().Where(effect => effect.Kind == EffectKind.Begin)];

    /// <summary>Everything that was told, in the order in which it happened.</summary>
    public IReadOnlyList<Effect> ReadAll()
    {
        string text = File.Exists(path) ? File.ReadAllText(path) : "";
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Parse(line.Split(' ')))];
    }

    public IReadOnlyList<Effect> Of(string node) => [.. Read().Where(effect => effect.Node == node)];

    private string Line(EffectKind kind) =>
        $"""echo "{kind} $MAAT_RUN_ID $MAAT_NODE $MAAT_ATTEMPT $MAAT_FENCE $MAAT_IDEMPOTENCY_KEY $BASHPID $EPOCHREALTIME" >> '{path}'""";

    private static Effect Parse(string[] fields) => new(
        Enum.Parse<EffectKind>(fields[0]), Number(fields[1]), fields[2], (int)Number(fields[3]), Number(fields[4]), fields[5], (int)Number(fields[6]),
        DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(double.Parse(fields[7], CultureInfo.InvariantCulture)));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
