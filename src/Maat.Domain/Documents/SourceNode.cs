namespace Maat.Domain.Documents;

/// <summary>
/// A text that has been parsed as JSON or YAML and not yet understood: a tree that remembers where each part stood.
/// <paramref name="Line"/> and <paramref name="Column"/> count from 1, the column in UTF-16 units as editors do.
/// </summary>
public abstract record SourceNode(int Line, int Column);

/// <summary>
/// A single value. What is <paramref name="IsPlain"/> (YAML without quotes, a JSON literal or number) has the type that
/// <see cref="CoreSchema"/> gives it; everything else is text.
/// </summary>
public sealed record SourceScalar(string Text, bool IsPlain, int Line, int Column) : SourceNode(Line, Column);

public sealed record SourceSequence(IReadOnlyList<SourceNode> Items, int Line, int Column) : SourceNode(Line, Column);

/// <summary>Names with values in the order of the text. Readers have refused repeated names.</summary>
public sealed record SourceMapping(IReadOnlyList<SourceEntry> Entries, int Line, int Column) : SourceNode(Line, Column)
{
    public SourceNode? Find(string name)
    {
        foreach (var entry in Entries)
        {
            if (entry.Name == name)
                return entry.Value;
        }

        return null;
    }
}

/// <summary>One name and its value; line and column are the name's.</summary>
public sealed record SourceEntry(string Name, SourceNode Value, int Line, int Column);

/// <summary>
/// What a reader of text found. <see cref="Root"/> is null when the text could not be parsed to its end.
/// </summary>
public sealed record SourceReading(SourceNode? Root, IReadOnlyList<Problem> Problems);
