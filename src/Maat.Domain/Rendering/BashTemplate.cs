using Maat.Domain.Expressions;

namespace Maat.Domain.Rendering;

public sealed record EvaluatedUse(string EnvironmentName, Expression? Expression, string Construct, int Line, int Column);
public sealed record RenderedScript(string Text, IReadOnlyList<KeyValuePair<string, string>> Environment);
public sealed class BashTemplate
{
    public IReadOnlyList<Reference> References { get; } = [];
    /// <summary>Every MAAT_VAR_… and MAAT_NODE_… name in the script's text.</summary>
    public IReadOnlyList<(string Name, int Line, int Column)> EnvironmentNames { get; } = [];
    /// <summary>Where bash would evaluate a value as code; harmless for numbers only.</summary>
    public IReadOnlyList<EvaluatedUse> EvaluatedUses { get; } = [];
    public static BashTemplate Parse(string script) => throw new NotSupportedException();
    public RenderedScript Render(IEvaluationContext context) => throw new NotSupportedException($"{References} {EnvironmentNames} {EvaluatedUses}");
}
