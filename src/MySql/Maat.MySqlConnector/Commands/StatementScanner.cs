using System.Buffers;

namespace MySqlConnector.Commands;

/// <summary>What a scanner stopped at.</summary>
internal enum StatementPart
{
    End,
    /// <summary><c>@name</c> or <c>?name</c>.</summary>
    Named,
    /// <summary>A single <c>?</c>.</summary>
    Positional,
    /// <summary>A semicolon.</summary>
    Separator,
}

/// <summary>
/// Finds the places of parameters in SQL and where its statements end, passing over strings, quoted names and comments. It reads what
/// programs wrote, never values.
/// </summary>
internal ref struct StatementScanner(ReadOnlySpan<char> sql, bool noBackslashEscapes)
{
    private static readonly SearchValues<char> Interesting = SearchValues.Create("'\"`#-/@?;");

    private readonly ReadOnlySpan<char> _sql = sql;

    /// <summary>Where the part begins, with its sign.</summary>
    public int Start { get; private set; }

    /// <summary>Behind the part.</summary>
    public int End { get; private set; }

    /// <summary>The name of the part without its sign.</summary>
    public readonly ReadOnlySpan<char> Name => _sql[(Start + 1)..End];

    public StatementPart Next()
    {
        while (true)
        {
            var skip = _sql[End..].IndexOfAny(Interesting);
            if (skip < 0)
            {
                Start = End = _sql.Length;
                return StatementPart.End;
            }
            Start = End + skip;
            End = Start + 1;
            var sign = _sql[Start];
            switch (sign)
            {
                case '\'' or '"' or '`':
                    SkipQuoted(sign);
                    break;
                case '#':
                    SkipLine();
                    break;
                case '-' when At(End) == '-' && (End + 1 >= _sql.Length || _sql[End + 1] <= ' '):
                    SkipLine();
                    break;
                case '/' when At(End) == '*':
                    var end = _sql[(End + 1)..].IndexOf("*/");
                    End = end < 0 ? _sql.Length : End + 1 + end + 2;
                    break;
                case ';':
                    return StatementPart.Separator;
                case '@' when At(End) == '@':
                    // A variable of the server's.
                    End++;
                    SkipName();
                    break;
                case '@' when IsName(At(End)):
                    SkipName();
                    return StatementPart.Named;
                case '?':
                    SkipName();
                    return End == Start + 1 ? StatementPart.Positional : StatementPart.Named;
            }
        }
    }

    private readonly char At(int at) => at < _sql.Length ? _sql[at] : '\0';

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '.';

    private void SkipName()
    {
        while (IsName(At(End)))
            End++;
    }

    private void SkipLine()
    {
        var end = _sql[End..].IndexOf('\n');
        End = end < 0 ? _sql.Length : End + end + 1;
    }

    /// <summary>A doubled quote ends one string and begins another, which comes to the same.</summary>
    private void SkipQuoted(char quote)
    {
        var escapes = quote != '`' && !noBackslashEscapes;
        while (End < _sql.Length)
        {
            var c = _sql[End++];
            if (c == quote)
                return;
            if (c == '\\' && escapes)
                End++;
        }
        End = _sql.Length;
    }
}
