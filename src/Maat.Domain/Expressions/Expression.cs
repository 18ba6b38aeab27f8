using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

public sealed class Expression
{
    public string Source { get; } = "";
    public IReadOnlyList<Reference> References { get; } = [];
    public static Expression Parse(string source, int line = 1, int column = 1) => throw new NotSupportedException();
    public Value Evaluate(IEvaluationContext context) => throw new NotSupportedException(Source);
}
