using System.Text;
using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Rendering;
using Maat.Domain.Values;

namespace Maat.Domain.Kinds;

/// <summary>
/// A place within the parameters of one node: what is reported here carries the node, the parameter and the path.
/// </summary>
public sealed class ParameterCheck
{
    private readonly ReferenceCheck _references;
    private readonly int _node;
    private readonly string _path;
    private readonly string? _parameter;
    private readonly IReadOnlyCollection<ReferenceRoot> _allowed;

    internal ParameterCheck(ReferenceCheck references, int node)
        : this(references, node, JsonPointer.Field(JsonPointer.Item("/nodes", node), "with"), null, [])
    {
    }

    private ParameterCheck(ReferenceCheck references, int node, string path, string? parameter, IReadOnlyCollection<ReferenceRoot> allowed)
    {
        _references = references;
        _node = node;
        _path = path;
        _parameter = parameter;
        _allowed = allowed;
    }

    /// <summary>The place of a parameter, or of a field of the object that is here.</summary>
    public ParameterCheck Field(string name) => new(_references, _node, JsonPointer.Field(_path, name), _parameter ?? name, _allowed);

    /// <summary>The place of an item of the list that is here.</summary>
    public ParameterCheck Item(int index) => new(_references, _node, JsonPointer.Item(_path, index), _parameter, _allowed);

    /// <param name="line">From 1, within the text that is here; null when it concerns the whole.</param>
    public void Error(string code, Wording wording, int? line = null, int? column = null) =>
        _references.Problems.Error(code, wording, Place(line, column));

    /// <inheritdoc cref="Error"/>
    public void Warning(string code, Wording wording, int? line = null, int? column = null) =>
        _references.Problems.Warning(code, wording, Place(line, column));

    internal ParameterCheck Allowing(IReadOnlyCollection<ReferenceRoot> roots) =>
        roots.Count == 0 ? this : new(_references, _node, _path, _parameter, [.. _allowed, .. roots]);

    internal Wording DidYouMean(string name, IEnumerable<string> known) => _references.Suggestion.For(name, known);

    internal void WrongType(Wording expected, Value value)
    {
        Wording found = value switch
        {
            TextValue => $"a text",
            ListValue => $"a list",
            ObjectValue => $"a mapping",
            NullValue => $"null",
            _ => Wording.Verbatim(value.ToText()),
        };
        Error("wrong_type", $"this must be {expected}; it is {found}");
    }

    internal void BadExpression(ExpressionException exception)
    {
        _references.Incomplete = true;
        Error("bad_expression", exception.Problem, exception.Line, exception.Column);
    }

    /// <summary>The text that is here, unless it is none or too large, which is reported.</summary>
    internal string? TextWithinLimit(Value value)
    {
        if (value is not TextValue(var text))
        {
            WrongType($"a text", value);
            return null;
        }

        if (Encoding.UTF8.GetByteCount(text) <= DocumentLimits.ScriptBytes)
            return text;
        Error("too_large", $"this text is larger than {DocumentLimits.ScriptBytes} bytes: move it into a resource");
        return null;
    }

    /// <param name="secrets">Whether the text may hold secrets.</param>
    internal void References(IEnumerable<Reference> references, bool secrets)
    {
        foreach (var reference in references)
            _references.Check(reference, _node, _allowed, secrets, Place(reference.Line, reference.Column));
    }

    internal void Script(BashTemplate script)
    {
        References(script.References, secrets: true);
        foreach (var (name, line, column) in script.EnvironmentNames)
            _references.CheckEnvironment(name, _node, Place(line, column));
        foreach (var use in script.EvaluatedUses)
            _references.CheckEvaluated(use, Place(use.Line, use.Column));
    }

    private ProblemPlace Place(int? line, int? column) => new(_path, _references.KeyOf(_node), _parameter, line, column);
}
