using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Rendering;

public sealed class TextTemplate
{
    public IReadOnlyList<Reference> References { get; } = [];
    public bool IsConstant { get; }
    public static TextTemplate Parse(string text, Place place) => throw new NotSupportedException();
    public Value Render(IEvaluationContext context) => throw new NotSupportedException($"{References} {IsConstant}");
}
public sealed class ValueTemplate
{
    public IReadOnlyList<Reference> References { get; } = [];
    public static ValueTemplate Parse(Value value) => throw new NotSupportedException();
    public Value Render(IEvaluationContext context) => throw new NotSupportedException($"{References}");
}
