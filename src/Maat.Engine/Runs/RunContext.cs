using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Storage.Engine;

namespace Maat.Engine.Runs;

/// <summary>What every node of a run shares: facts, values, and the version that it is pinned to.</summary>
public sealed record RunContext(RunFacts Facts, ObjectValue Values, CompiledTemplate Template, string ApplicationName, string ProjectName)
{
    /// <summary>The variables that name a secret: what a run stores for them is the name, which is no value for a node.</summary>
    public IReadOnlySet<string> Secrets { get; } =
        Template.Document.Variables.Where(v => v.Type == Domain.Variables.VariableType.Secret).Select(v => v.Key).ToHashSet(StringComparer.Ordinal);

    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(Facts.Zone);
}
