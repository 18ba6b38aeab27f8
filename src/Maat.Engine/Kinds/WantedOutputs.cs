using Maat.Domain.Expressions;

namespace Maat.Engine.Kinds;

/// <summary>Which outputs of earlier nodes references read.</summary>
internal static class WantedOutputs
{
    public static HashSet<(string Node, string Output)> Of(IEnumerable<Reference> references) =>
        [.. references.Where(r => r.Root == ReferenceRoot.Nodes).Select(r => (r.Path[0], r.Path[^1]))];
}
