using Maat.Domain.Tests.Documents;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Domain.Tests.Variables;

public class VariableValuesTests
{
    private static readonly VariableDefinition[] Definitions =
    [
        new("shards", VariableType.Number) { IsInteger = true, Min = 1, Max = 512, Default = new NumberValue(8) },
        new("region", VariableType.Choice) { Choices = ["hz", "sh"], Required = true },
        new("console", VariableType.Secret),
    ];

    [Theory]
    [InlineData("""{"region": "hz"}""", "{}", "8 \"hz\" null")]
    [InlineData("""{"region": "hz", "shards": 16, "console": "prod"}""", "{}", "16 \"hz\" \"prod\"")]
    [InlineData("""{"region": "hz", "shards": 16}""", """{"shards": 32, "region": "sh"}""", "32 \"sh\" null")]
    [InlineData("""{"region": "hz", "shards": 16}""", """{"shards": null}""", "16 \"hz\" null")]
    [InlineData("""{"region": "hz", "shards": 1000}""", """{"shards": 32}""", "32 \"hz\" null")]
    public void Resolve_Values_TheStrongestCounts(string application, string overrides, string expected)
    {
        var resolved = Resolve(application, overrides);

        Assert.Empty(resolved.Problems);
        Assert.Equal(expected, string.Join(' ', Definitions.Select(definition => resolved.ByKey[definition.Key].ToJson())));
        Assert.Equal(["shards", "region", "console"], resolved.ByKey.Keys);
    }

    [Theory]
    [InlineData("{}", "{}", "missing_value /region")]
    [InlineData("""{"region": null}""", "{}", "missing_value /region")]
    [InlineData("""{"region": "bj"}""", "{}", "unknown_choice /region")]
    [InlineData("""{"region": "hz", "shards": 1.5}""", """{"region": 1}""", "wrong_type /shards|wrong_type /region")]
    [InlineData("""{"region": "hz"}""", """{"shards": 513}""", "out_of_range /shards")]
    [InlineData("""{"region": "hz", "shard": 1}""", """{"a/b": 1}""", "unknown_variable /shard|unknown_variable /a~1b")]
    public void Resolve_WrongValues_AreAllReportedAtTheirVariable(string application, string overrides, string expected)
    {
        var resolved = Resolve(application, overrides);

        Assert.Equal(expected.Split('|'), Shown.Lines(resolved.Problems));
        Assert.All(resolved.Problems, problem => Assert.Equal(problem.Place.Path, "/" + problem.Place.Field!.Replace("/", "~1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Resolve_UnknownVariable_OffersTheSimilarOne() =>
        Assert.EndsWith("did you mean 'shards'?", Assert.Single(Resolve("""{"region": "hz", "shard": 1}""", "{}").Problems).Message, StringComparison.Ordinal);

    private static VariableValues Resolve(string application, string overrides) =>
        VariableValues.Resolve(Definitions, ((ObjectValue)Value.ParseJson(application)).Members, ((ObjectValue)Value.ParseJson(overrides)).Members);
}
