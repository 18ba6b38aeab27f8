using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Domain.Tests.Documents;

public class TemplateReaderTests
{
    [Fact]
    public void Read_EveryField_IsUnderstood()
    {
        var reading = Read(
            """
            {
              "apiVersion": "maat/v1", "kind": "Template", "name": "Build", "description": "D",
              "variables": [
                { "key": "shards", "type": "number", "integer": true, "min": 1, "max": 512, "default": 8, "required": true, "description": "S" },
                { "key": "region", "type": "choice", "choices": ["hz", "sh"] }
              ],
              "nodes": [
                { "key": "a", "name": "A", "description": "N", "kind": "bash", "queue": "heavy", "trigger_rule": "none_failed_min_one_success",
                  "retries": { "count": 2, "delay": "30s", "backoff": 1.5, "max_delay": "10m" }, "timeout": "1h", "priority": 100,
                  "with": { "script": "true", "x": [1, null, { "y": false }] } },
                { "key": "b", "kind": "bash", "name": null }
              ],
              "edges": [{ "from": "a", "to": "b", "arm": "full" }, { "from": "a", "to": "b" }],
              "layout": { "a": [80, -4.5] }
            }
            """);

        Assert.Empty(reading.Problems);
        var expected = new TemplateDocument("Build")
        {
            Description = "D",
            Variables =
            [
                new("shards", VariableType.Number) { IsInteger = true, Min = 1, Max = 512, Default = new NumberValue(8), Required = true, Description = "S" },
                new("region", VariableType.Choice) { Choices = ["hz", "sh"] },
            ],
            Nodes =
            [
                new("a", "bash")
                {
                    Name = "A",
                    Description = "N",
                    Queue = "heavy",
                    TriggerRule = TriggerRule.NoneFailedMinOneSuccess,
                    Retries = new RetryPolicy(2, TimeSpan.FromSeconds(30), 1.5, TimeSpan.FromMinutes(10)),
                    Timeout = TimeSpan.FromHours(1),
                    Priority = 100,
                    With = (ObjectValue)Value.ParseJson("""{ "script": "true", "x": [1, null, { "y": false }] }"""),
                },
                new("b", "bash"),
            ],
            Edges = [new("a", "b", "full"), new("a", "b")],
            Layout = [new("a", 80, -4.5m)],
        };
        Assert.Equal(expected, reading.Document);
    }

    [Theory]
    [InlineData("""[]""", "wrong_type  1:1")]
    [InlineData("""{}""", "missing_field /apiVersion 1:1")]
    [InlineData("""{"apiVersion": "maat/v2"}""", "unknown_version /apiVersion 1:16")]
    [InlineData("""{"apiVersion": 1}""", "wrong_type /apiVersion 1:16")]
    [InlineData("""{"apiVersion": "maat/v1", "kind": "Job", "name": "x"}""", "wrong_kind /kind")]
    [InlineData("""{"apiVersion": "maat/v1", "kind": "Template"}""", "missing_field /name 1:1")]
    public void Read_WrongRoot_IsReported(string json, string expected) => Assert.Equal(expected.Split('|'), Shown.Lines(Read(json).Problems));

    [Theory]
    [InlineData("""{"node": []}""", "unknown_field /node 1:2")]
    [InlineData("""{"nodes": {}}""", "wrong_type /nodes 1:11")]
    [InlineData("""{"nodes": [5, "x"]}""", "wrong_type /nodes/0 1:12|wrong_type /nodes/1 1:15")]
    [InlineData("""{"nodes": [{"kind": "bash"}]}""", "missing_field /nodes/0/key 1:12")]
    [InlineData("""{"nodes": [{"key": "a"}]}""", "missing_field /nodes/0/kind 1:12")]
    [InlineData("""{"nodes": [{"key": 1, "kind": true}]}""", "wrong_type /nodes/0/key 1:20|wrong_type /nodes/0/kind 1:31")]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "retry": {"count": 1}, "timeout": "1 h"}]}""", "bad_duration /nodes/0/timeout 1:72|unknown_field /nodes/0/retry 1:38")]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "retries": 3}]}""", "wrong_type /nodes/0/retries 1:49")]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "retries": {"count": 1.5, "delay": 5, "x": 1}}]}""", "wrong_type /nodes/0/retries/count 1:59|bad_duration /nodes/0/retries/delay 1:73|unknown_field /nodes/0/retries/x 1:76")]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "priority": "5"}]}""", "wrong_type /nodes/0/priority 1:50")]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "priority": 5e9}]}""", "wrong_type /nodes/0/priority 1:50")]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "trigger_rule": "all_sucess"}]}""", "unknown_trigger_rule /nodes/0/trigger_rule 1:54")]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "with": "x"}]}""", "wrong_type /nodes/0/with 1:46")]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "with": {"x": [1e99]}}]}""", "number_out_of_range /nodes/0/with/x/0 1:53")]
    [InlineData("""{"variables": [{"key": "a", "type": "string"}]}""", "unknown_type /variables/0/type 1:37")]
    [InlineData("""{"variables": [{"key": "a"}]}""", "missing_field /variables/0/type 1:16")]
    [InlineData("""{"variables": [{"key": "a", "type": "choice", "choices": ["x", 1], "required": "yes"}]}""", "wrong_type /variables/0/required 1:80|wrong_type /variables/0/choices/1 1:64")]
    [InlineData("""{"edges": [{"from": "a"}, {"to": "b", "arms": "x"}]}""", "missing_field /edges/0/to 1:12|missing_field /edges/1/from 1:27|unknown_field /edges/1/arms 1:39")]
    [InlineData("""{"layout": {"a": [1], "b": [1, "2"], "c": {}, "d": [1, 2]}}""", "wrong_type /layout/a 1:18|wrong_type /layout/b 1:28|wrong_type /layout/c 1:43")]
    [InlineData("""{"description": ["x"], "apiversion": 1}""", "wrong_type /description 1:17|unknown_field /apiversion 1:24")]
    public void Read_WrongShape_IsReportedEachTimeWithItsPlace(string json, string expected)
    {
        var reading = Read(Wrapped(json));

        Assert.Equal(expected.Split('|'), Shown.Lines(reading.Problems));
        Assert.NotNull(reading.Document);
    }

    [Theory]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "retrie": {}}]}""", "did you mean 'retries'?")]
    [InlineData("""{"nodes": [{"key": "a", "kind": "b", "trigger_rule": "all_sucess"}]}""", "did you mean 'all_success'?")]
    [InlineData("""{"variables": [{"key": "a", "type": "string"}]}""", "there are: text, number, boolean, choice, json, secret")]
    [InlineData("""{"nodes": [{"key": 12, "kind": "b"}]}""", "'key' must be a text: write it in quotes; it is 12")]
    public void Read_WrongShape_SaysWhatToDo(string json, string expected) =>
        Assert.EndsWith(expected, Assert.Single(Read(Wrapped(json)).Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("nodes", DocumentLimits.Nodes, """{"key":"a","kind":"b"}""")]
    [InlineData("edges", DocumentLimits.Edges, """{"from":"a","to":"b"}""")]
    [InlineData("variables", DocumentLimits.Variables, """{"key":"a","type":"text"}""")]
    public void Read_TooMany_IsRefused(string field, int limit, string item)
    {
        string Items(int count) => $$"""{"{{field}}": [{{string.Join(',', Enumerable.Repeat(item, count))}}]}""";

        Assert.NotNull(Read(Wrapped(Items(limit))).Document);
        var reading = Read(Wrapped(Items(limit + 1)));
        Assert.Null(reading.Document);
        Assert.Equal([$"too_many /{field}"], Shown.Lines(reading.Problems));
    }

    [Fact]
    public void Read_CountlessProblems_AreCountedInTheLast()
    {
        string json = $$"""{{{string.Join(',', Enumerable.Range(0, DocumentLimits.Problems + 5).Select(i => $"\"x{i}\":1"))}}}""";
        var problems = Read(Wrapped(json)).Problems;

        Assert.Equal(DocumentLimits.Problems, problems.Count);
        Assert.Equal("too_many_problems", problems[^1].Code);
        Assert.StartsWith("6 more problems", problems[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OlderVersions_AreUpgradedOneAfterAnother()
    {
        TemplateUpgrade Rename(string from, string to, string oldName, string newName) => new(from, to, root =>
            root with { Entries = [.. root.Entries.Select(entry => entry.Name == oldName ? entry with { Name = newName } : entry)] });
        TemplateUpgrade[] upgrades = [Rename("maat/v0alpha", "maat/v0", "title", "label"), Rename("maat/v0", TemplateReader.ApiVersion, "label", "name")];

        TemplateReading ReadOld(string json) => TemplateReader.Read(JsonSource.Read(json).Root!, upgrades);

        Assert.Equal("x", ReadOld("""{"apiVersion": "maat/v0alpha", "kind": "Template", "title": "x"}""").Document?.Name);
        Assert.Equal("x", ReadOld("""{"apiVersion": "maat/v0", "kind": "Template", "label": "x"}""").Document?.Name);
        Assert.Equal("x", ReadOld("""{"apiVersion": "maat/v1", "kind": "Template", "name": "x"}""").Document?.Name);
        Assert.Contains("maat/v0alpha, maat/v0, maat/v1", Assert.Single(ReadOld("""{"apiVersion": "v7"}""").Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TextThatDidNotParse_KeepsItsProblems()
    {
        var reading = TemplateReader.Read(JsonSource.Read("{"));

        Assert.Null(reading.Document);
        Assert.Equal("bad_json", Assert.Single(reading.Problems).Code);
    }

    private static TemplateReading Read(string json) => TemplateReader.Read(JsonSource.Read(json));

    /// <summary>Adds what every document has behind the given fields, so that columns stay as they are.</summary>
    private static string Wrapped(string json) => $"{json[..^1]}, \"apiVersion\": \"maat/v1\", \"kind\": \"Template\", \"name\": \"x\"}}";
}
