namespace Maat.Domain.Expressions;

/// <summary>An expression's source, and where its first character stands in the text around it.</summary>
internal sealed class SourceText(string text, int line, int column)
{
    public string Text { get; } = text;

    /// <summary>Line and column of an offset. Linear, because only errors and references ask.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        var (atLine, atColumn) = (line, column);
        for (var index = 0; index < offset && index < Text.Length; index++)
        {
            if (Text[index] == '\n')
                (atLine, atColumn) = (atLine + 1, 1);
            else
                atColumn++;
        }

        return (atLine, atColumn);
    }

    public ExpressionException Fail(int offset, Wording problem, Exception? cause = null)
    {
        var (atLine, atColumn) = Locate(offset);
        return new ExpressionException(problem, atLine, atColumn, cause);
    }
}
