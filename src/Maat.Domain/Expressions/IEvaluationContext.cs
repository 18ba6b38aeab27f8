using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>What an expression is evaluated against: a node run's variables, the outputs of its ancestors, its run.</summary>
public interface IEvaluationContext
{
    /// <summary>The zone in which times are shown and taken apart unless the expression names one: the schedule's, or the project's.</summary>
    TimeZoneInfo Zone { get; }

    /// <summary>The value of a reference; <see cref="Value.Null"/> where there is none yet.</summary>
    /// <exception cref="ExpressionException">The reference has no meaning here; made with the reference's line and column.</exception>
    Value Resolve(Reference reference);
}
