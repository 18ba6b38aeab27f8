namespace Maat.Domain.Expressions;

/// <summary>What the parser may miss, as messages name it. Made once: it is handed on also where nothing is missing.</summary>
internal static class Expected
{
    public static readonly Wording EndOfIndex = $"to close the '['";
    public static readonly Wording EndOfGroup = $"to close the '('";
    public static readonly Wording Arguments = $"before the arguments";
    public static readonly Wording NextItem = $"or ','";
    public static readonly Wording Name = $"a name";
    public static readonly Wording MemberName = $"a member's name";
    public static readonly Wording Output = $"an output is read as nodes.KEY.outputs.KEY";
}
