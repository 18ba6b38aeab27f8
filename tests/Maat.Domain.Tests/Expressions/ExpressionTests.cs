using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Expressions;

public sealed class ExpressionTests
{
    private static readonly FakeContext Context = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"))
    {
        ["vars.region"] = new TextValue("hz"),
        ["vars.shards"] = new NumberValue(8),
        ["vars.flag"] = new BooleanValue(true),
        ["vars.list"] = Value.ParseJson("[\"a\", \"b\"]"),
        ["vars.options"] = Value.ParseJson("{\"incremental\": true, \"x-y\": 1, \"in\": 2, \"deep\": {\"items\": [10, {\"n\": 7}]}}"),
        ["nodes.extract.outputs.rows"] = new NumberValue(1_000_000),
        ["run.scheduled_at"] = new TimeValue(new DateTimeOffset(2026, 3, 1, 20, 30, 5, TimeSpan.Zero)),
        ["run.started_at"] = new TimeValue(new DateTimeOffset(2026, 3, 2, 4, 30, 5, TimeSpan.FromHours(8))),
        ["response.status"] = new NumberValue(202),
        ["response.json"] = Value.ParseJson("{\"state\": \"KILLED\"}"),
    };

    [Theory]
    // Literals.
    [InlineData("1", "1")]
    [InlineData("  1.50  ", "1.50")]
    [InlineData("'a\\d'", "\"a\\\\d\"")]
    [InlineData("'it''s'", "\"it's\"")]
    [InlineData("''", "\"\"")]
    [InlineData("\"a\\n\\t\\\"\\'\\\\\\/\\u00e9\\ud83d\\ude00\"", "\"a\\n\\t\\\"'\\\\/é\\ud83d\\ude00\"")]
    [InlineData("[1, 'a', [true], null]", "[1,\"a\",[true],null]")]
    [InlineData("[]", "[]")]
    // References, members and items.
    [InlineData("vars.region", "\"hz\"")]
    [InlineData("nodes.extract.outputs.rows", "1000000")]
    [InlineData("vars.options.incremental", "true")]
    [InlineData("vars.options['x-y']", "1")]
    [InlineData("vars.options.in", "2")]
    [InlineData("vars.options.deep.items[1].n", "7")]
    [InlineData("vars.options.deep.items[vars.shards - 8]", "10")]
    [InlineData("vars.list[5]", "null")]
    [InlineData("vars.options.none.at.all[3]", "null")]
    [InlineData("nodes.skipped.outputs.info.count == null", "true")]
    [InlineData("['a','b'][1]", "\"b\"")]
    // Comparison.
    [InlineData("response.status == 202", "true")]
    [InlineData("response.status != 202.0", "false")]
    [InlineData("'a' < 'b'", "true")]
    [InlineData("'B' < 'a'", "true")]
    [InlineData("2 >= 2", "true")]
    [InlineData("10 < 9", "false")]
    [InlineData("[1,2] == [1,2.0]", "true")]
    [InlineData("true != false", "true")]
    [InlineData("run.scheduled_at == run.started_at", "true")]
    [InlineData("run.scheduled_at <= parse_time('2026-03-02')", "false")]
    [InlineData("null == null", "true")]
    [InlineData("nodes.a.outputs.b == null", "true")]
    [InlineData("null != vars.region", "true")]
    // Logic, which stops at what decides.
    [InlineData("true and not false", "true")]
    [InlineData("false and 1 / 0 == 1", "false")]
    [InlineData("true or 1 / 0 == 1", "true")]
    [InlineData("false or false or true", "true")]
    [InlineData("not not true", "true")]
    [InlineData("true or false and false", "true")]
    [InlineData("not 1 == 2", "true")]
    // Membership and patterns.
    [InlineData("response.json.state in ['ERROR', 'KILLED']", "true")]
    [InlineData("'x' not in vars.list", "true")]
    [InlineData("1 in []", "false")]
    [InlineData("null in [1, null]", "true")]
    [InlineData("vars.region matches '^h[a-z]$'", "true")]
    [InlineData("vars.region matches 'z'", "true")]
    [InlineData("vars.region matches '^' + 'z'", "false")]
    [InlineData("'a1b' matches '\\d'", "true")]
    // Arithmetic.
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("7 % 4", "3")]
    [InlineData("-7 % 4", "-3")]
    [InlineData("--2", "2")]
    [InlineData("-vars.shards", "-8")]
    [InlineData("0.1 + 0.2 == 0.3", "true")]
    [InlineData("'a' + \"b\" + 'c'", "\"abc\"")]
    // Filters bind between arithmetic and comparison.
    [InlineData("vars.region | upper == 'HZ'", "true")]
    [InlineData("7 / 2 | round == 4", "true")]
    [InlineData("vars.region | upper | lower | length", "2")]
    [InlineData("run.scheduled_at | add_days -1 | date 'yyyyMMdd'", "\"20260301\"")]
    [InlineData("run.scheduled_at | date('yyyyMMdd', 'UTC')", "\"20260301\"")]
    [InlineData("run.scheduled_at | date 'yyyyMMdd' 'UTC' == '20260301'", "true")]
    [InlineData("(vars.region | upper) + 'x'", "\"HZx\"")]
    [InlineData("vars.x | default vars.list[1]", "\"b\"")]
    [InlineData("2 | max 1 (1 + 2)", "3")]
    [InlineData("'a' | length in [1, 2] and true", "true")]
    // The words of the language are names after a point.
    [InlineData("response.json.and == null", "true")]
    public void Evaluate_Source_Yields(string source, string json) =>
        Assert.Equal(Value.ParseJson(json).ToJson(), Expression.Parse(source).Evaluate(Context).ToJson());

    [Fact]
    public void Evaluate_ATimeByItself_ShowsTheZoneOfTheRun() =>
        Assert.Equal("2026-03-02T04:30:05+08:00", Expression.Parse("run.scheduled_at").Evaluate(Context).ToText());

    [Fact]
    public void References_InAnyBranch_AreListedWithTheirPlaces()
    {
        var expression = Expression.Parse("if(vars.flag,\n  nodes.a.outputs.b.c[vars.i], secrets.console | default response.json.x)", line: 3, column: 5);
        Assert.Equal(
            [
                new Reference(ReferenceRoot.Vars, ["flag"], 3, 8),
                new Reference(ReferenceRoot.Nodes, ["a", "outputs", "b"], 4, 3),
                new Reference(ReferenceRoot.Vars, ["i"], 4, 23),
                new Reference(ReferenceRoot.Secrets, ["console"], 4, 32),
                new Reference(ReferenceRoot.Response, ["json"], 4, 58),
            ],
            expression.References);
        Assert.Null(expression.SoleReference);
        Assert.Equal("vars.x", Expression.Parse(" vars.x ").SoleReference?.Text);
    }

    [Fact]
    public void IsConstant_WithoutReferences_Only()
    {
        Assert.True(Expression.Parse("1 + 2").IsConstant);
        Assert.False(Expression.Parse("1 + vars.x").IsConstant);
    }
}
