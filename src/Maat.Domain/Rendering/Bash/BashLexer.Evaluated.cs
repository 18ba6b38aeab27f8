namespace Maat.Domain.Rendering.Bash;

// Words that bash, or one of its builtins, evaluates after it has expanded them.
internal sealed partial class BashLexer
{
    private static readonly HashSet<string> ArithmeticComparisons = new(StringComparer.Ordinal) { "-eq", "-ne", "-lt", "-le", "-gt", "-ge" };

    private void FindEvaluatedInConditional(List<Word> words)
    {
        for (var index = 0; index < words.Count; index++)
        {
            var literal = words[index].Literal;
            if (literal is not null && ArithmeticComparisons.Contains(literal))
            {
                foreach (var operand in words.Skip(index - 1).Take(3))
                    EvaluatesArithmetic(operand, $"[[ … {literal} … ]]");
            }
            else if (literal == "-v" && index + 1 < words.Count)
            {
                EvaluatesValues(words[index + 1], "[[ -v … ]]");
            }
        }
    }

    private void FindEvaluatedInCommand(List<Word> command)
    {
        var words = command.SkipWhile(word => word.Literal is "command" or "builtin").ToList();
        var name = words.FirstOrDefault().Literal;
        var arguments = words.Skip(1).ToList();
        switch (name)
        {
            case "test" or "[" or "printf":
                for (var index = 0; index + 1 < arguments.Count; index++)
                {
                    if (arguments[index].Literal == "-v")
                        EvaluatesValues(arguments[index + 1], name == "[" ? "[ -v … ]" : $"{name} -v");
                }

                break;
            case "let":
                arguments.ForEach(argument => EvaluatesArithmetic(argument, name));
                break;
            case "eval" or "unset":
                arguments.ForEach(argument => EvaluatesValues(argument, name));
                break;
            case not null when Declarations.Contains(name) && arguments.Any(IsIntegerOption):
                arguments.ForEach(argument => EvaluatesArithmetic(argument, $"{name} -i"));
                break;
        }
    }

    private static bool IsIntegerOption(Word word) => word.Literal is ['-', .. var letters] && letters.Contains('i', StringComparison.Ordinal);

    /// <summary>Notes the values in a word that is evaluated as arithmetic, and the names in it, whose values are evaluated too.</summary>
    private void EvaluatesArithmetic(Word word, string construct)
    {
        EvaluatesValues(word, construct);
        if (word.Literal is not { } literal)
            return;
        var saved = (position, end, mentions, evaluatedIn);
        (position, end, mentions, evaluatedIn) = (word.Start, word.Start + literal.Length, [], construct);
        while (!AtEnd)
        {
            var start = position;
            if (IsNamePart(Current))
                NoteName(ReadName(), start);
            else
                position++;
        }

        (position, end, mentions, evaluatedIn) = saved;
    }

    private void EvaluatesValues(Word word, string construct)
    {
        for (var index = word.FirstMention; index < word.EndMention; index++)
            Evaluates(mentions[index], construct);
    }
}
