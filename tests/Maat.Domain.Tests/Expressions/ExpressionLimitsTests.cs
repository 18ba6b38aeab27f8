using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Expressions;
using Maat.Domain.Tests.Values;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Expressions;

public sealed class ExpressionLimitsTests
{
    private static readonly FakeContext Context = new()
    {
        ["vars.big"] = new TextValue(new string('a', ExpressionLimits.MaxYieldBytes)),
        ["vars.wide"] = new TextValue(new string('é', ExpressionLimits.MaxYieldBytes / 2)),
        ["vars.commas"] = new TextValue(new string(',', ExpressionLimits.MaxItems)),
        ["vars.list"] = new ListValue(Enumerable.Repeat(new TextValue(new string('a', 1000)), 1000)),
    };

    public static TheoryData<string> Deep { get; } =
    [
        new string('(', 5000) + "1" + new string(')', 2000),
        new string('[', 8000),
        new string('-', 8000) + "1",
        string.Concat(Enumerable.Repeat("not ", 2000)) + "true",
        string.Concat(Enumerable.Repeat("lower(", 1000)),
        string.Concat(Enumerable.Repeat("vars.x[", 1000)),
        string.Concat(Enumerable.Repeat("1 | max (", 800)),
    ];

    [Theory]
    [MemberData(nameof(Deep))]
    public void Parse_DeepNesting_IsRefused(string source) =>
        Assert.Contains("nested deeper than 64", Assert.Throws<ExpressionException>(() => Expression.Parse(source)).Problem.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("1", " + 1", 2000)]
    [InlineData("'a'", " | upper", 1000)]
    [InlineData("true", " and true", 900)]
    [InlineData("null == vars.x", ".y", 4000)]
    [InlineData("null == vars.x", "[0]", 2000)]
    [InlineData("1 - -1", " - -1", 1500)]
    public void Evaluate_LongChain_TakesNoStack(string first, string next, int times)
    {
        var source = first + string.Concat(Enumerable.Repeat(next, times));
        Value? value = null;
        // A stack that the nesting fits and the length would not.
        var thread = new Thread(() => value = Expression.Parse(source).Evaluate(Context), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.NotNull(value);
    }

    [Fact]
    public void Parse_TooLongASource_IsRefused() =>
        Assert.Contains("longer than", Assert.Throws<ExpressionException>(() => Expression.Parse(new string(' ', ExpressionLimits.MaxSourceLength) + "1")).Problem.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Evaluate_AValueOfTheLargestSize_Passes()
    {
        Assert.Equal(ExpressionLimits.MaxYieldBytes, Expression.Parse("vars.big").Evaluate(Context).ToText().Length);
        Assert.Equal(ExpressionLimits.MaxYieldBytes, Expression.Parse("vars.big | upper").Evaluate(Context).ToText().Length);
    }

    [Theory]
    [InlineData("vars.big + 'a'")]
    [InlineData("vars.wide + 'a'")]
    [InlineData("[vars.big, vars.big]")]
    [InlineData("json(vars.big)")]
    [InlineData("replace(vars.big, 'a', vars.big)")]
    [InlineData("join(vars.list, vars.big)")]
    [InlineData("text(vars.list) + text(vars.list)")]
    [InlineData("url_encode(vars.wide)")]
    public void Evaluate_TooLargeAYield_IsRefused(string source) =>
        Assert.Contains("KiB", Assert.Throws<ExpressionException>(() => Expression.Parse(source).Evaluate(Context)).Problem.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Evaluate_TooManyParts_IsRefused() =>
        Assert.Contains("items", Assert.Throws<ExpressionException>(() => Expression.Parse("split(vars.commas, ',')").Evaluate(Context)).Problem.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("vars.big == vars.big and ", "true", 100)]
    [InlineData("length(vars.big) > 0 and ", "true", 100)]
    [InlineData("vars.big matches '(a|b)*c' or ", "true", 100)]
    [InlineData("vars.big | upper", " | lower | upper", 100)]
    [InlineData("contains(vars.list, 'x') or ", "true", 100)]
    public void Evaluate_TooMuchWork_IsRefused(string repeated, string last, int times)
    {
        var source = last.StartsWith(" |", StringComparison.Ordinal)
            ? repeated + string.Concat(Enumerable.Repeat(last, times))
            : string.Concat(Enumerable.Repeat(repeated, times)) + last;
        Assert.Contains("too much work", Assert.Throws<ExpressionException>(() => Expression.Parse(source).Evaluate(Context)).Problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AndEvaluate_RandomText_ThrowsNothingElse() =>
        Prop.ForAll(SourceLike.ToArbitrary(), source =>
        {
            try
            {
                _ = Expression.Parse(source).Evaluate(Context);
            }
            catch (ExpressionException exception)
            {
                Assert.True(exception is { Line: >= 1, Column: >= 1, Problem.IsNothing: false });
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Gen<string> SourceLike { get; } = Gen.OneOf(
        ValueGenerators.HostileText,
        Gen.Elements(
            "1", "0", "2.5", "'a'", "\"b\\n\"", "true", "null", "vars.list", "vars.none", "nodes.a.outputs.b", "run.x", "[", "]", "(", ")", ",", ".", ".x", "|",
            "+", "-", "*", "/", "%", "==", "!=", "<", ">=", "and", "or", "not", "in", "matches", "if(", "default(", "split(", "date(", "parse_json(", "round ",
            "length", "substring(", "add_days(", "parse_time('2020-01-01')", "'UTC'", "'yyyy'", "\n", "'", "\"", "''", "99999999999999999999")
            .ListOf().Select(tokens => string.Join(' ', tokens)));
}
