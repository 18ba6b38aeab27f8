using Maat.Domain.Values;

namespace Maat.Domain.Expressions.Functions;

/// <summary>One call under way: its arguments, evaluated and checked against the function's parameters when they are first read.</summary>
internal sealed class FunctionCall(FunctionDefinition function, Value? piped, IReadOnlyList<ExpressionNode> arguments, int offset, Evaluation evaluation)
{
    private readonly int pipedCount = piped is null ? 0 : 1;
    private readonly Value?[] values = new Value?[arguments.Count + (piped is null ? 0 : 1)];

    public Evaluation Evaluation => evaluation;

    public int Offset => offset;

    public int Count => values.Length;

    public Value this[int index] => values[index] ??= Read(index);

    public Value Run()
    {
        evaluation.Charge(1, offset);
        if (!function.Lazy)
        {
            for (var index = 0; index < Count; index++)
                _ = this[index];
        }

        return function.Body(this);
    }

    public bool Has(int index) => index < Count;

    public string Text(int index) => ((TextValue)this[index]).Value;

    public decimal Number(int index) => ((NumberValue)this[index]).Value;

    public DateTimeOffset Time(int index) => ((TimeValue)this[index]).Value;

    /// <summary>A number that must be whole and within bounds.</summary>
    public int Whole(int index, int min, int max)
    {
        var number = Number(index);
        return number >= min && number <= max && number == decimal.Truncate(number)
            ? (int)number
            : throw Fail(index, $"{function.Name} needs a whole number from {min} to {max} here, not {this[index].ToText()}.");
    }

    public TextValue Yield(string text)
    {
        evaluation.Charge(text.Length, offset);
        return evaluation.Text(text, offset);
    }

    public ListValue Yield(List<Value> items)
    {
        evaluation.Charge(items.Count, offset);
        return evaluation.List(items, offset);
    }

    public ExpressionException Fail(Wording problem, Exception? cause = null) => evaluation.Fail(offset, problem, cause);

    public ExpressionException Fail(int index, Wording problem, Exception? cause = null) => evaluation.Fail(OffsetOf(index), problem, cause);

    private Value Read(int index)
    {
        var value = index < pipedCount ? piped! : arguments[index - pipedCount].Evaluate(evaluation);
        evaluation.Charge(ValueSize.Surface(value), offset);
        return function.ProblemWith(index, value) is { } problem ? throw Fail(index, problem) : value;
    }

    private int OffsetOf(int index) => index < pipedCount ? offset : arguments[index - pipedCount].Offset;
}
