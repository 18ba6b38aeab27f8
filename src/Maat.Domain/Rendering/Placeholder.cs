using Maat.Domain.Expressions;

namespace Maat.Domain.Rendering;

/// <summary>
/// How <c>${{ expression }}</c> stands in a text. Its end is the first <c>}}</c> outside the expression's quotes, so <c>${{ '}}' }}</c> is
/// one. A <c>${{</c> that means itself is written <c>$${{</c>.
/// </summary>
internal static class Placeholder
{
    public const string Open = "${{";
    public const string Escape = "$${{";
    private const string Close = "}}";

    public static bool IsAt(string text, int index, string mark) => string.CompareOrdinal(text, index, mark, 0, mark.Length) == 0;

    /// <summary>The offset after the <c>}}</c> of the placeholder that opens at an offset, or -1.</summary>
    public static int FindEnd(string text, int open, int limit)
    {
        var index = open + Open.Length;
        while (index < limit)
        {
            var character = text[index];
            if (character == '}' && index + 1 < limit && text[index + 1] == '}')
                return index + Close.Length;
            index = character is '\'' or '"' ? SkipQuoted(text, index, limit) : index + 1;
        }

        return -1;
    }

    /// <summary>
    /// Parses the expression of the placeholder that spans <paramref name="open"/> to <paramref name="end"/>; <paramref name="locate"/> gives line
    /// and column, in the text that people see, of an offset.
    /// </summary>
    public static Expression Parse(string text, int open, int end, Func<int, (int Line, int Column)> locate)
    {
        var start = open + Open.Length;
        var stop = end - Close.Length;
        while (start < stop && char.IsWhiteSpace(text[start]))
            start++;
        while (stop > start && char.IsWhiteSpace(text[stop - 1]))
            stop--;
        if (start == stop)
            throw Fail($"Between ${{{{ and }}}} stands an expression, such as vars.region.", locate(open));

        var (line, column) = locate(start);
        return Expression.Parse(text[start..stop], line, column);
    }

    public static ExpressionException Unclosed((int Line, int Column) place) =>
        Fail($"The ${{{{ here has no closing }}}} (is a quote inside it left open?); a ${{{{ that means itself is written $${{{{.", place);

    public static ExpressionException Fail(Wording problem, (int Line, int Column) place) => new(problem, place.Line, place.Column);

    private static int SkipQuoted(string text, int open, int limit)
    {
        var quote = text[open];
        for (var index = open + 1; index < limit; index++)
        {
            if (text[index] == quote)
                return index + 1;
            if (quote == '"' && text[index] == '\\')
                index++;
        }

        return limit;
    }
}
