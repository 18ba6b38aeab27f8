namespace Maat.Domain.Expressions;

/// <summary>Where a reference reads from; in an expression, the first word of it in lower case.</summary>
public enum ReferenceRoot
{
    /// <summary><c>vars.KEY</c>: a variable of the template.</summary>
    Vars,

    /// <summary><c>nodes.KEY.outputs.KEY</c>: an output of an ancestor; null while it has none.</summary>
    Nodes,

    /// <summary><c>run.NAME</c>: a fact about the run, such as <c>run.id</c> or <c>run.scheduled_at</c>.</summary>
    Run,

    /// <summary><c>secrets.NAME</c>: a secret of the project.</summary>
    Secrets,

    /// <summary><c>response.NAME</c>: inside an HTTP node, a part of the answer at hand.</summary>
    Response,

    /// <summary><c>trigger.NAME</c>: inside the poll of an HTTP node, a part of the answer to what was sent first.</summary>
    Trigger,
}

/// <summary>
/// A name in an expression that its surroundings give a value to. <c>vars.region</c> has the path <c>region</c>, and
/// <c>nodes.extract.outputs.rows</c> has <c>extract</c>, <c>outputs</c>, <c>rows</c>; every other root has a path of one name.
/// What follows (<c>response.json.items[0]</c>: the path is <c>json</c>) reads inside the value and is no part of the reference.
/// </summary>
/// <param name="Root">Where it reads from.</param>
/// <param name="Path">The names after the root.</param>
/// <param name="Line">The line where it stands, from 1, in the text that holds the expression.</param>
/// <param name="Column">The column where it stands, from 1, in UTF-16 units.</param>
public sealed record Reference(ReferenceRoot Root, IReadOnlyList<string> Path, int Line, int Column)
{
    /// <summary>The reference as it is written, for example <c>nodes.extract.outputs.rows</c>.</summary>
    public string Text => $"{ReferenceRoots.Name(Root)}.{string.Join('.', Path)}";

    public bool Equals(Reference? other) =>
        other is not null && Root == other.Root && Line == other.Line && Column == other.Column && Path.SequenceEqual(other.Path, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Root, Text, Line, Column);

    public override string ToString() => Text;
}

/// <summary>The words that begin a reference.</summary>
internal static class ReferenceRoots
{
    private static readonly Dictionary<string, ReferenceRoot> ByName =
        Enum.GetValues<ReferenceRoot>().ToDictionary(root => root.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    public static bool TryGet(string name, out ReferenceRoot root) => ByName.TryGetValue(name, out root);

    public static string Name(ReferenceRoot root) => root.ToString().ToLowerInvariant();
}
