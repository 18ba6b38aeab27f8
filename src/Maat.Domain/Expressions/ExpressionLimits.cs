namespace Maat.Domain.Expressions;

/// <summary>
/// What bounds an expression, so that one that a hostile author wrote costs a bounded time and a bounded amount of memory.
/// </summary>
public static class ExpressionLimits
{
    /// <summary>UTF-16 units in an expression's source: some two hundred comparisons, far above what a person writes in one.</summary>
    public const int MaxSourceLength = 8 * 1024;

    /// <summary>How deep parentheses, lists, arguments and prefixes nest. The parser's and the evaluator's use of the stack follow it.</summary>
    public const int MaxDepth = 64;

    /// <summary>Bytes (UTF-8) that an expression yields, in between and at the end: the limit of one output, so that any output can be read.</summary>
    public const int MaxYieldBytes = 1024 * 1024;

    /// <summary>Items in a list that a function makes: a text of the largest size, split at each comma, must not become a million objects.</summary>
    public const int MaxItems = 100_000;

    /// <summary>
    /// Work in one evaluation, or in all those of one text: one unit being about one character looked at or copied: sixty-four times over the largest value, which is
    /// a fraction of a second.
    /// </summary>
    public const long MaxWork = 64L * MaxYieldBytes;

    /// <summary>UTF-16 units in a pattern of <c>matches</c>: the cost of each character follows it.</summary>
    public const int MaxPatternLength = 1000;

    /// <summary>The time that one match may take: a second bound beside linear time, for a machine that is overloaded.</summary>
    public static readonly TimeSpan MaxMatchTime = TimeSpan.FromSeconds(1);

    /// <summary>UTF-16 units in a date format.</summary>
    public const int MaxDateFormatLength = 100;
}
