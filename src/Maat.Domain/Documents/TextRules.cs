namespace Maat.Domain.Documents;

/// <summary>What names and descriptions must be, wherever they stand.</summary>
internal static class TextRules
{
    public static void Name(string? name, bool required, ProblemPlace place, ProblemList problems)
    {
        if (required && string.IsNullOrWhiteSpace(name))
            problems.Error("missing_field", $"a name is missing", place);
        else if (name?.Length > DocumentLimits.NameLength)
            problems.Error("too_large", $"a name has at most {DocumentLimits.NameLength} characters; this one has {name.Length}", place);
        else if (name is not null && name.Any(char.IsControl))
            problems.Error("bad_text", $"a name has no line breaks or other control characters", place);
    }

    public static void Description(string? description, ProblemPlace place, ProblemList problems)
    {
        if (description?.Length > DocumentLimits.DescriptionLength)
            problems.Error("too_large", $"a description has at most {DocumentLimits.DescriptionLength} characters; this one has {description.Length}", place);
    }
}
