using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Rendering;
using Maat.Domain.Values;

namespace Maat.Domain.Kinds;

/// <summary>A text. With a <see cref="Place"/> it may hold references, which are escaped for that place; without one it is taken as it is.</summary>
public sealed record TextType : ParameterType
{
    /// <summary>Where the text will stand, which decides the escaping; null for a text without references.</summary>
    public Place? Place { get; init; }

    /// <summary>Whether a form offers several lines.</summary>
    public bool Multiline { get; init; }

    public override string Name => Multiline ? "multiline" : "text";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (check.TextWithinLimit(value) is not { } text || Place is not { } place)
            return;
        try
        {
            check.References(TextTemplate.Parse(text, place).References, secrets: true);
        }
        catch (ExpressionException exception)
        {
            check.BadExpression(exception);
        }
    }

    internal override IEnumerable<Expression> Expressions(Value value) =>
        Place is { } place ? TextTemplate.Parse(((TextValue)value).Value, place).Expressions : [];

    private protected override void WriteConstraintsTo(Utf8JsonWriter writer)
    {
        if (Place is { } place)
            writer.WriteString("place", Names<Place>.Of(place));
    }
}

/// <summary>A bash script, in which references become environment variables.</summary>
public sealed record ScriptType : ParameterType
{
    public override string Name => "script";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (check.TextWithinLimit(value) is not { } text)
            return;
        if (string.IsNullOrWhiteSpace(text))
        {
            check.Error("missing_parameter", $"the script is empty");
            return;
        }

        try
        {
            check.Script(BashTemplate.Parse(text));
        }
        catch (ExpressionException exception)
        {
            check.BadExpression(exception);
        }
    }

    internal override IEnumerable<Expression> Expressions(Value value) => BashTemplate.Parse(((TextValue)value).Value).Expressions;

    private protected override void WriteConstraintsTo(Utf8JsonWriter writer) => writer.WriteString("place", "bash");
}

/// <summary>
/// An expression, without <c>${{ }}</c> around it. It cannot read secrets: its outcome is stored and shown.
/// </summary>
public sealed record ExpressionType : ParameterType
{
    public override string Name => "expression";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (check.TextWithinLimit(value) is not { } text)
            return;
        try
        {
            check.References(Expression.Parse(text).References, secrets: false);
        }
        catch (ExpressionException exception)
        {
            check.BadExpression(exception);
        }
    }

    internal override IEnumerable<Expression> Expressions(Value value) => [Expression.Parse(((TextValue)value).Value)];
}

/// <summary>Any JSON, whose texts may hold references; one that is the whole of a text keeps its type.</summary>
public sealed record JsonType : ParameterType
{
    public override string Name => "json";

    internal override void Check(Value value, ParameterCheck check)
    {
        switch (value)
        {
            case TextValue:
                AsText.Check(value, check);
                break;
            case ListValue list:
                for (int i = 0; i < list.Items.Count; i++)
                    Check(list.Items[i], check.Item(i));
                break;
            case ObjectValue members:
                foreach (var (name, member) in members.Members)
                    Check(member, check.Field(name));
                break;
        }
    }

    internal override IEnumerable<Expression> Expressions(Value value) => value switch
    {
        TextValue => AsText.Expressions(value),
        ListValue list => list.Items.SelectMany(Expressions),
        ObjectValue members => members.Members.Values.SelectMany(Expressions),
        _ => [],
    };

    private static readonly TextType AsText = new() { Place = Place.Text };
}

/// <summary>A key, as <see cref="Documents.Key"/> defines it.</summary>
public sealed record KeyType : ParameterType
{
    public override string Name => "key";

    internal override void Check(Value value, ParameterCheck check)
    {
        if (value is not TextValue(var text))
            check.WrongType($"a key", value);
        else if (!Key.IsValid(text))
            check.Error("bad_key", $"'{text}' is no key: {Key.Rule}");
    }
}
