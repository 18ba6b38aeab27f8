using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Domain.Tests.Variables;

public class VariableRulesTests
{
    private static readonly Dictionary<string, VariableDefinition> Definitions = new VariableDefinition[]
    {
        new("text", VariableType.Text),
        new("number", VariableType.Number),
        new("shards", VariableType.Number) { IsInteger = true, Min = 1, Max = 512 },
        new("flag", VariableType.Boolean),
        new("region", VariableType.Choice) { Choices = ["hz", "sh"] },
        new("options", VariableType.Json),
        new("console", VariableType.Secret),
    }.ToDictionary(definition => definition.Key);

    [Theory]
    [InlineData("text", "\"x\"", null)]
    [InlineData("text", "\"\"", null)]
    [InlineData("text", "null", null)]
    [InlineData("text", "1", "wrong_type")]
    [InlineData("text", "\"a\\u0000\"", "bad_text")]
    [InlineData("number", "-1.5", null)]
    [InlineData("number", "\"1\"", "wrong_type")]
    [InlineData("shards", "1", null)]
    [InlineData("shards", "512.0", null)]
    [InlineData("shards", "0", "out_of_range")]
    [InlineData("shards", "513", "out_of_range")]
    [InlineData("shards", "1.5", "wrong_type")]
    [InlineData("flag", "false", null)]
    [InlineData("flag", "\"false\"", "wrong_type")]
    [InlineData("region", "\"sh\"", null)]
    [InlineData("region", "\"SH\"", "unknown_choice")]
    [InlineData("region", "true", "wrong_type")]
    [InlineData("options", "{\"a\":[1]}", null)]
    [InlineData("options", "\"\\\\u0000\"", null)]
    [InlineData("options", "{\"a\":[\"\\u0000\"]}", "bad_text")]
    [InlineData("console", "\"prod\"", null)]
    [InlineData("console", "\"\"", "bad_secret_name")]
    [InlineData("console", "{}", "wrong_type")]
    public void Refuse_Value_FollowsTheDefinition(string variable, string json, string? code) =>
        Assert.Equal(code, VariableRules.Refuse(Definitions[variable], Value.ParseJson(json))?.Code);

    [Theory]
    [InlineData("text", DocumentLimits.ValueBytes, null)]
    [InlineData("text", DocumentLimits.ValueBytes + 1, "too_large")]
    [InlineData("options", DocumentLimits.ValueBytes - 4, null)]
    [InlineData("options", DocumentLimits.ValueBytes - 3, "too_large")]
    public void Refuse_Size_IsBoundedInBytes(string variable, int bytes, string? code)
    {
        var text = new TextValue(new string('é', bytes / 2) + new string('x', bytes % 2));

        // JSON adds two brackets and two quotes.
        Assert.Equal(code, VariableRules.Refuse(Definitions[variable], variable == "text" ? text : new ListValue([text]))?.Code);
    }

    [Theory]
    [InlineData("text", " x ", "\" x \"")]
    [InlineData("text", "", "\"\"")]
    [InlineData("number", " 1.50 ", "1.50")]
    [InlineData("number", "1e3", "1000")]
    [InlineData("number", "", null)]
    [InlineData("flag", "true", "true")]
    [InlineData("flag", " ", null)]
    [InlineData("region", "hz", "\"hz\"")]
    [InlineData("options", " {\"a\": 1} ", "{\"a\":1}")]
    [InlineData("options", "null", null)]
    [InlineData("console", " prod ", "\"prod\"")]
    public void ParseText_WhatWasTyped_HasTheVariablesType(string variable, string text, string? json)
    {
        var (value, problem) = VariableRules.ParseText(Definitions[variable], text);

        Assert.Null(problem);
        Assert.Equal(json, value?.ToJson());
    }

    [Theory]
    [InlineData("number", "1,5")]
    [InlineData("number", "x")]
    [InlineData("shards", "513")]
    [InlineData("flag", "yes")]
    [InlineData("region", "bj")]
    [InlineData("options", "{")]
    public void ParseText_AnythingElse_SaysWhichVariableAndWhy(string variable, string text)
    {
        var (value, problem) = VariableRules.ParseText(Definitions[variable], text);

        Assert.Null(value);
        Assert.Contains($"'{variable}'", problem!.ToString(), StringComparison.Ordinal);
    }
}
