using Maat.Domain.Rendering;
using Maat.Domain.Tests.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Rendering;

public sealed class TaskEnvironmentTests
{
    private static readonly RenderedScript NoScript = new("", []);

    [Fact]
    public void Build_VariablesAndOutputs_HaveTheirNamesAndTexts()
    {
        var environment = TaskEnvironment.Build(
            [new("region", new TextValue("hz")), new("max_rows", new NumberValue(1.50m)), new("options", Value.ParseJson("{\"a\": 1}")), new("none", Value.Null)],
            [new("big_extract", "row_count", new BooleanValue(true))],
            new RenderedScript("", [new("MAAT_EXPR_1", "x")]));

        Assert.Equal(
            [new("MAAT_EXPR_1", "x"), new("MAAT_VAR_REGION", "hz"), new("MAAT_VAR_MAX_ROWS", "1.50"), new("MAAT_VAR_OPTIONS", "{\"a\":1}"), new("MAAT_VAR_NONE", ""), new("MAAT_NODE_BIG_EXTRACT__ROW_COUNT", "true")],
            environment.Variables);
        Assert.Empty(environment.Files);
    }

    [Theory]
    [InlineData(TemplateLimits.MaxEnvironmentValueBytes - 1, false)]
    [InlineData(TemplateLimits.MaxEnvironmentValueBytes, true)]
    public void Build_AValueOfTheLimitOrMore_BecomesAFile(int bytes, bool isFile)
    {
        // Two bytes a character, and one for an odd size.
        var text = new string('é', bytes / 2) + new string('a', bytes % 2);
        var environment = TaskEnvironment.Build([new("x", new TextValue(text))], [], NoScript);

        Assert.Equal(isFile ? [] : ["MAAT_VAR_X"], environment.Variables.Select(variable => variable.Key));
        Assert.Equal(isFile ? [new EnvironmentFile("MAAT_VAR_X__FILE", text)] : [], environment.Files);
    }

    [Fact]
    public void Build_ANul_BecomesAFile() =>
        Assert.Equal([new EnvironmentFile("MAAT_VAR_X__FILE", "a\0b")], TaskEnvironment.Build([new("x", new TextValue("a\0b"))], [], NoScript).Files);

    [Fact]
    public void Build_MoreThanTheTotal_PutsTheRestIntoFiles()
    {
        var text = new TextValue(new string('a', 60 * 1024));
        var environment = TaskEnvironment.Build(
            Enumerable.Range(0, 10).Select(index => KeyValuePair.Create<string, Value>($"v{index}", text)).Append(new("small", new TextValue("s"))),
            [],
            new RenderedScript("", [new("MAAT_EXPR_1", text.Value)]));

        Assert.Equal(["MAAT_EXPR_1", "MAAT_VAR_V0", "MAAT_VAR_V1", "MAAT_VAR_V2", "MAAT_VAR_V3", "MAAT_VAR_V4", "MAAT_VAR_V5", "MAAT_VAR_V6", "MAAT_VAR_SMALL"], environment.Variables.Select(variable => variable.Key));
        Assert.Equal(["MAAT_VAR_V7__FILE", "MAAT_VAR_V8__FILE", "MAAT_VAR_V9__FILE"], environment.Files.Select(file => file.VariableName));
        Assert.True(environment.Variables.Sum(variable => variable.Key.Length + variable.Value.Length + 2) <= TemplateLimits.MaxEnvironmentBytes);
    }

    [Fact]
    public void Build_AScriptThatNamesTheFile_GetsItWhateverTheSize()
    {
        var script = BashTemplate.Parse("jq . \"$MAAT_VAR_X__FILE\" ${MAAT_NODE_A__B__FILE}").Render(new FakeContext());
        var environment = TaskEnvironment.Build([new("x", new NumberValue(1)), new("y", new NumberValue(2))], [new("a", "b", new TextValue("t"))], script);

        Assert.Equal([new("MAAT_VAR_X__FILE", "1"), new("MAAT_NODE_A__B__FILE", "t")], environment.Files);
        Assert.Contains(new("MAAT_VAR_X", "1"), environment.Variables);
    }

    [Theory]
    [InlineData("MAAT_NODE_EXTRACT__ROWS", "extract", "rows")]
    [InlineData("MAAT_NODE_BIG_EXTRACT__ROW_COUNT", "big_extract", "row_count")]
    [InlineData("MAAT_NODE_A__B__FILE", "a", "b")]
    [InlineData("MAAT_NODE_A__FILE", null, null)]
    [InlineData("MAAT_NODE_A", null, null)]
    [InlineData("MAAT_NODE_A__B__C", null, null)]
    [InlineData("MAAT_VAR_A__B", null, null)]
    public void OutputNames_AreReadBack(string name, string? node, string? output)
    {
        Assert.Equal(node is not null, TaskEnvironment.TryReadOutputName(name, out var readNode, out var readOutput));
        Assert.Equal((node ?? "", output ?? ""), (readNode, readOutput));
    }

    [Theory]
    [InlineData("MAAT_VAR_MAX_ROWS", "max_rows")]
    [InlineData("MAAT_VAR_X__FILE", "x")]
    [InlineData("MAAT_VAR_", null)]
    [InlineData("MAAT_NODE_A__B", null)]
    public void VariableNames_AreReadBack(string name, string? key)
    {
        Assert.Equal(key is not null, TaskEnvironment.TryReadVariableName(name, out var read));
        Assert.True(key is null || key == read);
    }
}
