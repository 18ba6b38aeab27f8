using Maat.Domain.Documents;
using Maat.Domain.Tests.Documents;
using Maat.Domain.Values;
using Maat.Domain.Variables;
using Maat.Engine.Templates;

namespace Maat.Engine.Tests.Templates;

public class YamlTests
{
    [Fact]
    public void Write_AnyDocument_ReadsBackEqual()
    {
        for (int seed = 0; seed < 2_000; seed++)
        {
            var document = new RandomDocument(seed).Next();
            string yaml = YamlText.Write(document);
            var reading = TemplateReader.Read(YamlSource.Read(yaml));

            Assert.True(reading.Problems.Count == 0, $"seed {seed}: {string.Join('\n', reading.Problems)}\n{yaml}");
            Assert.True(document == reading.Document, $"seed {seed}: {yaml}");
            Assert.Equal(yaml, YamlText.Write(reading.Document!));
        }
    }

    [Fact]
    public void Write_Document_IsMadeForPeople()
    {
        var document = new TemplateDocument("Build index: daily")
        {
            Variables =
            [
                new("region", VariableType.Choice) { Choices = ["hz", "no"], Default = new TextValue("hz"), Description = "Where to build" },
                new("options", VariableType.Json) { Default = Value.ParseJson("""{ "incremental": true }""") },
            ],
            Nodes =
            [
                new("extract", "bash")
                {
                    Name = "Extract",
                    Retries = new(2, TimeSpan.FromSeconds(30)),
                    With = new([new("script", new TextValue("rows=$(extract)\necho \"rows=$rows\" >> \"$MAAT_OUTPUT\"\n"))]),
                },
                new("publish", "bash") { With = new([new("script", new TextValue("./publish"))]) },
            ],
            Edges = [new("extract", "publish", "full")],
            Layout = [new("extract", 80, 40)],
        };

        Assert.Equal(
            """
            apiVersion: maat/v1
            kind: Template
            name: "Build index: daily"
            variables:
              - {key: region, type: choice, choices: [hz, "no"], default: hz, description: Where to build}
              - key: options
                type: json
                default: {incremental: true}
            nodes:
              - key: extract
                name: Extract
                kind: bash
                retries: {count: 2, delay: "30s"}
                with:
                  script: |
                    rows=$(extract)
                    echo "rows=$rows" >> "$MAAT_OUTPUT"
              - key: publish
                kind: bash
                with: {script: ./publish}
            edges:
              - {from: extract, to: publish, arm: full}
            layout:
              extract: [80, 40]

            """,
            YamlText.Write(document));
    }

    [Fact]
    public void Read_Yaml_RemembersLinesAndColumnsAndTypes()
    {
        var root = Assert.IsType<SourceMapping>(YamlSource.Read("a: [1,\n   'x']\nno: on\n? key\n: |\n  t\n").Root);

        var list = Assert.IsType<SourceSequence>(root.Find("a"));
        Assert.Equal([new SourceScalar("1", true, 1, 5), new SourceScalar("x", false, 2, 4)], list.Items);
        Assert.Equal(("no", 3, 1), (root.Entries[1].Name, root.Entries[1].Line, root.Entries[1].Column));
        Assert.Equal(new SourceScalar("on", true, 3, 5), root.Entries[1].Value);
        Assert.Equal(new SourceScalar("t\n", false, 5, 3), root.Find("key"));
    }

    [Theory]
    [InlineData("", "bad_yaml  1:1")]
    [InlineData("# nothing\n", "bad_yaml  2:1")]
    [InlineData("a: 1\n---\nb: 2\n", "bad_yaml  2:1")]
    [InlineData("a: &x 1\nb: *x\n", "yaml_anchor /a 1:4|yaml_alias /b 2:4")]
    [InlineData("a: &x [*x]\n", "yaml_anchor /a 1:4|yaml_alias /a/0 1:8")]
    [InlineData("a: !!str 1\nb: !System.Object {}\n", "yaml_tag /a 1:4|yaml_tag /b 2:4")]
    [InlineData("a: 1\nb: {c: 1, c: 2}\na: 3\n", "repeated_field /b/c 2:11|repeated_field /a 3:1")]
    [InlineData("? [a]\n: 1\n", "bad_yaml  1:3")]
    [InlineData("a: [1, 2\nb: 3\n", "bad_yaml /a/0 2:1")]
    [InlineData("a:\n\t- b\n", "bad_yaml  1:1")]
    [InlineData("a: \"x\\0\"\n", "bad_text /a 1:4")]
    [InlineData("\"b\\0\": 1\n", "bad_text  1:1")]
    [InlineData("a: \"\\ud800\"\n", "bad_yaml  1:4")]
    [InlineData("a: 'x\n", "bad_yaml  1:4")]
    public void Read_WrongYaml_IsReportedWithItsPlace(string yaml, string expected) =>
        Assert.Equal(expected.Split('|'), Shown.Lines(YamlSource.Read(yaml).Problems));

    [Fact]
    public void Read_BrokenYaml_IsReportedOrRead()
    {
        for (int seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var yaml = new System.Text.StringBuilder(YamlText.Write(new RandomDocument(seed % 50).Next()));
            for (int i = random.Next(1, 6); i > 0; i--)
                yaml[random.Next(yaml.Length)] = "\n\t []{}:,-&*!|>'\"%@#?x1\0\uD800"[random.Next(25)];

            var read = YamlSource.Read(yaml.ToString());

            Assert.True(read.Root is not null || read.Problems.Count > 0, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(DocumentLimits.Depth, true)]
    [InlineData(DocumentLimits.Depth + 1, false)]
    [InlineData(100_000, false)]
    public void Read_Depth_IsBounded(int depth, bool taken) =>
        Assert.Equal(taken, YamlSource.Read(new string('[', depth) + new string(']', depth)).Root is not null);

    [Fact]
    public void Read_TooManyBytes_IsRefusedUnread() =>
        Assert.Equal(["too_large "], Shown.Lines(YamlSource.Read(new string('#', DocumentLimits.DocumentBytes + 1)).Problems));
}
