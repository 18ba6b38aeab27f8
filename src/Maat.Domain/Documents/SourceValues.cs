using Maat.Domain.Values;

namespace Maat.Domain.Documents;

/// <summary>Parts of a source tree as values, and values as parts of a source tree.</summary>
public static class SourceValues
{
    /// <summary>The value; a number that cannot be held is reported and read as null.</summary>
    public static Value ToValue(SourceNode source, string path, ProblemList problems, string? node = null, string? field = null)
    {
        ArgumentNullException.ThrowIfNull(problems);
        switch (source)
        {
            case SourceMapping mapping:
                return new ObjectValue(mapping.Entries.Select(entry =>
                    KeyValuePair.Create(entry.Name, ToValue(entry.Value, JsonPointer.Field(path, entry.Name), problems, node, field))));
            case SourceSequence sequence:
                return new ListValue(sequence.Items.Select((item, index) => ToValue(item, JsonPointer.Item(path, index), problems, node, field)));
            case SourceScalar { IsPlain: true } scalar:
                return Plain(scalar, path, problems, node, field);
            default:
                return new TextValue(((SourceScalar)source).Text);
        }
    }

    /// <summary>The value without places; a time becomes the text that it is in JSON.</summary>
    public static SourceNode FromValue(Value value) => value switch
    {
        ObjectValue members => new SourceMapping([.. members.Members.Select(member => new SourceEntry(member.Key, FromValue(member.Value), 0, 0))], 0, 0),
        ListValue list => new SourceSequence([.. list.Items.Select(FromValue)], 0, 0),
        NullValue => new SourceScalar("null", IsPlain: true, 0, 0),
        BooleanValue or NumberValue => new SourceScalar(value.ToText(), IsPlain: true, 0, 0),
        _ => new SourceScalar(value.ToText(), IsPlain: false, 0, 0),
    };

    private static Value Plain(SourceScalar scalar, string path, ProblemList problems, string? node, string? field)
    {
        switch (CoreSchema.TypeOf(scalar.Text, out decimal number, out bool boolean))
        {
            case ScalarType.Null:
                return Value.Null;
            case ScalarType.Boolean:
                return BooleanValue.Of(boolean);
            case ScalarType.Number:
                return new NumberValue(number);
            case ScalarType.NumberOutOfRange:
                var place = new ProblemPlace(path, node, field, scalar.Line, scalar.Column);
                problems.Error("number_out_of_range", $"the number {scalar.Text} is out of range: write it in quotes, as a text", place);
                return Value.Null;
            default:
                return new TextValue(scalar.Text);
        }
    }
}
