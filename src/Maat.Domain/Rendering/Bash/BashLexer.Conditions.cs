namespace Maat.Domain.Rendering.Bash;

// 'case' and '[[ ]]', whose words are patterns and operands.
internal sealed partial class BashLexer
{
    private void ReadCase(int opening)
    {
        SkipBlankLines();
        ReadWord();
        SkipBlankLines();
        if (AtEnd || ReadWord().Literal != "in")
            throw Fail(opening, $"After 'case' and a word, 'in' must follow.");
        while (true)
        {
            SkipBlankLines();
            if (AtEnd)
                throw Unclosed(opening, Parts.Case);
            if (IsAtWord("esac"))
            {
                position += "esac".Length;
                return;
            }

            ReadPatterns(opening);
            if (ReadCommands(Until.Clause, opening, Parts.Case))
                return;
        }
    }

    private void ReadPatterns(int opening)
    {
        if (Current == '(')
            position++;
        while (true)
        {
            SkipBlanks();
            var before = position;
            ReadWord();
            SkipBlanks();
            if (AtEnd)
                throw Unclosed(opening, Parts.Case);
            if (Current is not (')' or '|') || position == before)
                throw Fail(position, $"A pattern of 'case' is followed by ')' or '|'.");
            if (text[position++] == ')')
                return;
        }
    }

    private void ReadConditional(int opening)
    {
        var words = new List<Word>();
        while (true)
        {
            SkipBlankLines();
            if (AtEnd)
                throw Unclosed(opening, Parts.Test);
            if (Current is '(' or ')' or '<' or '>' or '&' or '|' or ';')
            {
                position++;
                continue;
            }

            var word = words.Count > 0 && words[^1].Literal == "=~" ? ReadRegex() : ReadWord();
            if (word.Literal == "]]")
                break;
            words.Add(word);
        }

        FindEvaluatedInConditional(words);
    }
}
