using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Domain.Variables;
using Maat.Web.Variables;

namespace Maat.Web.Tests.Variables;

public sealed class VariableEntryTests
{
    private static readonly VariableDefinition Shards = new("shards", VariableType.Number) { IsInteger = true, Min = 1, Max = 512, Default = new NumberValue(8) };

    [Theory]
    [InlineData(VariableType.Number, "12", EntryProblem.None, "12")]
    [InlineData(VariableType.Number, "1.5", EntryProblem.NoWholeNumber, null)]
    [InlineData(VariableType.Number, "1024", EntryProblem.OutOfRange, null)]
    [InlineData(VariableType.Number, "many", EntryProblem.NoNumber, null)]
    [InlineData(VariableType.Number, " ", EntryProblem.Missing, null)]
    [InlineData(VariableType.Boolean, "true", EntryProblem.None, "true")]
    [InlineData(VariableType.Choice, "sh", EntryProblem.None, "\"sh\"")]
    [InlineData(VariableType.Choice, "bj", EntryProblem.NoChoice, null)]
    [InlineData(VariableType.Json, """{ "a": [1] }""", EntryProblem.None, """{"a":[1]}""")]
    [InlineData(VariableType.Json, """{ "a": """, EntryProblem.NoJson, null)]
    [InlineData(VariableType.Text, "", EntryProblem.None, "\"\"")]
    [InlineData(VariableType.Secret, "console-hz", EntryProblem.None, "\"console-hz\"")]
    public void Typed_IsReadByTheTypeOrSaysWhatIsWrong(VariableType type, string typed, EntryProblem problem, string? json)
    {
        var definition = new VariableDefinition("key", type) { IsInteger = true, Min = 1, Max = 512, Choices = ["hz", "sh"], Required = true };
        var entry = new VariableEntry(definition, below: null, own: null);

        entry.Type(typed);

        Assert.Equal((problem, json, typed), (entry.Problem, entry.Read()?.ToJson(), entry.Text));
    }

    [Fact]
    public void Json_ThatIsCutOff_SaysLineAndColumn()
    {
        var entry = new VariableEntry(new VariableDefinition("key", VariableType.Json), null, null);
        entry.Type("{\n  \"a\": oops }");
        Assert.Equal("2:8", entry.ProblemDetail?.ToString());
    }

    [Fact]
    public void Reset_ShowsWhatLiesBelow_AndIsAChangeOnlyOfAnOwnValue()
    {
        var entry = new VariableEntry(Shards, Shards.Default, new NumberValue(16));
        Assert.Equal((true, "16", false), (entry.IsOwn, entry.Text, entry.IsChanged));

        entry.Reset();
        Assert.Equal((false, "8", true), (entry.IsOwn, entry.Text, entry.IsChanged));
        Assert.Null(entry.Read());

        entry.Discard();
        Assert.Equal((true, "16", false), (entry.IsOwn, entry.Text, entry.IsChanged));
    }

    [Fact]
    public void Rebase_KeepsWhatWasTyped_AndShowsWhatSomebodyElseSet()
    {
        VariableEntries entries = VariableEntries.Of(
            [Shards, new VariableDefinition("label", VariableType.Text), new VariableDefinition("other", VariableType.Text)],
            new Dictionary<string, Value> { ["shards"] = new NumberValue(16), ["label"] = new TextValue("mine") });
        entries.Items[0].Type("64");

        entries.Rebase(
            [Shards, new VariableDefinition("label", VariableType.Text), new VariableDefinition("other", VariableType.Text)],
            new Dictionary<string, Value> { ["shards"] = new NumberValue(32), ["label"] = new TextValue("theirs") });

        Assert.Equal(("64", new NumberValue(32)), (entries.Items[0].Text, entries.Items[0].Theirs));
        Assert.Equal(("theirs", null), (entries.Items[1].Text, entries.Items[1].Theirs));
        Assert.Equal(1, entries.Changes);
    }

    [Fact]
    public void Rebase_ToAVersionWithoutAVariable_KeepsItsValueAsAStranger()
    {
        VariableEntries entries = VariableEntries.Of([Shards], new Dictionary<string, Value> { ["shards"] = new NumberValue(16) });

        entries.Rebase([new VariableDefinition("label", VariableType.Text)], new Dictionary<string, Value> { ["shards"] = new NumberValue(16) });

        Assert.Equal(["shards"], entries.Strangers);
        Assert.Equal(1, entries.Changes);
        Assert.Empty(entries.Read());
    }

    [Fact]
    public void Refused_ByTheServer_StandsUnderItsField()
    {
        VariableEntries entries = VariableEntries.Of([Shards], new Dictionary<string, Value>());
        entries.Items[0].Type("12");
        Problem known = new(Severity.Error, "x", $"not this", new ProblemPlace("/values/shards"));
        Problem unknown = new(Severity.Error, "x", $"nor that", new ProblemPlace("/queue"));

        Assert.Equal([unknown], entries.Refuse([known, unknown], "/values"));
        Assert.Equal((EntryProblem.Refused, "not this"), (entries.Items[0].Problem, entries.Items[0].ProblemDetail?.ToString()));
        Assert.Equal(new NumberValue(12), entries.Items[0].Read());
        Assert.True(entries.Check());
    }

    [Fact]
    public void Over_AnApplication_GivesOnlyWhatIsTyped()
    {
        VariableEntries entries = VariableEntries.Over([Shards], new Dictionary<string, Value> { ["shards"] = new NumberValue(16) });
        Assert.Equal("16", entries.Items[0].Text);
        Assert.Empty(entries.Read());

        entries.Items[0].Type("4");
        Assert.Equal(new NumberValue(4), entries.Read()["shards"]);
    }
}
