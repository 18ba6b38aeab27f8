using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>
/// A parsed expression: literals, references, comparison, <c>and or not</c>, <c>in</c>, <c>matches</c>, arithmetic, members and items of JSON
/// values, and the functions of <see cref="ExpressionFunctions"/>, as calls or as filters. It has no loops and no state, and what it costs is
/// bounded by <see cref="ExpressionLimits"/>. Immutable; may be used from several threads.
/// <code>
/// expression := and { 'or' and }                     and := not { 'and' not }
/// not        := 'not' not | comparison
/// comparison := piped [ ('==' | '!=' | '&lt;' | '&lt;=' | '>' | '>=' | ['not'] 'in' | 'matches') piped ]
/// piped      := sum { '|' NAME ( '(' arguments ')' | { argument } ) }     argument := ['-'] access
/// sum        := product { ('+' | '-') product }      product := sign { ('*' | '/' | '%') sign }
/// sign       := '-' sign | access                    access := atom { '.' NAME | '[' expression ']' }
/// atom       := NUMBER | TEXT | 'true' | 'false' | 'null' | '[' expressions ']' | '(' expression ')' | NAME '(' arguments ')' | reference
/// reference  := ('vars' | 'run' | 'secrets' | 'response' | 'trigger') '.' NAME | 'nodes' '.' NAME '.' 'outputs' '.' NAME
/// </code>
/// A filter binds weaker than arithmetic and stronger than comparison: <c>vars.n / 2 | round == 4</c> rounds the quotient, then compares.
/// </summary>
public sealed class Expression
{
    private readonly SourceText source;
    private readonly ExpressionNode root;

    private Expression(SourceText source, ExpressionNode root, IReadOnlyList<Reference> references)
    {
        this.source = source;
        this.root = root;
        References = references;
    }

    /// <summary>What was parsed.</summary>
    public string Source => source.Text;

    /// <summary>Every reference in the expression, in the order in which they stand, whether or not an evaluation gets to them.</summary>
    public IReadOnlyList<Reference> References { get; }

    /// <summary>The reference that is the whole of this expression, if it is one and nothing else.</summary>
    public Reference? SoleReference => (root as ReferenceNode)?.Reference;

    /// <summary>Whether the value is known without any context.</summary>
    public bool IsConstant => References.Count == 0;

    /// <summary>Parses an expression.</summary>
    /// <param name="source">The expression, without the <c>${{ }}</c> around it.</param>
    /// <param name="line">The line, from 1, of its first character in the text that holds it.</param>
    /// <param name="column">The column, from 1, of its first character.</param>
    /// <exception cref="ExpressionException">The expression is not one of the language; with the place.</exception>
    public static Expression Parse(string source, int line = 1, int column = 1)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = new SourceText(source, line, column);
        if (source.Length > ExpressionLimits.MaxSourceLength)
            throw text.Fail(0, $"The expression is longer than {ExpressionLimits.MaxSourceLength} characters.");

        var (root, references) = Parser.Parse(text);
        return new Expression(text, root, references);
    }

    /// <summary>The value of this expression.</summary>
    /// <exception cref="ExpressionException">
    /// It has none: types do not fit, a number overflows, it costs or yields too much; with the place.
    /// </exception>
    public Value Evaluate(IEvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Evaluate(context, new WorkBudget());
    }

    internal Value Evaluate(IEvaluationContext context, WorkBudget budget)
    {
        var evaluation = new Evaluation(context, source, budget);
        var value = root.Evaluate(evaluation);
        if (value is TextValue or ListValue or ObjectValue)
            evaluation.CheckYield(ValueSize.Bytes(value), root.Offset);
        return value;
    }

    /// <summary>A failure of this expression as a whole, at its place.</summary>
    internal ExpressionException FailAtStart(Wording problem) => source.Fail(0, problem);

    public override string ToString() => Source;
}
