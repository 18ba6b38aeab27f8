using System.Text.Json;
using Maat.Domain.Expressions;
using Maat.Domain.Runs;
using Maat.Domain.Variables;

namespace Maat.Domain.Tests.Documents;

/// <summary>docs/templates.md says what there is: nothing of the language is missing from it.</summary>
public sealed class ReferenceTests
{
    private static readonly string Reference = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", "templates.md"));

    [Fact]
    public void Reference_HasEveryFunctionWithItsMeaning() =>
        Assert.All(ExpressionFunctions.All, function =>
        {
            Assert.Contains($"| `{function.Name}(", Reference, StringComparison.Ordinal);
            Assert.Contains($" | {function.Description} |", Reference, StringComparison.Ordinal);
        });

    [Fact]
    public void Reference_HasEveryTriggerRule() =>
        Assert.All(Enum.GetNames<TriggerRule>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName), rule => Assert.Contains($"`{rule}`", Reference, StringComparison.Ordinal));

    [Fact]
    public void Reference_HasEveryTypeOfVariable() =>
        Assert.All(Enum.GetNames<VariableType>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName), type => Assert.Contains($"| `{type}` |", Reference, StringComparison.Ordinal));

    [Fact]
    public void Reference_HasEveryFactOfARun() =>
        Assert.All(RunFacts.All, fact => Assert.Contains($"`run.{fact.Name}`", Reference, StringComparison.Ordinal));
}
