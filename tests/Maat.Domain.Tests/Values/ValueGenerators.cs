using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Values;

/// <summary>Random values and texts.</summary>
internal static class ValueGenerators
{
    // What shells, JSON, URLs and headers treat specially, and characters of each length in UTF-8.
    private static readonly string[] Pieces =
    [
        "a", "Z", "0", "9", " ", "  ", "\t", "\n", "\r\n", "'", "\"", "\\", "`", "$", "$(id)", "`id`", "${HOME}", "$((1+1))", "${{ x }}", "}}", "{", "}",
        "*", "?", "[a]", "~", "!", "#", "&", ";", "|", "<", ">", "(", ")", "-e", "--", "-n", "=", "%", "%2e", "..", "/", "&amp;", "\u0001", "\u007f",
        "é", "日本", "\U0001F600", "\u2028", "\uFEFF", "\\n", "\\'", "'; rm -rf x; '", "a[$(id)]",
    ];

    /// <summary>Text in Unicode, without NUL, full of characters that mean something somewhere.</summary>
    public static Gen<string> HostileText { get; } = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));

    public static Gen<decimal> Number { get; } =
        from units in ArbMap.Default.GeneratorFor<int>()
        from scale in Gen.Choose(0, 10)
        select new decimal(units, units, 0, units < 0, (byte)scale);

    /// <summary>Any value but times, which JSON does not tell from text.</summary>
    public static Gen<Value> Json { get; } = Gen.Sized(size => OfDepth(Math.Min(size, 3)));

    private static Gen<Value> Scalar { get; } = Gen.OneOf(
        Gen.Constant(Value.Null),
        ArbMap.Default.GeneratorFor<bool>().Select(Value (value) => new BooleanValue(value)),
        Number.Select(Value (value) => new NumberValue(value)),
        HostileText.Select(Value (value) => new TextValue(value)));

    private static Gen<Value> OfDepth(int depth) => depth == 0
        ? Scalar
        : Gen.OneOf(
            Scalar,
            OfDepth(depth - 1).ListOf().Select(Value (items) => new ListValue(items)),
            HostileText.Zip(OfDepth(depth - 1)).ListOf().Select(Value (members) => new ObjectValue(members.Select(member => KeyValuePair.Create(member.Item1, member.Item2)))));
}
