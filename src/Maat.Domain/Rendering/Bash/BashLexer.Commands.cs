namespace Maat.Domain.Rendering.Bash;

// Lists of commands: separators, reserved words, comments, subshells.
internal sealed partial class BashLexer
{
    private static readonly HashSet<string> Declarations = new(StringComparer.Ordinal) { "declare", "typeset", "local", "export", "readonly" };

    /// <summary>What ends a list of commands.</summary>
    private enum Until
    {
        End,
        Parenthesis,

        // ';;', ';&' or ';;&', or the 'esac' after the last clause.
        Clause,
    }

    private enum CommandPosition
    {
        // A reserved word, an assignment or a command's name may follow.
        Start,

        // An assignment or a command's name may follow.
        AfterAssignment,

        Arguments,
    }

    /// <summary>Reads commands up to what ends them, and past it.</summary>
    /// <returns>Whether it was an <c>esac</c>.</returns>
    private bool ReadCommands(Until until, int opening, Wording what)
    {
        var (outerMentions, outerEvaluated) = (mentions, evaluatedIn);
        (mentions, evaluatedIn) = ([], null);
        var endedByEsac = false;
        Nest(opening, () => endedByEsac = ReadCommandList(until, opening, what));
        (mentions, evaluatedIn) = (outerMentions, outerEvaluated);
        return endedByEsac;
    }

    /// <summary>As <see cref="ReadCommands"/>, for a substitution, whose here-documents stand inside of it.</summary>
    private void ReadSubstitution(int opening, Wording what)
    {
        var outer = hereDocuments;
        hereDocuments = [];
        ReadCommands(Until.Parenthesis, opening, what);
        // One that the substitution did not get to is read after the line that the substitution ends on.
        outer.AddRange(hereDocuments);
        hereDocuments = outer;
    }

    private bool ReadCommandList(Until until, int opening, Wording what)
    {
        var at = CommandPosition.Start;
        var isTarget = false;
        var command = new List<Word>();
        while (true)
        {
            SkipBlanks();
            if (AtEnd)
            {
                if (until != Until.End)
                    throw Unclosed(opening, what);
                FinishCommand(command);
                return false;
            }

            var start = position;
            switch (Current)
            {
                case '\n':
                    position++;
                    ReadHereDocuments();
                    NextCommand();
                    continue;
                case '#':
                    ReadComment();
                    continue;
                case ';' when until == Until.Clause && Peek(1) is ';' or '&':
                    position += Peek(1) == ';' && Peek(2) == '&' ? 3 : 2;
                    FinishCommand(command);
                    return false;
                case '&' when Peek(1) == '>':
                    position++;
                    continue;
                case ';' or '&' or '|':
                    position++;
                    NextCommand();
                    continue;
                case '(':
                    ReadParenthesis(ref at);
                    continue;
                case ')' when until == Until.Parenthesis:
                    position++;
                    FinishCommand(command);
                    return false;
                case ')':
                    throw Fail(start, $"This ')' closes nothing.");
                case '<' or '>':
                    isTarget = ReadRedirection();
                    if (!isTarget && at != CommandPosition.Arguments)
                        at = CommandPosition.Arguments;
                    continue;
            }

            var word = ReadWord(isAssignable: !isTarget && (at != CommandPosition.Arguments || Declarations.Contains(command.FirstOrDefault().Literal ?? "")), stopAfterBang: at == CommandPosition.Start);
            if (isTarget)
            {
                isTarget = false;
                continue;
            }

            if (at == CommandPosition.Start && word.Literal is { } literal)
            {
                if (literal == "esac" && until == Until.Clause)
                {
                    FinishCommand(command);
                    return true;
                }

                if (TryReadReserved(literal, word))
                    continue;
            }

            if (!word.IsAssignment || at == CommandPosition.Arguments)
                command.Add(word);
            at = word.IsAssignment && at != CommandPosition.Arguments ? CommandPosition.AfterAssignment : CommandPosition.Arguments;
        }

        void NextCommand()
        {
            FinishCommand(command);
            (at, isTarget) = (CommandPosition.Start, false);
        }
    }

    private void ReadParenthesis(ref CommandPosition at)
    {
        var start = position;
        if (at == CommandPosition.Start && Peek(1) == '(' && IsArithmetic(start))
        {
            position += 2;
            ReadArithmetic("))", "(( … ))", start);
            return;
        }

        position++;
        if (at == CommandPosition.Arguments && TryCloseFunctionName())
        {
            at = CommandPosition.Start;
            return;
        }

        ReadCommands(Until.Parenthesis, start, Parts.Parenthesis);
        at = CommandPosition.Start;
    }

    // 'name ( )': what follows is the function's body, a command.
    private bool TryCloseFunctionName()
    {
        var ahead = position;
        while (ahead < end && text[ahead] is ' ' or '\t')
            ahead++;
        if (ahead >= end || text[ahead] != ')')
            return false;
        position = ahead + 1;
        return true;
    }

    /// <summary>
    /// Reads what belongs to a reserved word where a command may begin. All of them leave the place where a command may begin; after those that
    /// close something bash takes no command, but takes reserved words.
    /// </summary>
    private bool TryReadReserved(string literal, Word word)
    {
        switch (literal)
        {
            case "if" or "then" or "elif" or "else" or "fi" or "do" or "done" or "while" or "until" or "{" or "}" or "!" or "time" or "coproc" or "esac":
                return true;
            case "for" or "select":
                SkipBlanks();
                if (IsAt("(("))
                {
                    var start = position;
                    position += 2;
                    ReadArithmetic("))", "for (( … ))", start);
                }
                else
                {
                    ReadWord();
                    SkipBlankLines();
                }

                return true;
            case "function":
                SkipBlanks();
                ReadWord();
                SkipBlanks();
                if (!AtEnd && Current == '(')
                {
                    position++;
                    if (!TryCloseFunctionName())
                        position--;
                }

                return true;
            case "case":
                Nest(word.Start, () => ReadCase(word.Start));
                return true;
            case "[[":
                ReadConditional(word.Start);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads the operator of a redirection, or a process substitution.</summary>
    /// <returns>Whether the file, or what stands for it, follows as a word.</returns>
    private bool ReadRedirection()
    {
        var start = position;
        if (Peek(1) == '(')
        {
            position += 2;
            ReadSubstitution(start, Parts.ProcessSubstitution);
            return false;
        }

        if (IsAt("<<") && !IsAt("<<<"))
        {
            ReadHereDocumentOperator();
            return false;
        }

        while (!AtEnd && Current is '<' or '>' or '&' or '|')
            position++;
        return true;
    }

    private void FinishCommand(List<Word> command)
    {
        FindEvaluatedInCommand(command);
        command.Clear();
    }

    private void ReadComment()
    {
        var stop = text.IndexOf('\n', position, end - position);
        ReadInert(stop < 0 ? end : stop, Parts.InComment);
    }

    private bool IsAtWord(string word) =>
        IsAt(word) && (position + word.Length >= end || IsWordEnd(text[position + word.Length]));

    private void SkipBlanks()
    {
        while (!AtEnd)
        {
            if (Current is ' ' or '\t')
                position++;
            else if (Current == '\\' && Peek(1) == '\n')
                position += 2;
            else
                return;
        }
    }

    private void SkipBlankLines()
    {
        while (true)
        {
            SkipBlanks();
            if (AtEnd)
                return;
            if (Current == '#')
            {
                ReadComment();
            }
            else if (Current == '\n')
            {
                position++;
                ReadHereDocuments();
            }
            else
            {
                return;
            }
        }
    }
}
