using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Values;

public sealed class ValueTests
{
    [Fact]
    public void Json_AnyValueWithoutTimes_ComesBackEqual() =>
        Prop.ForAll(ValueGenerators.Json.ToArbitrary(), value => Value.ParseJson(value.ToJson()).Equals(value)).QuickCheckThrowOnFailure();

    [Fact]
    public void Hash_EqualValues_AreEqual() =>
        Prop.ForAll(ValueGenerators.Json.ToArbitrary(), value => Value.ParseJson(value.ToJson()).GetHashCode() == value.GetHashCode()).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("null", "")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("1", "1")]
    [InlineData("-0.50", "-0.50")]
    [InlineData("1e3", "1000")]
    [InlineData("1e-7", "0.0000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("\"a\\nb\"", "a\nb")]
    [InlineData("[1, \"a\", null]", "[1,\"a\",null]")]
    [InlineData("{ \"b\": 1, \"a\": \"日本 <&'\" }", "{\"b\":1,\"a\":\"日本 <&'\"}")]
    public void Text_OfJson_IsItsFormInsideLongerText(string json, string text) => Assert.Equal(text, Value.ParseJson(json).ToText());

    [Fact]
    public void Text_OfTime_IsIsoWithItsOffset()
    {
        var time = new TimeValue(new DateTimeOffset(2026, 3, 1, 8, 30, 0, 250, TimeSpan.FromHours(8)));
        Assert.Equal("2026-03-01T08:30:00.25+08:00", time.ToText());
        Assert.Equal("\"2026-03-01T08:30:00.25+08:00\"", time.ToJson());
    }

    [Theory]
    [InlineData("1.0", "1", true)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("{\"a\":1,\"b\":[2]}", "{\"b\":[2],\"a\":1}", true)]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":null}", false)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2}", true)]
    [InlineData("\"a\"", "\"A\"", false)]
    [InlineData("null", "false", false)]
    public void Equality_GoesByTypeAndContent(string one, string other, bool equal)
    {
        var (left, right) = (Value.ParseJson(one), Value.ParseJson(other));
        Assert.Equal(equal, left.Equals(right));
        Assert.True(!equal || left.GetHashCode() == right.GetHashCode());
    }

    [Fact]
    public void Equality_OfTimes_GoesByInstant() =>
        Assert.Equal(
            new TimeValue(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8))),
            new TimeValue(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("1e400")]
    [InlineData("[79228162514264337593543950336]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("NaN")]
    public void ParseJson_WhatAValueCannotHold_IsRefused(string json) => Assert.ThrowsAny<JsonException>(() => Value.ParseJson(json));

    [Fact]
    public void FromJson_DeeperThanTheLimit_IsRefused()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);

        Assert.Equal(ValueKind.List, Value.ParseJson(Nested(Value.MaxJsonDepth)).Kind);
        using var deeper = JsonDocument.Parse(Nested(Value.MaxJsonDepth + 10), new JsonDocumentOptions { MaxDepth = 1000 });
        Assert.ThrowsAny<JsonException>(() => Value.FromJson(deeper.RootElement));
    }

    [Fact]
    public void Object_KeepsTheOrderOfItsMembers() =>
        Assert.Equal(["z", "a", "m"], ((ObjectValue)Value.ParseJson("{\"z\":1,\"a\":2,\"m\":3}")).Members.Keys);
}
