namespace Maat.Domain.Documents;

/// <summary>Names of queues: they stand in settings, metrics and addresses, so they keep to letters, digits, hyphens and underscores.</summary>
public static class QueueName
{
    /// <summary>In characters; the first part of the primary key of the table of what may be claimed.</summary>
    public const int MaxLength = 64;

    /// <summary>Always exists, is open to all, and serves what names no queue.</summary>
    public const string Default = "default";

    /// <summary>The rule in words, for messages.</summary>
    public static readonly Wording Rule = $"a queue's name begins with a letter and has lower-case letters, digits, hyphens and underscores, at most 64 characters";

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength }
        && char.IsAsciiLetterLower(name[0])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_');
}
