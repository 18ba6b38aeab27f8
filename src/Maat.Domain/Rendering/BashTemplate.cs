using System.Text;
using System.Text.RegularExpressions;
using Maat.Domain.Expressions;
using Maat.Domain.Rendering.Bash;

namespace Maat.Domain.Rendering;

/// <summary>A script in which every <c>${{ }}</c> has become a variable, and the values of those variables.</summary>
public sealed record RenderedScript(string Text, IReadOnlyList<KeyValuePair<string, string>> Environment);

/// <summary>A name of Maat's environment in a script's text, with or without the suffix of its file.</summary>
public sealed record EnvironmentName(string Name, int Line, int Column);

/// <summary>
/// A place where bash evaluates a value as code, as an arithmetic expression or as a name with a subscript: harmless for a number, dangerous for
/// text, since <c>a[$(command)]</c> is an expression that runs a command.
/// </summary>
/// <param name="EnvironmentName">The variable: <c>MAAT_VAR_…</c>, <c>MAAT_NODE_…</c>, or the one that stands for a <c>${{ }}</c>.</param>
/// <param name="Expression">The expression, if the place has a <c>${{ }}</c>.</param>
/// <param name="Construct">What evaluates it, as it is written, for example <c>[[ … -eq … ]]</c>.</param>
/// <param name="Line">The line in the script, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record EvaluatedUse(string EnvironmentName, Expression? Expression, string Construct, int Line, int Column)
{
    /// <summary>What to write instead.</summary>
    public Wording Remedy => Construct is "eval" or "trap" || Construct.EndsWith(" -c", StringComparison.Ordinal)
        ? Wording.Of($"let the code name the environment variable in single quotes, or give the value as an argument of its own: bash -c 'echo \"$1\"' _ VALUE")
        : Wording.Of($"use a variable of type number, or compare texts with = and !=");
}

/// <summary>
/// A bash script that may hold <c>${{ expression }}</c>. No value ever becomes part of the script: each placeholder becomes a reference to a
/// generated environment variable, in the form that bash's quoting asks for where it stands: <c>"${MAAT_EXPR_1}"</c> where it stands bare,
/// <c>${MAAT_EXPR_1}</c> inside double quotes and here-documents, spliced out of single quotes. So a value arrives unchanged, as one word
/// or as a part of one. Where bash would evaluate the value or could not expand it (arithmetic, subscripts, quoted here-documents, comments) the
/// placeholder is refused. <c>$${{</c> is a <c>${{</c> that means itself; so is <c>\${{</c> where a backslash quotes.
/// Immutable; may be used from several threads.
/// </summary>
public sealed partial class BashTemplate
{
    /// <summary>What the names of the generated variables begin with; a number from 1 follows.</summary>
    public const string GeneratedPrefix = "MAAT_EXPR_";

    private readonly string text;
    private readonly IReadOnlyList<(string Name, Expression Expression)> generated;

    private BashTemplate(string script, BashFindings findings, IReadOnlyList<EnvironmentName> environmentNames)
    {
        generated = [.. findings.Splices
            .Select(splice => splice.Expression)
            .OfType<Expression>()
            .DistinctBy(expression => expression.Source, StringComparer.Ordinal)
            .Select((expression, index) => ($"{GeneratedPrefix}{index + 1}", expression))];
        var names = generated.ToDictionary(variable => variable.Expression.Source, variable => variable.Name, StringComparer.Ordinal);

        text = Replace(script, findings.Splices, names);
        EnvironmentNames = environmentNames;
        References = [.. findings.Splices.SelectMany(splice => splice.Expression?.References ?? [])];
        EvaluatedUses = [.. findings.Uses.Select(use =>
            new EvaluatedUse(use.Name ?? names[use.Expression!.Source], use.Expression, use.Construct, use.Line, use.Column))];
    }

    /// <summary>Every reference in the script, secrets among them, in the order in which they stand.</summary>
    public IReadOnlyList<Reference> References { get; }

    /// <summary>The expressions in the script, each once.</summary>
    public IEnumerable<Expression> Expressions => generated.Select(variable => variable.Expression);

    /// <summary>Every <c>MAAT_VAR_…</c> and <c>MAAT_NODE_…</c> in the script's text: these variables and outputs it may read.</summary>
    public IReadOnlyList<EnvironmentName> EnvironmentNames { get; }

    /// <summary>Where bash itself evaluates a value as code; number variables are safe there, all else deserves a warning.</summary>
    public IReadOnlyList<EvaluatedUse> EvaluatedUses { get; }

    /// <summary>Parses a script.</summary>
    /// <exception cref="ExpressionException">
    /// A placeholder is wrong or stands where it is refused, a quote or bracket is not closed, the script has a NUL or is too long; with the place
    /// in the script.
    /// </exception>
    public static BashTemplate Parse(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        if (script.Length > TemplateLimits.MaxTextLength)
            throw new ExpressionException($"The script is longer than {TemplateLimits.MaxTextLength} characters; put what is large into a resource.", 1, 1);

        var lines = new LineIndex(script);
        if (script.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
            throw Placeholder.Fail($"The script has a NUL character, which bash cannot read.", lines.Locate(nul));

        var findings = BashLexer.Read(script, lines);
        var names = Names().Matches(script).Select(match => (match.Value, Place: lines.Locate(match.Index)))
            .Select(match => new EnvironmentName(match.Value, match.Place.Line, match.Place.Column))
            .ToList();
        return new BashTemplate(script, findings, names);
    }

    /// <summary>The script, and the generated variables with the values of the expressions.</summary>
    /// <exception cref="ExpressionException">
    /// An expression has no value, or one that an environment variable cannot hold; with the place in the script.
    /// </exception>
    public RenderedScript Render(IEvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var budget = new WorkBudget();
        var environment = new List<KeyValuePair<string, string>>(generated.Count);
        var used = 0L;
        foreach (var (name, expression) in generated)
        {
            var value = expression.Evaluate(context, budget).ToText();
            used += EnvironmentSize.Of(name, value);
            if (ProblemOf(value, used) is { } problem)
                throw expression.FailAtStart($"{problem}{Advice(expression)}");
            environment.Add(new(name, value));
        }

        return new RenderedScript(text, environment);
    }

    private static Wording? ProblemOf(string value, long used)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            return $"The value has a NUL character, which no variable of bash can hold.";
        if (!EnvironmentSize.Fits(value))
            return $"The value has {TemplateLimits.MaxEnvironmentValueBytes / 1024} KiB or more, which is too large for an environment variable.";
        return used > TemplateLimits.MaxEnvironmentBytes
            ? Wording.Of($"Together the values of this script's references have more than {TemplateLimits.MaxEnvironmentBytes / 1024} KiB, which is too large for an environment.")
            : null;
    }

    private static Wording Advice(Expression expression)
    {
        var files = expression.References
            .Select(reference => reference.Root switch
            {
                ReferenceRoot.Vars => TaskEnvironment.VariableName(reference.Path[0]),
                ReferenceRoot.Nodes => TaskEnvironment.OutputName(reference.Path[0], reference.Path[^1]),
                _ => null,
            })
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(name => $"\"${name}{TaskEnvironment.FileSuffix}\"")
            .ToList();
        return files.Count == 0 ? Wording.Nothing : Wording.Of($" Read it in the script from the file {Wording.Join($" or ", files.Select(Wording.Verbatim))}.");
    }

    private static string Replace(string script, IEnumerable<Splice> splices, Dictionary<string, string> names)
    {
        var result = new StringBuilder(script.Length);
        var position = 0;
        foreach (var splice in splices)
        {
            result.Append(script, position, splice.Start - position);
            result.Append(splice.Expression is null ? splice.Literal : splice.Quoting.Expansion(names[splice.Expression.Source]));
            position = splice.End;
        }

        return result.Append(script, position, script.Length - position).ToString();
    }

    [GeneratedRegex("(?<![A-Za-z0-9_])MAAT_(?:VAR|NODE)_[A-Z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
