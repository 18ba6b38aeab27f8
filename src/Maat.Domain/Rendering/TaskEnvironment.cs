using Maat.Domain.Values;

namespace Maat.Domain.Rendering;

public sealed record OutputValue(string Node, string Output, Value Value);
public sealed record EnvironmentFile(string VariableName, string Content);
public sealed class TaskEnvironment
{
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; } = [];
    public IReadOnlyList<EnvironmentFile> Files { get; } = [];
    public static string VariableName(string key) => $"MAAT_VAR_{key.ToUpperInvariant()}";
    public static string OutputName(string node, string output) => $"MAAT_NODE_{node.ToUpperInvariant()}__{output.ToUpperInvariant()}";
    public static bool TryReadOutputName(string name, out string node, out string output) => throw new NotSupportedException(name);
    public static TaskEnvironment Build(IEnumerable<KeyValuePair<string, Value>> variables, IEnumerable<OutputValue> outputs, RenderedScript script) => throw new NotSupportedException();
}
