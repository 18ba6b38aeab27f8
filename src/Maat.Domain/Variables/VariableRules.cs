using System.Globalization;
using System.Text;
using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Values;

namespace Maat.Domain.Variables;

/// <summary>What a variable accepts: one rule for a template's default, an application's value and a trigger's override.</summary>
public static class VariableRules
{
    /// <summary>
    /// Why <paramref name="value"/> cannot be the variable's, as (code, wording); null if it can. A <see cref="NullValue"/> stands
    /// for no value, and is never refused here.
    /// </summary>
    public static (string Code, Wording Wording)? Refuse(VariableDefinition definition, Value value)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(value);
        if (value is NullValue)
            return null;
        return RefuseType(definition, value) ?? RefuseSize(definition, value);
    }

    /// <summary>
    /// Reads what was typed into a form or on a command line. Nothing typed is no value, except for a text, whose value may be empty.
    /// </summary>
    /// <returns>The value, null when there is none; or why the text is none of the variable's type.</returns>
    public static (Value? Value, Wording? Problem) ParseText(VariableDefinition definition, string text)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(text);
        if (definition.Type == VariableType.Text)
            return Checked(definition, new TextValue(text));
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
            return (null, null);
        switch (definition.Type)
        {
            case VariableType.Number:
                const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                return decimal.TryParse(trimmed, Styles, CultureInfo.InvariantCulture, out decimal number)
                    ? Checked(definition, new NumberValue(number))
                    : (null, $"'{definition.Key}' must be a number such as 12 or 0.5, with a point");
            case VariableType.Boolean:
                return trimmed switch
                {
                    "true" => (BooleanValue.True, null),
                    "false" => (BooleanValue.False, null),
                    _ => (null, $"'{definition.Key}' must be true or false"),
                };
            case VariableType.Json:
                try
                {
                    return Checked(definition, Value.ParseJson(trimmed));
                }
                catch (JsonException exception)
                {
                    return (null, $"'{definition.Key}' must be JSON: {JsonProblem.Of(exception)}");
                }

            default:
                return Checked(definition, new TextValue(trimmed));
        }
    }

    private static (Value? Value, Wording? Problem) Checked(VariableDefinition definition, Value value) =>
        value is NullValue ? (null, null) : Refuse(definition, value) is { } refused ? (null, refused.Wording) : (value, null);

    private static (string Code, Wording Wording)? RefuseType(VariableDefinition definition, Value value) => definition.Type switch
    {
        VariableType.Text => value is TextValue ? null : WrongType(definition, $"a text", value),
        VariableType.Boolean => value is BooleanValue ? null : WrongType(definition, $"true or false", value),
        VariableType.Number => value is NumberValue(var number) ? RefuseNumber(definition, number) : WrongType(definition, $"a number", value),
        VariableType.Choice => value is TextValue(var choice) ? RefuseChoice(definition, choice) : WrongType(definition, $"one of its choices, a text", value),
        VariableType.Secret => value is TextValue(var name) ? RefuseSecret(definition, name) : WrongType(definition, $"the name of a secret", value),
        _ => null,
    };

    private static (string Code, Wording Wording)? RefuseNumber(VariableDefinition definition, decimal number)
    {
        if (definition.IsInteger && number != decimal.Truncate(number))
            return ("wrong_type", $"'{definition.Key}' must be a whole number; it is {number}");
        if (number < definition.Min)
            return ("out_of_range", $"'{definition.Key}' must be at least {definition.Min.Value}; it is {number}");
        if (number > definition.Max)
            return ("out_of_range", $"'{definition.Key}' must be at most {definition.Max.Value}; it is {number}");
        return null;
    }

    private static (string Code, Wording Wording)? RefuseChoice(VariableDefinition definition, string choice)
    {
        if (definition.Choices.Contains(choice))
            return null;
        Wording meant = new Suggestion().OrList(choice, definition.Choices);
        return ("unknown_choice", $"'{choice}' is no choice of '{definition.Key}'{meant}");
    }

    private static (string Code, Wording Wording)? RefuseSecret(VariableDefinition definition, string name) =>
        name.Length is > 0 and <= DocumentLimits.NameLength
            ? null
            : ("bad_secret_name", $"'{definition.Key}' must be the name of a secret, of 1 to {DocumentLimits.NameLength} characters");

    private static (string Code, Wording Wording)? RefuseSize(VariableDefinition definition, Value value)
    {
        string text = value is TextValue(var plain) ? plain : value.ToJson();
        if (Encoding.UTF8.GetByteCount(text) > DocumentLimits.ValueBytes)
            return ("too_large", $"the value of '{definition.Key}' is larger than {DocumentLimits.ValueBytes} bytes: put it into a resource");
        // JSON escapes it, text cannot.
        bool nul = value is TextValue ? text.Contains('\0', StringComparison.Ordinal) : text.Contains("\\u0000", StringComparison.Ordinal) && HasNul(value);
        return nul ? ("bad_text", $"the value of '{definition.Key}' {SourceProblems.Nul}") : null;
    }

    private static bool HasNul(Value value) => value switch
    {
        TextValue(var text) => text.Contains('\0', StringComparison.Ordinal),
        ListValue list => list.Items.Any(HasNul),
        ObjectValue members => members.Members.Any(member => member.Key.Contains('\0', StringComparison.Ordinal) || HasNul(member.Value)),
        _ => false,
    };

    private static (string Code, Wording Wording) WrongType(VariableDefinition definition, Wording expected, Value value) =>
        ("wrong_type", $"'{definition.Key}' must be {expected}; it is {Describe(value)}");

    private static Wording Describe(Value value) => value switch
    {
        TextValue => $"a text",
        ListValue => $"a list",
        ObjectValue => $"an object",
        _ => Wording.Verbatim(value.ToText()),
    };
}
