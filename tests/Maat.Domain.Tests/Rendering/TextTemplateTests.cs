using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Expressions;
using Maat.Domain.Rendering;
using Maat.Domain.Tests.Expressions;
using Maat.Domain.Tests.Values;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Rendering;

public sealed class TextTemplateTests
{
    private static readonly FakeContext Context = new()
    {
        ["vars.region"] = new TextValue("hz"),
        ["vars.rows"] = new NumberValue(8),
        ["vars.flag"] = new BooleanValue(true),
        ["vars.nasty"] = new TextValue("a \"b\"\n/../?x=1&y#é"),
        ["vars.object"] = Value.ParseJson("{\"a\":[1,\"x\"]}"),
        ["vars.dot"] = new TextValue("."),
        ["vars.dots"] = new TextValue(".."),
        ["vars.empty"] = new TextValue(""),
        ["run.at"] = new TimeValue(DateTimeOffset.UnixEpoch),
    };

    [Theory]
    [InlineData(Place.Text, "", "\"\"")]
    [InlineData(Place.Text, "plain $x {{ }} $", "\"plain $x {{ }} $\"")]
    // A reference that is the whole keeps its type; in longer text it becomes text.
    [InlineData(Place.Text, "${{ vars.rows }}", "8")]
    [InlineData(Place.Text, "${{vars.object}}", "{\"a\":[1,\"x\"]}")]
    [InlineData(Place.Text, "${{ vars.none }}", "null")]
    [InlineData(Place.Text, " ${{ vars.rows }}", "\" 8\"")]
    [InlineData(Place.Text, "${{ vars.rows }}${{ vars.flag }}", "\"8true\"")]
    [InlineData(Place.Text, "[${{ vars.none }}] ${{ vars.object }} ${{ run.at }}", "\"[] {\\\"a\\\":[1,\\\"x\\\"]} 1970-01-01T00:00:00+00:00\"")]
    // The end is the first }} outside of the expression's quotes.
    [InlineData(Place.Text, "<${{ '}}' }}${{ \"\\\"}}\" }}${{ 'it''s }}' }}>", "\"<}}\\\"}}it's }}>\"")]
    [InlineData(Place.Text, "${{ vars.region\n  | upper }}!", "\"HZ!\"")]
    // A ${{ that means itself.
    [InlineData(Place.Text, "$${{ vars.region }}", "\"${{ vars.region }}\"")]
    [InlineData(Place.Text, "$$${{ x }} ${{ '$' }}${{ vars.rows }}", "\"$${{ x }} $8\"")]
    // JSON text: inside a string as escaped text, elsewhere as a value.
    [InlineData(Place.Json, "{\"n\": ${{ vars.rows }}, \"t\": ${{ vars.region }}, \"s\": \"<${{ vars.nasty }}>\", \"z\": ${{ vars.none }}}",
        "\"{\\\"n\\\": 8, \\\"t\\\": \\\"hz\\\", \\\"s\\\": \\\"<a \\\\\\\"b\\\\\\\"\\\\n/../?x=1&y#é>\\\", \\\"z\\\": null}\"")]
    [InlineData(Place.Json, "[\"\\\"${{ vars.region }}\", ${{ vars.object }}]", "\"[\\\"\\\\\\\"hz\\\", {\\\"a\\\":[1,\\\"x\\\"]}]\"")]
    [InlineData(Place.Json, "${{ vars.rows }}", "8")]
    // URLs.
    [InlineData(Place.Url, "https://x/${{ vars.nasty }}?q=${{ vars.region }}", "\"https://x/a%20%22b%22%0A%2F..%2F%3Fx%3D1%26y%23%C3%A9?q=hz\"")]
    [InlineData(Place.Url, "${{ 'https' }}://x/${{ vars.region }}", "\"https://x/hz\"")]
    [InlineData(Place.Url, "${{ 'https://x/a?b' }}", "\"https://x/a?b\"")]
    [InlineData(Place.Url, "https://x/a${{ vars.dot }}/${{ vars.dots }}.txt?p=/${{ vars.dots }}", "\"https://x/a./...txt?p=/..\"")]
    [InlineData(Place.Url, "https://x/../${{ vars.region }}/${{ vars.empty }}./a", "\"https://x/../hz/./a\"")]
    // Headers.
    [InlineData(Place.Header, "Bearer ${{ vars.region }}\t${{ vars.rows }}", "\"Bearer hz\\t8\"")]
    [InlineData(Place.Header, "${{ vars.rows }}", "\"8\"")]
    [InlineData(Place.Header, "a${{ vars.region\n }}", "\"ahz\"")]
    public void Render_InItsPlace_Yields(Place place, string text, string json) =>
        Assert.Equal(Value.ParseJson(json).ToJson(), TextTemplate.Parse(text, place).Render(Context).ToJson());

    [Theory]
    [InlineData(Place.Text, "a\n b ${{ vars.x", 2, 4, "no closing }}")]
    [InlineData(Place.Text, "${{ 'a }}", 1, 1, "no closing }}")]
    [InlineData(Place.Text, "${{ }}", 1, 1, "stands an expression")]
    [InlineData(Place.Text, "ab ${{ vars.x + }}", 1, 16, "value is missing")]
    [InlineData(Place.Text, "${{ vars.x }}\n\n  ${{ 1\n + region }}", 4, 4, "Unknown name 'region'")]
    [InlineData(Place.Url, "${{ vars.base }}/api", 1, 1, "${{ vars.base + '/path' }}")]
    [InlineData(Place.Url, "${{ vars.base }}${{ vars.x }}", 1, 1, "begins with a reference")]
    [InlineData(Place.Header, "a\nb", 1, 1, "line break")]
    [InlineData(Place.Header, "${{ vars.x }}\r", 1, 14, "line break")]
    public void Parse_WrongText_IsRefusedWithItsPlace(Place place, string text, int line, int column, string problem) =>
        AssertFails(() => TextTemplate.Parse(text, place), line, column, problem);

    [Theory]
    [InlineData(Place.Header, "x ${{ vars.nasty }}", 1, 3, "line break")]
    [InlineData(Place.Header, "${{ vars.nasty }}", 1, 1, "line break")]
    [InlineData(Place.Url, "https://x/a/${{ vars.dots }}/b", 1, 13, "path '..'")]
    [InlineData(Place.Url, "https://x/a/${{ vars.dots }}", 1, 13, "path '..'")]
    [InlineData(Place.Url, "https://x/a/${{ vars.dot }}?x", 1, 13, "path '.'")]
    [InlineData(Place.Url, "https://x/a/.${{ vars.dot }}#x", 1, 14, "path '..'")]
    [InlineData(Place.Url, "https://x/${{ vars.dot }}%2E/", 1, 11, "path '..'")]
    [InlineData(Place.Url, "https://x/${{ vars.dot }}${{ vars.dot }}\\", 1, 11, "path '..'")]
    [InlineData(Place.Text, "\n${{ 1 / 0 }} x", 2, 7, "Division")]
    public void Render_WhatCannotStandThere_FailsWithItsPlace(Place place, string text, int line, int column, string problem) =>
        AssertFails(() => TextTemplate.Parse(text, place).Render(Context), line, column, problem);

    [Fact]
    public void Render_AnyText_ArrivesUnchangedInEveryPlace() =>
        Prop.ForAll(ValueGenerators.HostileText.ToArbitrary(), hostile =>
        {
            var context = new FakeContext();
            context.Text("vars.x", hostile);

            Assert.Equal($"<{hostile}>", Render("<${{ vars.x }}>", Place.Text));
            using var json = JsonDocument.Parse(Render("{\"s\": \"<${{ vars.x }}>\", \"v\": ${{ vars.x }}}", Place.Json));
            Assert.Equal($"<{hostile}>", json.RootElement.GetProperty("s").GetString());
            Assert.Equal(hostile, json.RootElement.GetProperty("v").GetString());

            var url = new Uri(Render("https://host/a/_${{ vars.x }}/b?q=${{ vars.x }}&r=1", Place.Url));
            Assert.Equal(["/", "a/", $"_{Uri.EscapeDataString(hostile)}/", "b"], url.Segments);
            Assert.Equal(hostile, Uri.UnescapeDataString(url.Query["?q=".Length..^"&r=1".Length]));

            try
            {
                Assert.Equal($"a {hostile}", Render("a ${{ vars.x }}", Place.Header));
                Assert.DoesNotContain(hostile, character => character is '\r' or '\n' or '\0');
            }
            catch (ExpressionException)
            {
                Assert.Contains(hostile, char.IsControl);
            }

            string Render(string text, Place place) => TextTemplate.Parse(text, place).Render(context).ToText();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Parse_RandomText_ThrowsNothingElse() =>
        Prop.ForAll(ValueGenerators.HostileText.ToArbitrary(), Gen.Elements(Enum.GetValues<Place>()).ToArbitrary(), (text, place) =>
        {
            try
            {
                _ = TextTemplate.Parse(text, place).Render(Context);
            }
            catch (ExpressionException exception)
            {
                Assert.True(exception is { Line: >= 1, Column: >= 1 });
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void References_AreThoseOfAllExpressions_WithTheirPlaces()
    {
        var template = TextTemplate.Parse("a ${{ vars.x }}\n${{ 1 }} ${{ secrets.s | default vars.y }} $${{ vars.z }}", Place.Text);
        Assert.Equal(
            [
                new Reference(ReferenceRoot.Vars, ["x"], 1, 7),
                new Reference(ReferenceRoot.Secrets, ["s"], 2, 14),
                new Reference(ReferenceRoot.Vars, ["y"], 2, 34),
            ],
            template.References);
        Assert.False(template.IsConstant);
        Assert.True(TextTemplate.Parse("a $${{ b", Place.Text).IsConstant);
        Assert.Equal("1", TextTemplate.Parse("${{ 1 }}", Place.Text).SoleExpression?.Source);
    }

    [Fact]
    public void Limits_OnLengthReferencesAndWork_AreKept()
    {
        var context = new FakeContext { ["vars.big"] = new TextValue(new string('a', ExpressionLimits.MaxYieldBytes)) };

        AssertFails(() => TextTemplate.Parse(new string('a', TemplateLimits.MaxTextLength + 1), Place.Text), 1, 1, "longer than");
        AssertFails(() => TextTemplate.Parse(Repeated("${{ 1 }}", TemplateLimits.MaxReferences + 1), Place.Text), 1, (8 * TemplateLimits.MaxReferences) + 1, "more than 1000 references");
        AssertFails(() => TextTemplate.Parse(Repeated("${{ vars.big }}", 5), Place.Text).Render(context), 1, 61, "longer than");
        Assert.Contains("too much work", Assert.Throws<ExpressionException>(() =>
            TextTemplate.Parse(Repeated("${{ length(vars.big) }}", 100), Place.Text).Render(context)).Problem.ToString(), StringComparison.Ordinal);

        static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
    }

    private static void AssertFails(Action action, int line, int column, string problem)
    {
        var exception = Assert.Throws<ExpressionException>(action);
        Assert.Contains(problem, exception.Problem.ToString(), StringComparison.Ordinal);
        Assert.Equal((line, column), (exception.Line, exception.Column));
    }
}
