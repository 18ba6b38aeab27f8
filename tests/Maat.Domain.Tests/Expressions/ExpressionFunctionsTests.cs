using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Expressions;

public sealed class ExpressionFunctionsTests
{
    private static readonly FakeContext Context = new(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"))
    {
        ["vars.text"] = new TextValue(" Añ\U0001F600b "),
        ["vars.list"] = Value.ParseJson("[1, \"a\", null]"),
        ["vars.object"] = Value.ParseJson("{\"b\": 1, \"a\": null}"),
        // Ten minutes before New York's clocks go from 2:00 to 3:00.
        ["run.at"] = new TimeValue(new DateTimeOffset(2016, 3, 13, 6, 50, 0, TimeSpan.Zero)),
    };

    public static TheoryData<string, string> Calls { get; } = new()
    {
        { "default(vars.none, 1)", "1" },
        { "default(2, 1 / 0)", "2" },
        { "if(1 < 2, 'then', 1 / 0)", "\"then\"" },
        { "if(1 > 2, 1 / 0, 'else')", "\"else\"" },
        { "type(vars.none)", "\"null\"" },
        { "type(run.at)", "\"time\"" },
        { "text(1.50)", "\"1.50\"" },
        { "text(vars.list)", "\"[1,\\\"a\\\",null]\"" },
        { "length(vars.text)", "6" },
        { "length(vars.list)", "3" },
        { "length(vars.object)", "2" },
        { "contains('abc', 'bc')", "true" },
        { "contains([1, 2], 3)", "false" },
        { "lower('ÀB')", "\"àb\"" },
        { "upper('àb')", "\"ÀB\"" },
        { "trim(vars.text)", "\"Añ\U0001F600b\"" },
        { "starts_with('abc', 'ab')", "true" },
        { "ends_with('abc', 'ab')", "false" },
        { "replace('a.b.c', '.', '--')", "\"a--b--c\"" },
        { "split('a,b,,c', ',')", "[\"a\",\"b\",\"\",\"c\"]" },
        { "join(vars.list, '-')", "\"1-a-\"" },
        { "join([], ',')", "\"\"" },
        { "substring(vars.text, 3)", "\"\U0001F600b \"" },
        { "substring(vars.text, 1, 3)", "\"Añ\U0001F600\"" },
        { "substring('ab', 5, 9)", "\"\"" },
        { "pad_left('7', 3, '0')", "\"007\"" },
        { "pad_left('1234', 3)", "\"1234\"" },
        { "url_encode('a b/é?')", "\"a%20b%2F%C3%A9%3F\"" },
        { "number(' -1.5e2 ')", "-150" },
        { "number(3)", "3" },
        { "round(2.5)", "3" },
        { "round(-2.5)", "-3" },
        { "round(2.345, 2)", "2.35" },
        { "floor(-1.5)", "-2" },
        { "ceil(-1.5)", "-1" },
        { "abs(-1.5)", "1.5" },
        { "min(3, 1, 2)", "1" },
        { "max(3)", "3" },
        { "date(run.at, 'yyyy-MM-ddTHH:mm:sszzz')", "\"2016-03-13T01:50:00-05:00\"" },
        { "date(run.at, 'dd MMM yyyy', 'Asia/Shanghai')", "\"13 Mar 2016\"" },
        { "date(run.at, 'd')", "\"13\"" },
        { "date(run.at, \"'Day' d\")", "\"Day 13\"" },
        { "parse_time('2016-03-13T06:50:00Z') == run.at", "true" },
        { "parse_time('2016-03-13T14:50:00+08:00') == run.at", "true" },
        { "parse_time('2016-03-13 01:50') == run.at", "true" },
        { "parse_time('2016-03-13T14:50', 'Asia/Shanghai') == run.at", "true" },
        { "text(parse_time('20160313'))", "\"2016-03-13T00:00:00-05:00\"" },
        { "epoch(run.at)", "1457851800" },
        { "text(add_seconds(run.at, 0.5))", "\"2016-03-13T01:50:00.5-05:00\"" },
        { "text(add_minutes(run.at, 20))", "\"2016-03-13T03:10:00-04:00\"" },
        { "text(add_hours(run.at, 24))", "\"2016-03-14T02:50:00-04:00\"" },
        { "text(add_days(run.at, 1))", "\"2016-03-14T01:50:00-04:00\"" },
        // 2:50 is skipped on that day; 1:30 comes twice on 2016-11-06.
        { "text(add_days(add_hours(run.at, -23), 1))", "\"2016-03-13T03:50:00-04:00\"" },
        { "text(add_days(parse_time('2016-11-05T01:30'), 1))", "\"2016-11-06T01:30:00-04:00\"" },
        { "text(add_days(parse_time('2016-11-07T01:30'), -1))", "\"2016-11-06T01:30:00-05:00\"" },
        { "text(add_days(run.at, 1, 'UTC'))", "\"2016-03-14T02:50:00-04:00\"" },
        { "date(add_months(parse_time('2016-01-31'), 1), 'yyyyMMdd')", "\"20160229\"" },
        { "year(run.at)", "2016" },
        { "month(run.at)", "3" },
        { "day(run.at)", "13" },
        { "day(parse_time('2016-03-13T23:00'), 'Asia/Shanghai')", "14" },
        { "weekday(run.at)", "7" },
        { "weekday(add_days(run.at, 1))", "1" },
        { "hour(run.at)", "1" },
        { "hour(run.at, 'UTC')", "6" },
        { "minute(run.at)", "50" },
        { "second(run.at)", "0" },
        { "json(vars.object)", "\"{\\\"b\\\":1,\\\"a\\\":null}\"" },
        { "json('a\"b')", "\"\\\"a\\\\\\\"b\\\"\"" },
        { "parse_json('{\"a\": [1]}').a[0]", "1" },
        { "keys(vars.object)", "[\"b\",\"a\"]" },
        { "values(vars.object)", "[1,null]" },
        { "has(vars.object, 'a')", "true" },
        { "has(vars.object, 'c')", "false" },
        { "first(vars.list)", "1" },
        { "first([])", "null" },
        { "last([1, 2])", "2" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Evaluate_Call_Yields(string source, string json) =>
        Assert.Equal(Value.ParseJson(json).ToJson(), Expression.Parse(source).Evaluate(Context).ToJson());

    [Fact]
    public void Calls_CoverEveryFunction() =>
        Assert.All(ExpressionFunctions.All, function => Assert.Contains(Calls, call => call.Data.Item1.Contains(function.Name + "(", StringComparison.Ordinal)));

    [Fact]
    public void Signatures_ShowWhatIsOptionalAndRepeated()
    {
        var signatures = ExpressionFunctions.All.Select(function => function.Signature).ToList();
        Assert.Contains("round(number, [digits])", signatures);
        Assert.Contains("min(number, …)", signatures);
        Assert.Equal(signatures.Count, signatures.Distinct().Count());
    }
}
