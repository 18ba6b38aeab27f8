using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Expressions;

public sealed class ExpressionErrorTests
{
    private static readonly FakeContext Context = new()
    {
        ["vars.n"] = new NumberValue(1),
        ["vars.t"] = new TextValue("text"),
        ["vars.big"] = new NumberValue(decimal.MaxValue),
        ["vars.list"] = Value.ParseJson("[1, 2]"),
        ["vars.mixed"] = Value.ParseJson("[1, \"a\"]"),
        ["vars.object"] = Value.ParseJson("{\"a\": 1}"),
        ["run.at"] = new TimeValue(DateTimeOffset.UnixEpoch),
    };

    [Theory]
    [InlineData("", 1, 1, "empty")]
    [InlineData("  \n ", 1, 1, "empty")]
    [InlineData("1 +", 1, 4, "value is missing")]
    [InlineData("1 2", 1, 3, "operator is missing")]
    [InlineData("(1", 1, 3, "Expected ')'")]
    [InlineData("1)", 1, 2, "closes nothing")]
    [InlineData("[1, 2", 1, 6, "Expected ']'")]
    [InlineData("[1,]", 1, 4, "value is missing")]
    [InlineData("'abc", 1, 1, "no closing '")]
    [InlineData("1 == \"abc", 1, 6, "no closing \"")]
    [InlineData("\"a\\q\"", 1, 3, "no escape")]
    [InlineData("\"\\u12\"", 1, 2, "four hexadecimal digits")]
    [InlineData("\"\\ud800x\"", 1, 2, "first half")]
    [InlineData("\"\\udc00\"", 1, 2, "second half")]
    [InlineData("1.2.3", 1, 1, "at most one point")]
    [InlineData("12ab", 1, 1, "text needs quotes")]
    [InlineData("99999999999999999999999999999999", 1, 1, "out of range")]
    [InlineData("1 = 2", 1, 3, "'=='")]
    [InlineData("true && false", 1, 6, "'and'")]
    [InlineData("true || false", 1, 6, "'or'")]
    [InlineData("!true", 1, 1, "'not'")]
    [InlineData("1 ? 2 : 3", 1, 3, "if(")]
    [InlineData("$vars.x", 1, 1, "without '$'")]
    [InlineData("1 ; 2", 1, 3, "';'")]
    [InlineData("a\u0001", 1, 2, "U+0001")]
    [InlineData("1 < 2 < 3", 1, 7, "do not chain")]
    [InlineData("1 == 2 in [3]", 1, 8, "do not chain")]
    [InlineData("1 not 2", 1, 3, "'in'")]
    [InlineData("region", 1, 1, "Unknown name 'region'")]
    [InlineData("1 ==\n  region", 2, 3, "Unknown name 'region'")]
    [InlineData("vars", 1, 1, "incomplete")]
    [InlineData("vars['x']", 1, 1, "incomplete")]
    [InlineData("vars.", 1, 6, "Expected a name")]
    [InlineData("nodes.a", 1, 1, "nodes.KEY.outputs.KEY")]
    [InlineData("nodes.a.inputs.b", 1, 9, "outputs")]
    [InlineData("nodes.a.outputs", 1, 1, "incomplete")]
    [InlineData("lower", 1, 1, "lower(text)")]
    [InlineData("frob(1)", 1, 1, "Unknown function 'frob'")]
    [InlineData("1 | frob", 1, 5, "Unknown function 'frob'")]
    [InlineData("1 | 'x'", 1, 5, "name of a function")]
    [InlineData("lower()", 1, 1, "takes 1 argument, but has 0")]
    [InlineData("round(1, 2, 3)", 1, 1, "takes 1 to 2 arguments")]
    [InlineData("vars.t | replace 'a'", 1, 10, "has 2, the value before '|' among them")]
    [InlineData("vars.list | length - 1", 1, 13, "takes 1 argument")]
    [InlineData("lower(1)", 1, 7, "lower needs a text")]
    [InlineData("run.at | date 'yyyy-MM-DD'", 1, 15, "'D' is no letter")]
    [InlineData("run.at | date ''", 1, 15, "empty")]
    [InlineData("run.at | date 'yyyy' 'Mars/Base'", 1, 22, "no time zone 'Mars/Base'")]
    [InlineData("run.at | date 'yyyy' '../../etc/passwd'", 1, 22, "no time zone")]
    [InlineData("vars.t matches '('", 1, 16, "no pattern")]
    [InlineData("vars.t matches '(?=a)'", 1, 16, "lookarounds")]
    [InlineData("vars.t matches '(a)\\1'", 1, 16, "backreferences")]
    [InlineData("vars.t matches '((a{1000}){1000}){1000}'", 1, 16, "repetition")]
    [InlineData("split(vars.t, '')", 1, 15, "must not be empty")]
    [InlineData("vars.x and", 1, 11, "value is missing")]
    [InlineData("and 1", 1, 1, "value is missing")]
    public void Parse_WrongSource_IsRefusedWithItsPlace(string source, int line, int column, string problem) =>
        AssertFails(() => Expression.Parse(source), line, column, problem);

    [Theory]
    [InlineData("vars.n == vars.t", 1, 8, "a number cannot be compared with a text")]
    [InlineData("vars.n == '1'", 1, 8, "a number cannot be compared with a text")]
    [InlineData("vars.none == 1", 1, 11, "null cannot be compared")]
    [InlineData("vars.none == vars.none", 1, 11, "null cannot be compared")]
    [InlineData("vars.none < 1", 1, 11, "null cannot be compared")]
    [InlineData("null < null", 1, 6, "null cannot be compared")]
    [InlineData("run.at == '1970-01-01T00:00:00Z'", 1, 8, "a time cannot be compared with a text")]
    [InlineData("true < false", 1, 6, "have an order")]
    [InlineData("[1] < [2]", 1, 5, "have an order")]
    [InlineData("vars.n in vars.mixed", 1, 8, "cannot be compared")]
    [InlineData("vars.none in vars.list", 1, 11, "null cannot be compared")]
    [InlineData("'e' in vars.t", 1, 5, "contains(text, part)")]
    [InlineData("vars.n and true", 1, 1, "'and' needs true or false")]
    [InlineData("true and\n vars.n", 2, 2, "'and' needs true or false")]
    [InlineData("false or vars.none", 1, 10, "'or' needs true or false")]
    [InlineData("not vars.t", 1, 5, "'not' needs true or false")]
    [InlineData("vars.n + vars.t", 1, 8, "two numbers or two texts")]
    [InlineData("vars.t - vars.n", 1, 8, "two numbers")]
    [InlineData("vars.none + 1", 1, 11, "null")]
    [InlineData("1 / (vars.n - 1)", 1, 3, "Division by zero")]
    [InlineData("1 % 0", 1, 3, "Division by zero")]
    [InlineData("vars.big + 1", 1, 10, "out of range")]
    [InlineData("vars.big * vars.big", 1, 10, "out of range")]
    [InlineData("-vars.t", 1, 1, "'-' needs a number")]
    [InlineData("vars.n matches 'a'", 1, 1, "needs a text on its left")]
    [InlineData("vars.t matches vars.n", 1, 16, "needs a text on its right")]
    [InlineData("vars.t matches '(' + ''", 1, 16, "no pattern")]
    [InlineData("vars.list.first", 1, 10, "A list has items")]
    [InlineData("vars.object[0]", 1, 12, "An object has members by name")]
    [InlineData("vars.t.length", 1, 7, "parse_json")]
    [InlineData("vars.list[0.5]", 1, 10, "whole number")]
    [InlineData("vars.list[-1]", 1, 10, "last(")]
    [InlineData("lower(vars.none)", 1, 7, "default(")]
    [InlineData("vars.n | upper", 1, 10, "upper needs a text")]
    [InlineData("number(vars.t)", 1, 8, "not a number")]
    [InlineData("round(1, vars.n / 2)", 1, 10, "whole number")]
    [InlineData("parse_json(vars.t)", 1, 12, "not JSON")]
    [InlineData("parse_time(vars.t)", 1, 12, "ISO 8601")]
    [InlineData("date(run.at, vars.t)", 1, 14, "no letter of a format")]
    [InlineData("date(run.at, 'yyyy', vars.t + '/x')", 1, 22, "no time zone")]
    [InlineData("add_days(run.at, 9999999)", 1, 1, "out of range")]
    [InlineData("add_hours(run.at, vars.big)", 1, 1, "out of range")]
    [InlineData("add_days(run.at, 1.5)", 1, 18, "whole number")]
    [InlineData("contains(vars.t, vars.n)", 1, 18, "text in a text")]
    [InlineData("pad_left(vars.t, 2000)", 1, 18, "whole number from 0 to 1000")]
    [InlineData("pad_left(vars.t, 9, 'ab')", 1, 21, "one character")]
    [InlineData("if(vars.n, 1, 2)", 1, 4, "if needs a boolean")]
    public void Evaluate_WhatHasNoValue_FailsWithItsPlace(string source, int line, int column, string problem) =>
        AssertFails(() => Expression.Parse(source).Evaluate(Context), line, column, problem);

    // Not a row of the table, which cannot carry half of a surrogate pair.
    [Fact]
    public void Parse_HalfASurrogatePair_IsRefusedWithItsPlace()
    {
        AssertFails(() => Expression.Parse("'\ud800'"), 1, 2, "Unicode");
        AssertFails(() => Expression.Parse("'a\udc00"), 1, 3, "Unicode");
    }

    [Fact]
    public void Parse_InsideALargerText_CountsFromWhereItStands()
    {
        AssertFails(() => Expression.Parse("1 +\n +", line: 7, column: 20), 8, 2, "value is missing");
        AssertFails(() => Expression.Parse("1 +", line: 7, column: 20), 7, 23, "value is missing");
    }

    private static void AssertFails(Action action, int line, int column, string problem)
    {
        var exception = Assert.Throws<ExpressionException>(action);
        Assert.Contains(problem, exception.Problem.ToString(), StringComparison.Ordinal);
        Assert.Equal((line, column), (exception.Line, exception.Column));
    }
}
