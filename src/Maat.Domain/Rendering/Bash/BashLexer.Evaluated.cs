namespace Maat.Domain.Rendering.Bash;

// Words that bash, or one of its builtins, evaluates after it has expanded them.
internal sealed partial class BashLexer
{
    private static readonly HashSet<string> ArithmeticComparisons = new(StringComparer.Ordinal) { "-eq", "-ne", "-lt", "-le", "-gt", "-ge" };

    /// <summary>Programs whose option <c>-c</c> takes a script. They may stand behind another one: <c>sudo</c>, <c>env</c>, <c>timeout 5</c>.</summary>
    private static readonly HashSet<string> Shells = new(StringComparer.Ordinal) { "bash", "sh", "dash", "ash", "ksh", "zsh", "su" };

    /// <summary>The options of <c>read</c>, <c>mapfile</c> and <c>readarray</c> that take an argument which is no name.</summary>
    private const string ReadOptionsWithArgument = "dinNptuOsCc";

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
        FindShellScript(words);
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
            case "trap":
                EvaluatesValues(arguments.SkipWhile(IsOption).FirstOrDefault(), name);
                break;
            case "read" or "mapfile" or "readarray":
                FindNamesToRead(arguments, name);
                break;
            case not null when Declarations.Contains(name) && arguments.Any(IsIntegerOption):
                arguments.ForEach(argument => EvaluatesArithmetic(argument, $"{name} -i"));
                break;
            case not null when Declarations.Contains(name):
                // 'export NAME="$value"' is an assignment; 'export "$value"' takes the value for a name, whose subscript is evaluated.
                arguments.Where(argument => !argument.IsAssignment).ToList().ForEach(argument => EvaluatesValues(argument, name));
                break;
        }
    }

    private void FindShellScript(List<Word> words)
    {
        var shell = words.FindIndex(word => word.Literal is { } literal && Shells.Contains(literal[(literal.LastIndexOf('/') + 1)..]));
        if (shell < 0)
            return;
        var option = words.FindIndex(shell + 1, word => word.Literal is ['-', not '-', ..] literal && literal.EndsWith('c'));
        if (option >= 0 && option + 1 < words.Count)
            EvaluatesValues(words[option + 1], $"{words[shell].Literal} -c");
    }

    private void FindNamesToRead(List<Word> arguments, string name)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            if (!IsOption(arguments[index]))
                EvaluatesValues(arguments[index], name);
            else if (ReadOptionsWithArgument.Contains(arguments[index].Literal![^1], StringComparison.Ordinal))
                index++;
        }
    }

    private static bool IsOption(Word word) => word.Literal is ['-', ..];

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
