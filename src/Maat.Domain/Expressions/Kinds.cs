using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>Types as messages name them.</summary>
internal static class Kinds
{
    public static Wording Name(Value value) => Name(value.Kind);

    public static Wording Name(ValueKind kind) => kind switch
    {
        ValueKind.Null => $"null",
        ValueKind.Boolean => $"a boolean",
        ValueKind.Number => $"a number",
        ValueKind.Text => $"a text",
        ValueKind.Time => $"a time",
        ValueKind.List => $"a list",
        _ => $"an object",
    };
}
