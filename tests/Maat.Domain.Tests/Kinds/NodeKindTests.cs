using System.Text.Json;
using Maat.Domain.Kinds;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Kinds;

public class NodeKindTests
{
    [Theory]
    [InlineData("{}", """{"count":3,"mode":"first"}""")]
    [InlineData("""{"count":null,"mode":"all","note":"x"}""", """{"note":"x","count":3,"mode":"all"}""")]
    [InlineData("""{"files":[{"path":"a"},{"path":"b","unpack":true}],"outputs":{"x":"1"}}""", """{"count":3,"mode":"first","outputs":{"x":"1"},"files":[{"path":"a","unpack":false},{"path":"b","unpack":true}]}""")]
    public void Complete_Parameters_HaveTheirDefaults(string with, string expected)
    {
        Assert.True(TestKinds.Catalog.TryGet("task", out var kind));
        Assert.Equal(expected, kind.Complete((ObjectValue)Value.ParseJson(with)).ToJson());
    }

    [Fact]
    public void ToJson_Catalogue_HasAllThatAFormNeeds()
    {
        using var json = JsonDocument.Parse(TestKinds.Catalog.ToJson());

        Assert.Equal(["task", "call", "fork", "nothing"], json.RootElement.EnumerateArray().Select(kind => kind.GetProperty("name").GetString()));
        var parameters = json.RootElement[0].GetProperty("parameters").EnumerateArray().ToDictionary(parameter => parameter.GetProperty("name").GetString()!, parameter => parameter.GetRawText());
        Assert.Equal("""{"name":"script","title":"script","required":false,"type":"script","place":"bash"}""", parameters["script"]);
        Assert.Equal("""{"name":"url","title":"url","required":false,"type":"text","place":"url"}""", parameters["url"]);
        Assert.Equal("""{"name":"count","title":"count","required":false,"default":3,"type":"integer","min":1,"max":10}""", parameters["count"]);
        Assert.Equal("""{"name":"mode","title":"mode","required":false,"default":"first","type":"choice","choices":["first","all"]}""", parameters["mode"]);
        Assert.Equal("""{"name":"every","title":"every","required":false,"type":"duration","min":"1s","max":"1h"}""", parameters["every"]);
        Assert.Equal("""{"name":"outputs","title":"outputs","required":false,"type":"map","names_are_keys":true,"max_count":2,"item":{"type":"expression"}}""", parameters["outputs"]);
        Assert.Equal(
            """{"name":"files","title":"files","required":false,"type":"list","min_count":0,"max_count":2,"item":{"type":"object","fields":[{"name":"path","title":"path","required":true,"type":"text"},{"name":"unpack","title":"unpack","required":false,"default":false,"type":"boolean"}]}}""",
            parameters["files"]);
        var poll = json.RootElement[1].GetProperty("parameters")[2];
        Assert.Equal("trigger", Assert.Single(poll.GetProperty("allows").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("task", "task")]
    [InlineData("Task", "other")]
    public void Catalog_AmbiguousOrBadNames_AreRefused(string first, string second) =>
        Assert.Throws<ArgumentException>(() => new NodeKindCatalog([new TestKind(first, []), new TestKind(second, [])]));
}
