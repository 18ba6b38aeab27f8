using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Storage.Engine;

namespace Maat.Engine.Runs;

/// <summary>What every node of a run shares: facts, values, and the version that it is pinned to.</summary>
public sealed record RunContext(RunFacts Facts, ObjectValue Values, CompiledTemplate Template, string ApplicationName, string ProjectName)
{
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(Facts.Zone);
}
