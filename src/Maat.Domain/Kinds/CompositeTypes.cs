using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Kinds;

/// <summary>An object with known fields. Unknown ones are refused.</summary>
public sealed record ObjectType(ItemList<ParameterDescriptor> Fields) : ParameterType
{
    public override string Name => "object";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (value is not ObjectValue given)
        {
            check.WrongType($"a mapping of names to values", value);
            return;
        }

        foreach (var field in Fields)
        {
            var at = check.Field(field.Name).Allowing(field.Allows);
            if (given.Members.TryGetValue(field.Name, out var member) && member is not NullValue)
                field.Type.Check(member, at);
            else if (field.Required)
                at.Error("missing_parameter", $"'{field.Name}' is missing");
        }

        foreach (string name in given.Members.Keys)
        {
            if (!Fields.Any(field => field.Name == name))
                check.Field(name).Error("unknown_parameter", $"there is no parameter '{name}' here{check.DidYouMean(name, Fields.Select(field => field.Name))}");
        }
    }

    internal override Value Complete(Value value)
    {
        var members = ((ObjectValue)value).Members;
        var completed = new List<KeyValuePair<string, Value>>();
        foreach (var field in Fields)
        {
            var member = members.TryGetValue(field.Name, out var given) && given is not NullValue ? given : field.Default;
            if (member is not null)
                completed.Add(KeyValuePair.Create(field.Name, field.Type.Complete(member)));
        }

        return new ObjectValue(completed);
    }

    internal override IEnumerable<Expression> Expressions(Value value)
    {
        var members = ((ObjectValue)value).Members;
        return Fields.Where(field => members.GetValueOrDefault(field.Name) is not (null or NullValue))
            .SelectMany(field => field.Type.Expressions(members[field.Name]));
    }

    private protected override void WriteConstraintsTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("fields");
        foreach (var field in Fields)
            field.WriteTo(writer);
        writer.WriteEndArray();
    }
}

/// <summary>A list whose items are alike.</summary>
public sealed record ListType(ParameterType Item) : ParameterType
{
    public int MinCount { get; init; }

    public int MaxCount { get; init; } = 1_000;

    public override string Name => "list";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (value is not ListValue list)
        {
            check.WrongType($"a list", value);
            return;
        }

        if (list.Items.Count < MinCount || list.Items.Count > MaxCount)
            check.Error("out_of_range", $"this must have from {MinCount} to {MaxCount} items; it has {list.Items.Count}");
        for (int i = 0; i < Math.Min(list.Items.Count, MaxCount); i++)
            Item.Check(list.Items[i], check.Item(i));
    }

    internal override Value Complete(Value value) => new ListValue(((ListValue)value).Items.Select(Item.Complete));

    internal override IEnumerable<Expression> Expressions(Value value) => ((ListValue)value).Items.SelectMany(Item.Expressions);

    private protected override void WriteConstraintsTo(Utf8JsonWriter writer)
    {
        writer.WriteNumber("min_count", MinCount);
        writer.WriteNumber("max_count", MaxCount);
        writer.WriteStartObject("item");
        Item.WriteMembersTo(writer);
        writer.WriteEndObject();
    }
}

/// <summary>Values that are alike under names of the author's choice, such as headers or outputs.</summary>
public sealed record MapType(ParameterType Item) : ParameterType
{
    /// <summary>Whether the names must be keys, as outputs' are.</summary>
    public bool NamesAreKeys { get; init; }

    public int MaxCount { get; init; } = 1_000;

    public override string Name => "map";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (value is not ObjectValue map)
        {
            check.WrongType($"a mapping of names to values", value);
            return;
        }

        if (map.Members.Count > MaxCount)
            check.Error("out_of_range", $"this must have at most {MaxCount} entries; it has {map.Members.Count}");
        foreach (var (name, item) in map.Members.Take(MaxCount))
        {
            var at = check.Field(name);
            if (NamesAreKeys && !Key.IsValid(name))
                at.Error("bad_key", $"'{name}' is no key: {Key.Rule}");
            Item.Check(item, at);
        }
    }

    internal override Value Complete(Value value) =>
        new ObjectValue(((ObjectValue)value).Members.Select(entry => KeyValuePair.Create(entry.Key, Item.Complete(entry.Value))));

    internal override IEnumerable<Expression> Expressions(Value value) => ((ObjectValue)value).Members.Values.SelectMany(Item.Expressions);

    private protected override void WriteConstraintsTo(Utf8JsonWriter writer)
    {
        writer.WriteBoolean("names_are_keys", NamesAreKeys);
        writer.WriteNumber("max_count", MaxCount);
        writer.WriteStartObject("item");
        Item.WriteMembersTo(writer);
        writer.WriteEndObject();
    }
}
