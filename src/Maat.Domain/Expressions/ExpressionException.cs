namespace Maat.Domain.Expressions;

/// <summary>
/// An expression, or a text that holds expressions, cannot be read or has no value. Line and column count from 1 in the text that holds
/// it (columns in UTF-16 units, as editors count), and <see cref="Problem"/> says what is wrong and what to do.
/// </summary>
public sealed class ExpressionException : Exception
{
    public ExpressionException(Wording problem, int line, int column, Exception? innerException = null)
        : base(null, innerException)
    {
        Problem = problem;
        Line = line;
        Column = column;
    }

    /// <summary>What is wrong, without the place.</summary>
    public Wording Problem { get; }

    /// <summary>What is wrong, and where.</summary>
    public Wording Wording => $"{Problem} (line {Line}, column {Column})";

    public override string Message => Wording.ToString();

    public int Line { get; }

    public int Column { get; }
}
