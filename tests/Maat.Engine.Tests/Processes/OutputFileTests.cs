using System.Globalization;
using System.Text;
using Maat.Domain.Values;
using Maat.Engine.Processes;

namespace Maat.Engine.Tests.Processes;

public sealed class OutputFileTests
{
    public static TheoryData<string, string> Readable => new()
    {
        { "", "{}" },
        { "\n\r\n", "{}" },
        { "rows=12", """{"rows":12}""" },
        { "rows=12\nrows=13\n", """{"rows":13}""" },
        { "a=-1.50\nb=1e3\nc=true\nd=false\n", """{"a":-1.50,"b":1000,"c":true,"d":false}""" },
        { "a=01\nb=+1\nc=.5\nd= 1\ne=True\nf=null\ng=\"x\"\nh={}\ni=\n", """{"a":"01","b":"+1","c":".5","d":" 1","e":"True","f":"null","g":"\"x\"","h":"{}","i":""}""" },
        { "url=https://x/?a=b<<c\r\nn=1\r\n", """{"url":"https://x/?a=b<<c","n":1}""" },
        { "\uFEFFname=Zoë 日本\n", """{"name":"Zoë 日本"}""" },
        { "huge=1e400\nlong=123456789012345678901234567890123\n", """{"huge":"1e400","long":"123456789012345678901234567890123"}""" },
        { "text<<END\none\n\ntwo=2\nEND\nn=1\n", """{"text":"one\n\ntwo=2","n":1}""" },
        { "text<<END\nEND\n", """{"text":""}""" },
        { "number<<END\n1\nEND", """{"number":"1"}""" },
        { "\n {\"a\": [1, {\"b\": null}], \"c\": \"x\"}\n", """{"a":[1,{"b":null}],"c":"x"}""" },
        { "{}", "{}" },
    };

    public static TheoryData<string, int, string> Unreadable => new()
    {
        { "ok=1\nnonsense\n", 2, "key=value" },
        { "ok=1\n\nRows=1\n", 3, "'Rows' cannot be the key" },
        { "=1", 1, "'' cannot be the key" },
        { "a b=1", 1, "'a b' cannot be the key" },
        { "ok=1\ntext<<END\none\n", 2, "END alone is missing" },
        { "text<<\n\n", 1, "has no end" },
        { "{\"a\": 1,\n\"b\": }", 2, "JSON cannot be read" },
        { "{\"a\": 1}\nb=2", 2, "Something follows the JSON object" },
        { "{\"A\": 1}", 0, "'A' cannot be the key" },
        { "{\"a\": 1e400}", 0, "out of range" },
        { "{\"a\": \"\\ud800\"}", 0, "surrogate" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void Parse_Text_GivesTypedOutputs(string text, string expected)
    {
        var result = OutputFile.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Null(result.Problem);
        Assert.Equal(Value.ParseJson(expected), new ObjectValue(result.Outputs));
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Parse_WhatIsWrong_IsSaidWithItsLine(string text, int line, string message)
    {
        var result = OutputFile.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal(line, result.Problem?.Line);
        Assert.Contains(message, result.Problem!.Message, StringComparison.Ordinal);
        Assert.Empty(result.Outputs);
    }

    [Fact]
    public void Parse_BrokenUtf8_IsSaidWithItsLine()
    {
        var result = OutputFile.Parse([.. "a=1\nb="u8, 0xff, (byte)'\n']);

        Assert.Equal(new OutputProblem(2, "The value of 'b' is not UTF-8."), result.Problem);
    }

    [Fact]
    public void Parse_ValueAtItsLimit_IsTakenAndAboveItRefused()
    {
        var largest = new string('x', OutputFile.MaxValueBytes);

        Assert.Equal(new TextValue(largest), OutputFile.Parse(Encoding.UTF8.GetBytes($"a={largest}")).Outputs["a"]);
        Assert.Contains("1,048,576 bytes", OutputFile.Parse(Encoding.UTF8.GetBytes($"a={largest}x")).Problem!.Message, StringComparison.Ordinal);
        Assert.Contains("1,048,576 bytes", OutputFile.Parse(Encoding.UTF8.GetBytes($"a<<E\n{largest}x\nE")).Problem!.Message, StringComparison.Ordinal);
        Assert.Contains("1,048,576 bytes", OutputFile.Parse(Encoding.UTF8.GetBytes($$"""{"a":"{{largest}}"}""")).Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreThanANodeMayHave_IsRefused()
    {
        var path = Path.GetTempFileName();
        var line = new string('x', OutputFile.MaxValueBytes - 8);
        File.WriteAllLines(path, Enumerable.Range(0, 5).Select(i => string.Create(CultureInfo.InvariantCulture, $"a{i}={line}")));

        var result = OutputFile.Read(path);
        File.Delete(path);

        Assert.Contains("4,194,304 bytes", result.Problem?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhatIsNoOrdinaryFile_NeverWaits()
    {
        Assert.Empty(OutputFile.Read("/no/such/file").Outputs);
        Assert.Null(OutputFile.Read("/no/such/file").Problem);
        Assert.Contains("4,194,304 bytes", OutputFile.Read("/dev/zero").Problem?.Message, StringComparison.Ordinal);
        Assert.NotNull(OutputFile.Read("/tmp").Problem);
    }
}
