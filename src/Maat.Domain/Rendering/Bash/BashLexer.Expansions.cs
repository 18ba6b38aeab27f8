using System.Text;

namespace Maat.Domain.Rendering.Bash;

// What begins with a dollar sign, and backquotes.
internal sealed partial class BashLexer
{
    private const string SpecialParameters = "@*#?-$!";

    /// <summary>Reads what begins with a dollar sign, outside of quotes or inside double ones.</summary>
    private void ReadDollar(Quoting quoting)
    {
        if (TryReadPlaceholder(quoting))
            return;

        var start = position;
        var next = Peek(1);
        switch (next)
        {
            case '(' when Peek(2) == '(' && IsArithmetic(start + 1):
                position += 3;
                ReadArithmetic("))", "$(( … ))", start);
                break;
            case '(':
                position += 2;
                ReadSubstitution(start, Parts.CommandSubstitution);
                break;
            case '{':
                position += 2;
                Nest(start, () => ReadParameter(quoting, start));
                break;
            case '[':
                position += 2;
                ReadArithmetic("]", "$[ … ]", start);
                break;
            case '\'' when quoting == Quoting.Bare:
                ReadAnsiCQuotes();
                break;
            case '"' when quoting == Quoting.Bare:
                position++;
                ReadDoubleQuotes();
                break;
            default:
                position++;
                if (IsNameStart(next))
                    NoteName(ReadName(), start);
                else if (char.IsAsciiDigit(next) || (next != '\0' && SpecialParameters.Contains(next, StringComparison.Ordinal)))
                    position++;
                break;
        }
    }

    private void ReadParameter(Quoting quoting, int opening)
    {
        ReadParameterName(opening);
        if (!AtEnd && Current == '[')
            ReadSubscript(opening);
        if (AtEnd)
            throw Unclosed(opening, Parts.Brace);

        switch (Current)
        {
            case ':' when Peek(1) is not ('-' or '=' or '?' or '+'):
                position++;
                ReadArithmetic("}", "${…:…}", opening);
                return;
            case '#' or '%' or '/' or '^' or ',':
                // Quotes work in patterns and what replaces them, even when double quotes stand around the whole, and a value must be quoted
                // there: else its stars and brackets would match, and its '&' would stand for the match.
                ReadParameterWord(Quoting.Bare, opening);
                return;
            default:
                ReadParameterWord(quoting, opening);
                return;
        }
    }

    private void ReadParameterName(int opening)
    {
        if (AtEnd)
            throw Unclosed(opening, Parts.Brace);
        if (IsAt(Placeholder.Open))
            throw Fail(position, $"A reference cannot stand here: it would name a variable of the shell.");

        var isIndirect = Current == '!' && IsNamePart(Peek(1));
        var isLength = Current == '#' && (IsNamePart(Peek(1)) || (Peek(1) != '\0' && SpecialParameters.Contains(Peek(1), StringComparison.Ordinal)));
        if (isIndirect || isLength)
            position++;

        var start = position;
        if (!AtEnd && IsNamePart(Current))
        {
            NoteName(ReadName(), start);
            // ${!prefix*} lists names and ${!list[@]} subscripts; ${!name} takes the value for a name, subscript and all.
            if (isIndirect && !AtEnd && Current is not ('@' or '*' or '[') && mentions.Count > 0 && mentions[^1].Offset == start)
                Evaluates(mentions[^1], "${!…}");
        }
        else if (!AtEnd && SpecialParameters.Contains(Current, StringComparison.Ordinal))
        {
            position++;
        }
    }

    private void ReadSubscript(int opening)
    {
        position++;
        if (!IsAt("@]") && !IsAt("*]"))
        {
            ReadArithmetic("]", "${…[ … ]}", opening);
            return;
        }

        position += 2;
    }

    /// <summary>
    /// Reads the word after an operator, up to the closing brace. Inside double quotes single quotes pair up, so that a brace between them closes
    /// nothing, but are characters like others, between which bash expands.
    /// </summary>
    private void ReadParameterWord(Quoting quoting, int opening)
    {
        while (!AtEnd && Current != '}')
        {
            if (quoting == Quoting.Bare)
            {
                if (!TryReadQuoted())
                    position++;
            }
            else if (Current == '"')
            {
                ReadDoubleQuotes();
            }
            else if (Current == '\'')
            {
                ReadPairedSingleQuotes();
            }
            else
            {
                var outer = refusal;
                if (Current == '`')
                    refusal = Parts.InQuotedBackquotes;
                ReadInsideDoubleQuotes();
                refusal = outer;
            }
        }

        Close(opening, Parts.Brace);
    }

    private void ReadPairedSingleQuotes()
    {
        var opening = position++;
        while (!AtEnd && Current != '\'')
        {
            if (Current == '$' && (IsAt(Placeholder.Open) || IsAt(Placeholder.Escape)))
                TryReadPlaceholder(Quoting.Double);
            else
                position++;
        }

        Close(opening, Parts.SingleQuote);
    }

    /// <summary>Reads a substitution in backquotes, from a copy without the backslashes that quote inside them.</summary>
    /// <param name="unescapesQuotes">Whether a backslash also quotes a double quote: so it is inside double quotes.</param>
    private void ReadBackquotes(bool unescapesQuotes)
    {
        var opening = position++;
        var copy = new StringBuilder();
        var copyOrigins = new List<int>();
        while (!AtEnd && Current != '`')
        {
            if (Current == '$' && IsAt(Placeholder.Escape))
                Copy(Placeholder.Escape.Length);
            else if (Current == '$' && IsAt(Placeholder.Open))
                Copy(PlaceholderLength());
            else if (Current == '\\' && (Peek(1) is '$' or '`' or '\\' || (unescapesQuotes && Peek(1) == '"')))
                CopyEscaped();
            else
                Copy(1);
        }

        Close(opening, Parts.Backquote);
        copyOrigins.Add(Origin(position - 1));

        var inner = new BashLexer(script, copy.ToString(), [.. copyOrigins], backquoteLevel + 1) { refusal = refusal };
        Nest(opening, inner.ReadScript);

        void CopyEscaped()
        {
            position++;
            if (IsAt(Placeholder.Open) || IsAt(Placeholder.Escape))
                throw Fail(position, $"Inside backquotes a backslash before ${{{{ is removed before bash reads on; write $( ) in place of the backquotes.");
            Copy(1);
        }

        void Copy(int length)
        {
            for (; length > 0; length--)
            {
                copy.Append(Current);
                copyOrigins.Add(Origin(position++));
            }
        }
    }

    private int PlaceholderLength()
    {
        var close = Placeholder.FindEnd(text, position, end);
        return close < 0 ? throw Placeholder.Unclosed(Locate(position)) : close - position;
    }
}
