using Maat.Domain.Variables;

namespace Maat.Domain.Documents;

/// <summary>Whether the definitions of a template's variables make sense.</summary>
internal static class VariableCheck
{
    public static void Check(ItemList<VariableDefinition> variables, ProblemList problems)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < variables.Count; i++)
        {
            var variable = variables[i];
            string path = JsonPointer.Item("/variables", i);
            ProblemPlace Place(string field) => new(JsonPointer.Field(path, field), Field: field);

            if (!Key.IsValid(variable.Key))
                problems.Error("bad_key", $"'{variable.Key}' cannot be the key of a variable: {Key.Rule}", Place("key"));
            if (!keys.Add(variable.Key) && variable.Key.Length > 0)
                problems.Error("duplicate_key", $"two variables have the key '{variable.Key}'", Place("key"));
            TextRules.Description(variable.Description, Place("description"), problems);
            CheckNumber(variable, Place, problems);
            CheckChoices(variable, path, Place, problems);
            if (variable.Default is not null && VariableRules.Refuse(variable, variable.Default) is { } refused)
                problems.Error(refused.Code, refused.Wording, Place("default"));
        }
    }

    private static void CheckNumber(VariableDefinition variable, Func<string, ProblemPlace> place, ProblemList problems)
    {
        if (variable.Type == VariableType.Number)
        {
            if (variable.Min > variable.Max)
                problems.Error("bad_range", $"min {variable.Min!.Value} is above max {variable.Max!.Value}", place("min"));
            return;
        }

        foreach (var (field, given) in new[] { ("integer", variable.IsInteger), ("min", variable.Min is not null), ("max", variable.Max is not null) })
        {
            if (given)
                problems.Error("not_applicable", $"only a number has '{field}'; this is a {Names<VariableType>.Of(variable.Type)}", place(field));
        }
    }

    private static void CheckChoices(VariableDefinition variable, string path, Func<string, ProblemPlace> place, ProblemList problems)
    {
        if (variable.Type != VariableType.Choice)
        {
            if (variable.Choices.Count > 0)
                problems.Error("not_applicable", $"only a choice has 'choices'; this is a {Names<VariableType>.Of(variable.Type)}", place("choices"));
            return;
        }

        if (variable.Choices.Count == 0)
            problems.Error("missing_field", $"a choice needs 'choices', a list of texts", place("choices"));
        else if (variable.Choices.Count > DocumentLimits.Choices)
            problems.Error("too_many", $"there are {variable.Choices.Count} choices, at most {DocumentLimits.Choices} are allowed", place("choices"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < variable.Choices.Count; i++)
        {
            if (!seen.Add(variable.Choices[i]))
                problems.Error("duplicate_choice", $"the choice '{variable.Choices[i]}' is there twice", new ProblemPlace(JsonPointer.Item(path + "/choices", i), Field: "choices"));
        }
    }
}
