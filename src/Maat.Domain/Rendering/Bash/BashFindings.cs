using Maat.Domain.Expressions;

namespace Maat.Domain.Rendering.Bash;

/// <summary>How the place of a placeholder is quoted, and so what it becomes.</summary>
internal enum Quoting
{
    /// <summary>Outside of quotes: the expansion brings its own, so that bash neither splits it nor matches file names with it.</summary>
    Bare,

    /// <summary>Inside double quotes, or a here-document that expands: the quotes are there.</summary>
    Double,

    /// <summary>Inside single quotes, where nothing expands: they are closed before it and opened again after it.</summary>
    Single,

    /// <summary>Inside <c>$'…'</c>: as in single quotes.</summary>
    AnsiC,
}

internal static class Quotings
{
    public static string Expansion(this Quoting quoting, string name) => quoting switch
    {
        Quoting.Bare => $"\"${{{name}}}\"",
        Quoting.Double => $"${{{name}}}",
        Quoting.Single => $"'\"${{{name}}}\"'",
        _ => $"'\"${{{name}}}\"$'",
    };
}

/// <summary>A stretch of a script that is replaced: by the expansion of an expression's variable, or by fixed text.</summary>
internal sealed record Splice(int Start, int End, Expression? Expression, Quoting Quoting, string Literal);

/// <summary>A value in a place where bash evaluates it: a variable of Maat's environment by name, or an expression.</summary>
internal sealed record Use(string? Name, Expression? Expression, string Construct, int Line, int Column);

/// <summary>What the lexer found in a script, in the order of the script.</summary>
internal sealed class BashFindings
{
    private readonly List<Splice> splices = [];
    private readonly List<Use> uses = [];

    public IReadOnlyList<Splice> Splices => splices;

    public IReadOnlyList<Use> Uses => uses;

    /// <summary>How much was found so far, to come back to with <see cref="Return"/>.</summary>
    public (int Splices, int Uses) Mark => (splices.Count, uses.Count);

    public void Add(Splice splice) => splices.Add(splice);

    public void Add(Use use) => uses.Add(use);

    /// <summary>Puts what was found into the order of the script: here-documents stand after the line that names them.</summary>
    public void Sort()
    {
        splices.Sort((one, other) => one.Start.CompareTo(other.Start));
        uses.Sort((one, other) => (one.Line, one.Column).CompareTo((other.Line, other.Column)));
    }

    public void Return((int Splices, int Uses) mark)
    {
        splices.RemoveRange(mark.Splices, splices.Count - mark.Splices);
        uses.RemoveRange(mark.Uses, uses.Count - mark.Uses);
    }
}
