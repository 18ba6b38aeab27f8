using Maat.Domain.Expressions;
using Maat.Domain.Rendering;
using Maat.Domain.Tests.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Rendering;

public sealed class ValueTemplateTests
{
    private static readonly FakeContext Context = new()
    {
        ["nodes.extract.outputs.rows"] = new NumberValue(12),
        ["vars.region"] = new TextValue("h\"z"),
    };

    [Fact]
    public void Render_TextsOfATree_KeepTypesWhereTheyAreWhole()
    {
        var template = ValueTemplate.Parse(Value.ParseJson("""{"rows": "${{ nodes.extract.outputs.rows }}", "list": ["in ${{ vars.region }}", 1, null, "plain"], "a/b~": {"x": "${{ vars.none }}"}}"""));

        Assert.Equal("""{"rows":12,"list":["in h\"z",1,null,"plain"],"a/b~":{"x":null}}""", template.Render(Context).ToJson());
        Assert.Equal(["/rows", "/list/0", "/a~1b~0/x"], template.Texts.Select(text => text.Key));
        Assert.Equal(["nodes.extract.outputs.rows", "vars.region", "vars.none"], template.References.Select(reference => reference.Text));
    }

    [Fact]
    public void Render_WithoutReferences_IsTheValueItself()
    {
        var value = Value.ParseJson("""{"a": [1, "b"]}""");
        var template = ValueTemplate.Parse(value);
        Assert.True(template.IsConstant);
        Assert.Same(value, template.Render(Context));
    }

    [Fact]
    public void Parse_WithAReport_TellsOfEveryWrongTextAndItsPlace()
    {
        var problems = new List<(string Pointer, int Column)>();
        ValueTemplate.Parse(
            Value.ParseJson("""{"a": "${{ region }}", "b": [1, "x ${{ 1 + }}"], "${{ vars.c }}": "${{ vars.d }}"}"""),
            (pointer, problem) => problems.Add((pointer, problem.Column)));

        Assert.Equal([("/a", 5), ("/b/1", 10), ("/${{ vars.c }}", 1)], problems);
    }

    [Fact]
    public void Parse_WithoutAReport_ThrowsTheFirst() =>
        Assert.Throws<ExpressionException>(() => ValueTemplate.Parse(Value.ParseJson("[\"${{ region }}\"]")));

    [Fact]
    public void Render_AFailingText_NamesItsPlace()
    {
        var template = ValueTemplate.Parse(Value.ParseJson("""{"a": ["", "${{ 1 / 0 }}"]}"""));
        Assert.StartsWith("In /a/1: Division", Assert.Throws<ExpressionException>(() => template.Render(Context)).Problem.ToString(), StringComparison.Ordinal);
    }
}
