using Maat.Domain.Expressions;

namespace Maat.Domain.Rendering.Bash;

// Arithmetic: $(( )), (( )), $[ ], subscripts, the numbers of a substring.
internal sealed partial class BashLexer
{
    // What a guess costs beside the characters that it reads, in characters: about the price of an exception.
    private const int GuessCost = 200;

    /// <summary>Reads an arithmetic expression up to its end, and past it. Values in it are refused, names in it are noted.</summary>
    private void ReadArithmetic(string closing, string construct, int opening)
    {
        var outer = evaluatedIn;
        evaluatedIn = construct;
        var isClosed = false;
        Nest(opening, () => isClosed = TryReadArithmetic(closing));
        evaluatedIn = outer;
        if (!isClosed)
            throw Unclosed(opening, $"'{construct}'");
    }

    private bool TryReadArithmetic(string closing)
    {
        var depth = 0;
        while (!AtEnd)
        {
            if (depth == 0 && IsAt(closing))
            {
                position += closing.Length;
                return true;
            }

            switch (Current)
            {
                case '(' when closing == "))":
                case '[' when closing == "]":
                    depth++;
                    position++;
                    break;
                case ')' when closing == "))":
                case ']' when closing == "]":
                    if (depth == 0)
                        return false;
                    depth--;
                    position++;
                    break;
                case '$':
                    ReadDollar(Quoting.Double);
                    break;
                case var letter when IsNamePart(letter):
                    var start = position;
                    NoteName(ReadName(), start);
                    break;
                default:
                    if (!TryReadQuoted())
                        position++;
                    break;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the <c>((</c> at an offset opens arithmetic, or a subshell within another. Like bash this tries the former and takes the latter if
    /// that does not end in <c>))</c>; each place is tried once.
    /// </summary>
    private bool IsArithmetic(int offset)
    {
        if (script.Arithmetic.TryGetValue(Origin(offset), out var known))
            return known;

        var (mark, depth, savedEnd, savedPosition) = (script.Findings.Mark, script.Depth, end, position);
        var (savedMentions, savedEvaluated, savedRefusal) = (mentions, evaluatedIn, refusal);
        var savedDocuments = hereDocuments;
        var reached = end;
        bool isArithmetic;

        (mentions, hereDocuments) = ([], []);
        (position, evaluatedIn) = (offset + 2, "(( … ))");
        script.Guesses++;
        try
        {
            var isClosed = false;
            Nest(offset, () => isClosed = TryReadArithmetic("))"));
            isArithmetic = isClosed;
            reached = position;
        }
        catch (ExpressionException)
        {
            isArithmetic = false;
        }

        script.Guesses--;
        script.Findings.Return(mark);
        (script.Depth, end, position) = (depth, savedEnd, savedPosition);
        (mentions, evaluatedIn, refusal, hereDocuments) = (savedMentions, savedEvaluated, savedRefusal, savedDocuments);

        script.GuessedCharactersLeft -= reached - offset + GuessCost;
        if (script.GuessedCharactersLeft < 0)
            throw Fail(offset, $"The script has too many places where '((' may open arithmetic or subshells; write '( (' for subshells.");
        script.Arithmetic[Origin(offset)] = isArithmetic;
        return isArithmetic;
    }

    private void RefuseEvaluated(int offset, string construct) => Refuse(
        offset,
        $"bash evaluates what stands in {construct} as code. Assign it to a variable of the shell, check that it is a number, and use that.");
}
