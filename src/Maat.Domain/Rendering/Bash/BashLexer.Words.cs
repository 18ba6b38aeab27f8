using System.Text;

namespace Maat.Domain.Rendering.Bash;

// Words: their quotes, assignments, list literals, extended patterns, regular expressions.
internal sealed partial class BashLexer
{
    /// <summary>
    /// A word of a command: its text if it has no quotes and no expansions, and which of the command's mentions stand in it.
    /// </summary>
    private readonly record struct Word(int Start, string? Literal, bool IsAssignment, int FirstMention, int EndMention);

    private static bool IsWordEnd(char character) => character is ' ' or '\t' or '\n' or ';' or '&' or '|' or '<' or '>' or '(' or ')';

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character == '_';

    private static bool IsNamePart(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    private string ReadName()
    {
        var start = position;
        while (!AtEnd && IsNamePart(Current))
            position++;
        return text[start..position];
    }

    /// <summary>Reads a word.</summary>
    /// <param name="isAssignable">Whether <c>name=</c> and <c>name[subscript]=</c> at its beginning assign.</param>
    /// <param name="stopAfterBang">Whether <c>!(</c> negates a subshell; elsewhere it is an extended pattern.</param>
    private Word ReadWord(bool isAssignable = false, bool stopAfterBang = false)
    {
        var start = position;
        var firstMention = mentions.Count;
        var literal = new StringBuilder();
        var (isPlain, isAssignment) = (true, false);
        while (!AtEnd)
        {
            var character = Current;
            if (character == '\\' && Peek(1) == '\n')
            {
                position += 2;
            }
            else if (TryReadQuoted())
            {
                isPlain = false;
            }
            else if (character == '[' && isAssignable && !isAssignment && isPlain && IsName(literal))
            {
                isAssignment = ReadAssignedSubscript($"{literal}[ … ]");
                isPlain = false;
            }
            else if (character == '=' && isAssignable && !isAssignment && isPlain && IsAssignedName(literal))
            {
                isAssignment = true;
                literal.Append(character);
                position++;
            }
            else if (character == '(' && isAssignment && text[position - 1] == '=')
            {
                var opening = position;
                Nest(opening, () => ReadList(opening));
                isPlain = false;
            }
            else if (character == '(' && position > start && text[position - 1] is '?' or '*' or '+' or '@' or '!'
                && !(stopAfterBang && position == start + 1 && text[start] == '!'))
            {
                ReadExtendedPattern();
                isPlain = false;
            }
            else if (IsWordEnd(character))
            {
                break;
            }
            else
            {
                literal.Append(character);
                position++;
            }
        }

        return new Word(start, isPlain ? literal.ToString() : null, isAssignment, firstMention, mentions.Count);
    }

    /// <summary>Reads a quoted character or stretch, or an expansion, outside of quotes.</summary>
    private bool TryReadQuoted()
    {
        switch (Current)
        {
            case '\\':
                position = Math.Min(position + 2, end);
                return true;
            case '\'':
                ReadSingleQuotes();
                return true;
            case '"':
                ReadDoubleQuotes();
                return true;
            case '`':
                ReadBackquotes(unescapesQuotes: false);
                return true;
            case '$':
                ReadDollar(Quoting.Bare);
                return true;
            default:
                return false;
        }
    }

    private void ReadSingleQuotes()
    {
        var opening = position++;
        while (!AtEnd && Current != '\'')
        {
            if (!TryReadPlaceholder(Quoting.Single))
                position++;
        }

        Close(opening, Parts.SingleQuote);
    }

    private void ReadAnsiCQuotes()
    {
        var opening = position;
        position += 2;
        while (!AtEnd && Current != '\'')
        {
            if (Current == '\\')
                position = Math.Min(position + 2, end);
            else if (!TryReadPlaceholder(Quoting.AnsiC))
                position++;
        }

        Close(opening, Parts.AnsiCQuote);
    }

    private void ReadDoubleQuotes()
    {
        var opening = position++;
        while (!AtEnd && Current != '"')
            ReadInsideDoubleQuotes();
        Close(opening, Parts.DoubleQuote);
    }

    private void ReadInsideDoubleQuotes(bool unescapesQuotes = true)
    {
        switch (Current)
        {
            case '\\':
                position = Math.Min(position + 2, end);
                break;
            case '`':
                ReadBackquotes(unescapesQuotes);
                break;
            case '$':
                ReadDollar(Quoting.Double);
                break;
            default:
                position++;
                break;
        }
    }

    private void Close(int opening, Wording what)
    {
        if (AtEnd)
            throw Unclosed(opening, what);
        position++;
    }

    /// <summary>
    /// Reads the brackets after a name where an assignment may stand. Only if an assignment follows does bash evaluate what is in them.
    /// </summary>
    private bool ReadAssignedSubscript(string construct)
    {
        var opening = position++;
        var first = mentions.Count;
        for (var depth = 1; depth > 0;)
        {
            if (AtEnd)
                throw Unclosed(opening, Parts.Bracket);
            if (TryReadQuoted())
                continue;
            depth += Current switch { '[' => 1, ']' => -1, _ => 0 };
            position++;
        }

        if (AtEnd || !(Current == '=' || IsAt("+=")))
            return false;
        foreach (var mention in mentions.Skip(first).ToList())
        {
            if (mention.Expression is not null)
                RefuseEvaluated(mention.Offset, construct);
            else
                Evaluates(mention, construct);
        }

        return true;
    }

    private void ReadList(int opening)
    {
        position++;
        while (true)
        {
            SkipBlankLines();
            if (AtEnd)
                throw Unclosed(opening, Parts.List);
            if (Current == ')')
                break;
            if (Current is '<' or '>')
                ReadRedirection();
            else if (IsWordEnd(Current))
                throw Fail(position, $"'{Current}' cannot stand in the list of an array; quote it.");
            else if (Current == '[')
                ReadAssignedSubscript("[ … ]=");
            else
                ReadWord();
        }

        position++;
    }

    private void ReadExtendedPattern()
    {
        var opening = position;
        var depth = 0;
        do
        {
            if (AtEnd)
                throw Unclosed(opening, Parts.Parenthesis);
            if (TryReadQuoted())
                continue;
            depth += Current switch { '(' => 1, ')' => -1, _ => 0 };
            position++;
        }
        while (depth > 0);
    }

    /// <summary>Reads the word after <c>=~</c>, where parentheses and bars need no quotes.</summary>
    private Word ReadRegex()
    {
        var (start, firstMention, depth) = (position, mentions.Count, 0);
        while (!AtEnd && !(depth == 0 && Current is ' ' or '\t' or '\n' or ')'))
        {
            if (TryReadQuoted())
                continue;
            depth += Current switch { '(' => 1, ')' => -1, _ => 0 };
            position++;
        }

        return new Word(start, null, false, firstMention, mentions.Count);
    }

    private static bool IsName(StringBuilder literal)
    {
        var name = literal.ToString();
        return name.Length > 0 && IsNameStart(name[0]) && name.All(IsNamePart);
    }

    private static bool IsAssignedName(StringBuilder literal) =>
        literal.Length > 1 && literal[^1] == '+' ? IsName(new StringBuilder(literal.ToString(0, literal.Length - 1))) : IsName(literal);
}
