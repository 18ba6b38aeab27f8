using Maat.Domain.Values;

namespace Maat.Domain.Documents;

/// <summary>What the parts of one document share while they are read.</summary>
internal sealed class ReadContext
{
    public ProblemList Problems { get; } = new();

    public Suggestion Suggestion { get; } = new();
}

/// <summary>
/// Reads the fields of one mapping. A field that is wrong is reported with its place in the file and read as absent, so that one
/// reading finds everything; <see cref="End"/> reports the fields that nobody asked for.
/// </summary>
internal sealed class MappingReader(SourceMapping mapping, string path, ReadContext context, string? node = null)
{
    private readonly List<string> _fields = new(capacity: 12);

    /// <summary>The key of the node that this is or belongs to, for the problems.</summary>
    public string? Node { get; set; } = node;

    /// <summary>Starts reading what should be a mapping; null, with a problem, if it is none.</summary>
    public static MappingReader? Open(SourceNode source, string path, ReadContext context, string? node = null, string? field = null)
    {
        if (source is SourceMapping mapping)
            return new MappingReader(mapping, path, context, node);
        WrongType(context, source, path, node, field, $"a mapping of names to values");
        return null;
    }

    public string RequiredText(string name)
    {
        if (Find(name) is null)
        {
            var place = new ProblemPlace(JsonPointer.Field(path, name), Node, name, mapping.Line, mapping.Column);
            context.Problems.Error("missing_field", $"'{name}' is missing", place);
            return "";
        }

        return Text(name) ?? "";
    }

    public string? Text(string name) => Find(name) is { } source ? AsText(source, JsonPointer.Field(path, name), name) : null;

    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var (item, itemPath) in Items(name))
        {
            if (AsText(item, itemPath, name) is { } text)
                texts.Add(text);
        }

        return texts;
    }

    public bool? Boolean(string name)
    {
        if (Find(name) is not { } source)
            return null;
        if (source is SourceScalar { IsPlain: true } scalar && CoreSchema.TypeOf(scalar.Text, out _, out bool value) == ScalarType.Boolean)
            return value;
        WrongType(source, name, $"true or false");
        return null;
    }

    public decimal? Number(string name)
    {
        if (Find(name) is not { } source)
            return null;
        if (AsNumber(source) is { } number)
            return number;
        WrongType(source, name, $"a number");
        return null;
    }

    public int? Integer(string name)
    {
        if (Find(name) is not { } source)
            return null;
        if (AsNumber(source) is { } number && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue)
            return (int)number;
        WrongType(source, name, $"a whole number");
        return null;
    }

    public TimeSpan? Duration(string name)
    {
        if (Find(name) is not { } source)
            return null;
        if (source is SourceScalar scalar && Documents.Duration.TryParse(scalar.Text, out var duration))
            return duration;
        context.Problems.Error("bad_duration", $"'{name}' is no duration: {Documents.Duration.Rule}", Place(source, name));
        return null;
    }

    /// <summary>A member of an enumeration by its name in documents.</summary>
    public TEnum? OneOf<TEnum>(string name, Wording what)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        if (Names<TEnum>.TryParse(text, out var member))
            return member;
        Wording meant = context.Suggestion.OrList(text, Names<TEnum>.All);
        context.Problems.Error($"unknown_{name}", $"there is no {what} '{text}'{meant}", Place(Find(name)!, name));
        return null;
    }

    public Value? Value(string name) =>
        Find(name) is { } source ? SourceValues.ToValue(source, JsonPointer.Field(path, name), context.Problems, Node, name) : null;

    public ObjectValue? Object(string name) => Mapping(name) is null ? null : Value(name) as ObjectValue;

    public MappingReader? Mapping(string name) =>
        Find(name) is { } source ? Open(source, JsonPointer.Field(path, name), context, Node, name) : null;

    /// <summary>The entries of a mapping whose names are not known beforehand.</summary>
    public IEnumerable<(SourceEntry Entry, string Path)> Entries(string name)
    {
        string fieldPath = JsonPointer.Field(path, name);
        if (Find(name) is not { } source)
            return [];
        if (source is SourceMapping entries)
            return entries.Entries.Select(entry => (entry, JsonPointer.Field(fieldPath, entry.Name)));
        WrongType(source, name, $"a mapping of names to values");
        return [];
    }

    public IEnumerable<(SourceNode Item, string Path)> Items(string name)
    {
        string fieldPath = JsonPointer.Field(path, name);
        if (Find(name) is not { } source)
            return [];
        if (source is SourceSequence sequence)
            return sequence.Items.Select((item, index) => (item, JsonPointer.Item(fieldPath, index)));
        WrongType(source, name, $"a list");
        return [];
    }

    public int CountOf(string name) => Find(name) is SourceSequence sequence ? sequence.Items.Count : 0;

    /// <summary>Reports the fields that were not asked for.</summary>
    public void End()
    {
        foreach (var entry in mapping.Entries)
        {
            if (_fields.Contains(entry.Name))
                continue;
            Wording meant = context.Suggestion.OrList(entry.Name, _fields);
            var place = new ProblemPlace(JsonPointer.Field(path, entry.Name), Node, entry.Name, entry.Line, entry.Column);
            context.Problems.Error("unknown_field", $"there is no field '{entry.Name}' here{meant}", place);
        }
    }

    /// <summary>The field's value, unless it is absent or null, which says the same.</summary>
    private SourceNode? Find(string name)
    {
        if (!_fields.Contains(name))
            _fields.Add(name);
        return mapping.Find(name) is { } source && !IsNull(source) ? source : null;
    }

    private static bool IsNull(SourceNode source) =>
        source is SourceScalar { IsPlain: true } scalar && CoreSchema.TypeOf(scalar.Text, out _, out _) == ScalarType.Null;

    private static decimal? AsNumber(SourceNode source) =>
        source is SourceScalar { IsPlain: true } scalar && CoreSchema.TypeOf(scalar.Text, out decimal number, out _) == ScalarType.Number
            ? number
            : null;

    private string? AsText(SourceNode source, string at, string field)
    {
        if (source is SourceScalar scalar && (!scalar.IsPlain || CoreSchema.TypeOf(scalar.Text, out _, out _) == ScalarType.Text))
            return scalar.Text;
        WrongType(context, source, at, Node, field, source is SourceScalar ? Wording.Of($"a text: write it in quotes") : Wording.Of($"a text"));
        return null;
    }

    private ProblemPlace Place(SourceNode source, string field) =>
        new(JsonPointer.Field(path, field), Node, field, source.Line, source.Column);

    private void WrongType(SourceNode source, string field, Wording expected) =>
        WrongType(context, source, JsonPointer.Field(path, field), Node, field, expected);

    private static void WrongType(ReadContext context, SourceNode source, string path, string? node, string? field, Wording expected)
    {
        Wording subject = field is null ? Wording.Of($"this") : Wording.Of($"'{field}'");
        Wording found = source switch
        {
            SourceMapping => $"a mapping",
            SourceSequence => $"a list",
            SourceScalar { IsPlain: false } => $"a text",
            SourceScalar scalar => Wording.Verbatim(scalar.Text),
            _ => $"something else",
        };
        context.Problems.Error("wrong_type", $"{subject} must be {expected}; it is {found}", new ProblemPlace(path, node, field, source.Line, source.Column));
    }
}
