using Maat.Domain.Expressions;
using Maat.Domain.Rendering;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Domain.Documents;

/// <summary>Whether what a node's parameters refer to exists, and can have a value when the node runs.</summary>
internal sealed class ReferenceCheck
{
    private static readonly ReferenceRoot[] AllowedEverywhere = [ReferenceRoot.Vars, ReferenceRoot.Nodes, ReferenceRoot.Run, ReferenceRoot.Secrets];

    private readonly TemplateDocument _document;
    private readonly TemplateGraph _graph;
    private readonly IReadOnlyDictionary<string, int> _ordinals;
    private readonly Dictionary<string, VariableDefinition> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VariableDefinition> _byEnvironmentName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public ReferenceCheck(
        TemplateDocument document, TemplateGraph graph, IReadOnlyDictionary<string, int> ordinals, ProblemList problems, Suggestion suggestion)
    {
        _document = document;
        _graph = graph;
        _ordinals = ordinals;
        Problems = problems;
        Suggestion = suggestion;
        foreach (var variable in document.Variables)
        {
            _variables.TryAdd(variable.Key, variable);
            _byEnvironmentName.TryAdd(TaskEnvironment.VariableName(variable.Key), variable);
        }
    }

    public ProblemList Problems { get; }

    public Suggestion Suggestion { get; }

    /// <summary>Set when a text could not be parsed, so that what it uses is unknown.</summary>
    public bool Incomplete { get; set; }

    public bool IsUsed(string variable) => _used.Contains(variable);

    public string KeyOf(int node) => _document.Nodes[node].Key;

    public void Check(Reference reference, int node, IReadOnlyCollection<ReferenceRoot> allowed, bool secrets, ProblemPlace place)
    {
        if (!AllowedEverywhere.Contains(reference.Root) && !allowed.Contains(reference.Root))
        {
            Wording hint = reference.Root == ReferenceRoot.Trigger
                ? Wording.Of($"'trigger' is known only where a poll follows it")
                : Wording.Of($"'response' is known only where an answer is judged or read");
            Problems.Error("reference_not_allowed", $"'{reference.Text}' has no meaning here: {hint}", place);
            return;
        }

        switch (reference.Root)
        {
            case ReferenceRoot.Vars:
                CheckVariable(reference, secrets, place);
                break;
            case ReferenceRoot.Nodes:
                CheckOutput(reference, node, place);
                break;
            case ReferenceRoot.Run when !RunFacts.ByName.ContainsKey(reference.Path[0]):
                Wording meant = Suggestion.OrList(reference.Path[0], RunFacts.ByName.Keys);
                Problems.Error("unknown_run_fact", $"a run has no '{reference.Path[0]}'{meant}", place);
                break;
            case ReferenceRoot.Secrets when !secrets:
                SecretNotAllowed(reference, place);
                break;
        }
    }

    /// <summary>
    /// A <c>MAAT_…</c> name that stands in a script itself. It may be a comment or a name that the script sets, so what is wrong is
    /// only worth a look.
    /// </summary>
    public void CheckEnvironment(string name, int node, ProblemPlace place)
    {
        if (_byEnvironmentName.TryGetValue(name, out var variable))
        {
            _used.Add(variable.Key);
        }
        else if (!TaskEnvironment.TryReadOutputName(name, out string source, out _))
        {
            Problems.Warning("unknown_variable", $"no variable of the template is behind {name}{Suggestion.For(name, _byEnvironmentName.Keys)}", place);
        }
        else if (!_ordinals.TryGetValue(source, out int ordinal) || !_graph.IsUpstream(ordinal, node))
        {
            Problems.Warning("not_upstream", $"{name} will not be set: no node '{source}' is upstream of '{KeyOf(node)}'", place);
        }
    }

    /// <summary>A use that bash evaluates as code, harmless for numbers only.</summary>
    public void CheckEvaluated(EvaluatedUse use, ProblemPlace place)
    {
        if (IsNumber(use))
            return;
        Problems.Warning(
            "evaluated_by_bash",
            $"bash evaluates this value as code inside {use.Construct}: {use.Remedy}",
            place);
    }

    private bool IsNumber(EvaluatedUse use)
    {
        if (use.Expression is null)
            return _byEnvironmentName.TryGetValue(use.EnvironmentName, out var named) && named.Type == VariableType.Number;
        if (use.Expression.References is not [var only] || use.Expression.Source.Trim() != only.Text)
            return false;
        return only.Root switch
        {
            ReferenceRoot.Vars => _variables.TryGetValue(only.Path[0], out var variable) && variable.Type == VariableType.Number,
            ReferenceRoot.Run => RunFacts.ByName.TryGetValue(only.Path[0], out var fact) && fact.Kind == ValueKind.Number,
            _ => false,
        };
    }

    private void CheckVariable(Reference reference, bool secrets, ProblemPlace place)
    {
        string key = reference.Path[0];
        if (!_variables.TryGetValue(key, out var variable))
        {
            Problems.Error("unknown_variable", $"there is no variable '{key}'{Suggestion.OrList(key, _variables.Keys)}", place);
            return;
        }

        _used.Add(key);
        if (variable.Type == VariableType.Secret && !secrets)
            SecretNotAllowed(reference, place);
    }

    private void CheckOutput(Reference reference, int node, ProblemPlace place)
    {
        string key = reference.Path[0];
        if (reference.Path is not [_, "outputs", _])
            Problems.Error("bad_reference", $"'{reference.Text}' reads nothing: write nodes.{key}.outputs.NAME", place);
        else if (!_ordinals.TryGetValue(key, out int source))
            Problems.Error("unknown_node", $"there is no node '{key}'{Suggestion.For(key, _ordinals.Keys)}", place);
        else if (source == node)
            Problems.Error("not_upstream", $"'{key}' cannot read its own outputs: it has none before it ends", place);
        else if (!_graph.IsUpstream(source, node))
            Problems.Error("not_upstream", $"'{key}' is not upstream of '{KeyOf(node)}': draw an edge that leads from it to here, or read another node", place);
    }

    private void SecretNotAllowed(Reference reference, ProblemPlace place) => Problems.Error(
        "secret_not_allowed", $"'{reference.Text}' is a secret, and what comes of an expression is stored and shown: use it in a script, a URL, a header or a body", place);
}
