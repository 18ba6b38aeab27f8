using System.Text;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>What the evaluation of one expression, or of all in one text, may still cost.</summary>
internal sealed class WorkBudget
{
    private long left = ExpressionLimits.MaxWork;

    public bool TrySpend(long units) => (left -= Math.Max(units, 1)) >= 0;
}

/// <summary>One evaluation of one expression: what it reads from, and what it may cost.</summary>
internal sealed class Evaluation(IEvaluationContext context, SourceText source, WorkBudget budget)
{
    public TimeZoneInfo Zone => context.Zone;

    public Value Resolve(Reference reference)
    {
        var value = context.Resolve(reference);
        // A time shows itself in the zone of the evaluation, also where no function formats it.
        return value is TimeValue time ? InZone(time.Value, Zone) : value;
    }

    public ExpressionException Fail(int offset, Wording problem, Exception? cause = null) => source.Fail(offset, problem, cause);

    /// <summary>Pays for work before it is done.</summary>
    /// <exception cref="ExpressionException">The evaluation has used up what it may.</exception>
    public void Charge(long units, int offset)
    {
        if (!budget.TrySpend(units))
            throw Fail(offset, $"The expression takes too much work: it goes over large values too often.");
    }

    /// <summary>A text of the expression's making; callers that make one longer than its parts check its length first.</summary>
    public TextValue Text(string text, int offset)
    {
        CheckYield(text.Length, offset);
        // Three bytes a unit is the most that UTF-8 takes, so most texts need no counting.
        if ((long)text.Length * 3 > ExpressionLimits.MaxYieldBytes)
            CheckYield(Encoding.UTF8.GetByteCount(text), offset);
        return new TextValue(text);
    }

    /// <summary>Refuses a yield of this many bytes, or of this many characters before any of them is copied.</summary>
    public void CheckYield(long size, int offset)
    {
        if (size > ExpressionLimits.MaxYieldBytes)
            throw Fail(offset, $"The expression yields more than {ExpressionLimits.MaxYieldBytes / 1024} KiB, the most that one value may have.");
    }

    public ListValue List(List<Value> items, int offset)
    {
        if (items.Count > ExpressionLimits.MaxItems)
            throw Fail(offset, $"The expression makes a list of more than {ExpressionLimits.MaxItems} items.");
        return new ListValue(items);
    }

    public static TimeValue InZone(DateTimeOffset time, TimeZoneInfo zone) => new(TimeZoneInfo.ConvertTime(time, zone));
}
