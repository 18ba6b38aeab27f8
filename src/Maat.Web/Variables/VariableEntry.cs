using System.Text.Json;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Web.Variables;

/// <summary>Why what stands in a field is no value of its variable.</summary>
public enum EntryProblem
{
    None,
    Missing,
    NoNumber,
    NoWholeNumber,
    OutOfRange,
    NoChoice,
    NoJson,

    /// <summary>Something that only the server's words say.</summary>
    Refused,
}

/// <summary>
/// One variable in a form: what is typed, whether it is a value of its own or what lies below it, and what is wrong with it. It keeps what was
/// typed, whatever that is.
/// </summary>
/// <param name="below">The value that counts when none is given here; null for none.</param>
/// <param name="own">The value that is given here; null for none.</param>
public sealed class VariableEntry(VariableDefinition definition, Value? below, Value? own)
{
    private Value? _saved = own;

    public VariableDefinition Definition { get; private set; } = definition;

    public string Key => Definition.Key;

    public Value? Below { get; private set; } = below;

    /// <summary>Whether a value is given here; otherwise the field shows what lies below.</summary>
    public bool IsOwn { get; private set; } = own is not null;

    /// <summary>What stands in the field.</summary>
    public string Text { get; private set; } = TextOf(own ?? below);

    public EntryProblem Problem { get; private set; }

    /// <summary>In the words of whoever refused it: the reader of JSON, or the server. Null where the problem says it all.</summary>
    public Wording? ProblemDetail { get; private set; }

    /// <summary>What somebody else set it to since the form was opened; null for nothing.</summary>
    public Value? Theirs { get; private set; }

    public bool IsChanged => IsOwn ? _saved is null || Text != TextOf(_saved) : _saved is not null;

    public void Type(string text)
    {
        (Text, IsOwn) = (text, true);
        Check();
    }

    /// <summary>Takes the value away that is given here.</summary>
    public void Reset()
    {
        (Text, IsOwn) = (TextOf(Below), false);
        Check();
    }

    public void Discard()
    {
        (Text, IsOwn, Theirs) = (TextOf(_saved ?? Below), _saved is not null, null);
        (Problem, ProblemDetail) = (EntryProblem.None, null);
    }

    public void Refuse(Wording wording) => (Problem, ProblemDetail) = (EntryProblem.Refused, wording);

    /// <summary>Takes what is stored now as what the form was opened with: what was not touched follows it, what was typed stays.</summary>
    public void Rebase(VariableDefinition definition, Value? below, Value? stored)
    {
        bool touched = IsChanged;
        Theirs = touched && !Equals(stored, _saved) ? stored ?? below ?? Value.Null : null;
        (Definition, Below, _saved) = (definition, below, stored);
        if (!touched)
            (Text, IsOwn) = (TextOf(stored ?? below), stored is not null);
        Check();
    }

    /// <summary>The value that is given here; null when none is, or when it is wrong.</summary>
    public Value? Read() => IsOwn && Problem is EntryProblem.None or EntryProblem.Refused && IsOwn ? VariableRules.ParseText(Definition, Text).Value : null;

    /// <summary>Says what is wrong with what is typed.</summary>
    public void Check()
    {
        ProblemDetail = null;
        Problem = Find();
    }

    private EntryProblem Find()
    {
        if (!IsOwn)
            return Definition.Required && Below is null ? EntryProblem.Missing : EntryProblem.None;
        (Value? value, Wording? wrong) = VariableRules.ParseText(Definition, Text);
        if (wrong is null)
            return value is null && Definition.Required && Below is null ? EntryProblem.Missing : EntryProblem.None;
        switch (Definition.Type)
        {
            case VariableType.Number:
                (Value? plain, _) = VariableRules.ParseText(new VariableDefinition(Key, VariableType.Number), Text);
                return plain is not NumberValue(var number) ? EntryProblem.NoNumber
                    : Definition.IsInteger && number != decimal.Truncate(number) ? EntryProblem.NoWholeNumber
                    : EntryProblem.OutOfRange;
            case VariableType.Choice:
                return EntryProblem.NoChoice;
            case VariableType.Json:
                ProblemDetail = JsonPlace(Text);
                return EntryProblem.NoJson;
            default:
                ProblemDetail = wrong;
                return EntryProblem.Refused;
        }
    }

    /// <summary>Where the text stops being JSON, as line and column counted from 1; null when it is JSON, but too large.</summary>
    private static Wording? JsonPlace(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException exception)
        {
            return Wording.Verbatim($"{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}");
        }
    }

    private static string TextOf(Value? value) => value switch
    {
        null or NullValue => "",
        TextValue(var text) => text,
        _ => value.ToJson(),
    };
}
