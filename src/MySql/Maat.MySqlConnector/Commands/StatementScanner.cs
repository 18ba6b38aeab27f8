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
    private int _next;

    /// <summary>Where the part begins, with its sign.</summary>
    public int Start { get; private set; }

    /// <summary>Behind the part.</summary>
    public readonly int End => _next;

    /// <summary>The name of the part without its sign.</summary>
    public readonly ReadOnlySpan<char> Name => _sql[(Start + 1).._next];

    public StatementPart Next()
    {
        while (true)
        {
            var skip = _sql[_next..].IndexOfAny(Interesting);
            if (skip < 0)
            {
                Start = _next = _sql.Length;
                return StatementPart.End;
            }
            Start = _next + skip;
            _next = Start + 1;
            var sign = _sql[Start];
            switch (sign)
            {
                case '\'' or '"' or '`':
                    SkipQuoted(sign);
                    break;
                case '#':
                    SkipLine();
                    break;
                case '-' when At(_next) == '-' && (_next + 1 >= _sql.Length || _sql[_next + 1] <= ' '):
                    SkipLine();
                    break;
                case '/' when At(_next) == '*':
                    var end = _sql[(_next + 1)..].IndexOf("*/");
                    _next = end < 0 ? _sql.Length : _next + 1 + end + 2;
                    break;
                case ';':
                    return StatementPart.Separator;
                case '@' when At(_next) == '@':
                    // A variable of the server's.
                    _next++;
                    SkipName();
                    break;
                case '@' when IsName(At(_next)):
                    SkipName();
                    return StatementPart.Named;
                case '?':
                    SkipName();
                    return _next == Start + 1 ? StatementPart.Positional : StatementPart.Named;
            }
        }
    }

    private readonly char At(int at) => at < _sql.Length ? _sql[at] : '\0';

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '.';

    private void SkipName()
    {
        while (IsName(At(_next)))
            _next++;
    }

    private void SkipLine()
    {
        var end = _sql[_next..].IndexOf('\n');
        _next = end < 0 ? _sql.Length : _next + end + 1;
    }

    /// <summary>A doubled quote ends one string and begins another, which comes to the same.</summary>
    private void SkipQuoted(char quote)
    {
        var escapes = quote != '`' && !noBackslashEscapes;
        while (_next < _sql.Length)
        {
            var c = _sql[_next++];
            if (c == quote)
                return;
            if (c == '\\' && escapes)
                _next++;
        }
        _next = _sql.Length;
    }
}
