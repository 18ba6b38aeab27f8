namespace Maat.Domain.Values;

/// <summary>
/// The types that a value can have. All but <see cref="Time"/> are JSON's own; a time becomes ISO 8601 text when it is written as JSON.
/// (Not named <c>ValueType</c>: every file imports <c>System</c>, whose type of that name would make each use ambiguous.)
/// </summary>
public enum ValueKind
{
    Null,
    Boolean,
    Number,
    Text,
    Time,
    List,
#pragma warning disable CA1720 // JSON's own word for it, and the one that users read in messages.
    Object,
#pragma warning restore CA1720
}
