using System.Text;
using System.Text.RegularExpressions;
using Maat.Domain.Values;

namespace Maat.Domain.Rendering;

/// <summary>An output that a script names: of which node, which one, and its value.</summary>
public sealed record OutputValue(string Node, string Output, Value Value);

/// <summary>A value that a task gets as a file: the caller writes the content (UTF-8) and sets the variable to the file's path.</summary>
public sealed record EnvironmentFile(string VariableName, string Content);

/// <summary>
/// What a task's script gets from Maat in its environment: <c>MAAT_VAR_REGION</c> for the variable <c>region</c>,
/// <c>MAAT_NODE_EXTRACT__ROWS</c> for the output <c>rows</c> of the node <c>extract</c>, and what stands for the script's own
/// <c>${{ }}</c>. A value that the environment cannot hold, for its size or because it has a NUL character, becomes a file, whose path is given in a
/// variable of the same name with <c>__FILE</c> after it (keys have no double underscore, so no key can make that name); so does a value whose
/// <c>__FILE</c> variable the script names, whatever its size, so that a script need not know which way a value comes.
/// </summary>
public sealed partial class TaskEnvironment
{
    public const string VariablePrefix = "MAAT_VAR_";
    public const string OutputPrefix = "MAAT_NODE_";
    public const string FileSuffix = "__FILE";
    private const string Separator = "__";

    private TaskEnvironment(IReadOnlyList<KeyValuePair<string, string>> variables, IReadOnlyList<EnvironmentFile> files)
    {
        Variables = variables;
        Files = files;
    }

    /// <summary>Names and values to set.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; }

    /// <summary>Files to write, and the variables to set to their paths.</summary>
    public IReadOnlyList<EnvironmentFile> Files { get; }

    /// <summary>The environment's name of a variable of the template.</summary>
    public static string VariableName(string key) => VariablePrefix + key.ToUpperInvariant();

    /// <summary>The environment's name of a node's output.</summary>
    public static string OutputName(string node, string output) => OutputPrefix + node.ToUpperInvariant() + Separator + output.ToUpperInvariant();

    /// <summary>Reads the key of a variable off the name that a script uses, with or without <c>__FILE</c>.</summary>
    public static bool TryReadVariableName(string name, out string key)
    {
        key = WithoutSuffix(name) is var plain && plain.StartsWith(VariablePrefix, StringComparison.Ordinal)
            ? plain[VariablePrefix.Length..].ToLowerInvariant()
            : "";
        return key.Length > 0 && !key.Contains(Separator, StringComparison.Ordinal);
    }

    /// <summary>Reads a node's key and its output's off the name that a script uses, with or without <c>__FILE</c>.</summary>
    public static bool TryReadOutputName(string name, out string node, out string output)
    {
        (node, output) = ("", "");
        var plain = WithoutSuffix(name);
        if (!plain.StartsWith(OutputPrefix, StringComparison.Ordinal))
            return false;
        if (plain[OutputPrefix.Length..].ToLowerInvariant().Split(Separator) is not [{ Length: > 0 } first, { Length: > 0 } second])
            return false;
        (node, output) = (first, second);
        return true;
    }

    /// <summary>
    /// Fills an environment: what the script's <c>${{ }}</c> stand for always fits (see <see cref="BashTemplate.Render"/>); then variables and
    /// outputs in the order given, as long as there is room.
    /// </summary>
    /// <param name="variables">The run's variables, by key.</param>
    /// <param name="outputs">The outputs that the script names (see <see cref="BashTemplate.EnvironmentNames"/>); null ones become empty.</param>
    /// <param name="script">The rendered script.</param>
    public static TaskEnvironment Build(IEnumerable<KeyValuePair<string, Value>> variables, IEnumerable<OutputValue> outputs, RenderedScript script)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(script);

        var wantedFiles = FileNames().Matches(script.Text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var named = variables.Select(variable => KeyValuePair.Create(VariableName(variable.Key), variable.Value))
            .Concat(outputs.Select(output => KeyValuePair.Create(OutputName(output.Node, output.Output), output.Value)));

        var set = script.Environment.ToList();
        var files = new List<EnvironmentFile>();
        var used = set.Sum(variable => EnvironmentSize.Of(variable.Key, variable.Value));
        foreach (var (name, value) in named)
        {
            var text = value.ToText();
            var size = EnvironmentSize.Of(name, text);
            var fits = EnvironmentSize.Fits(text) && used + size <= TemplateLimits.MaxEnvironmentBytes;
            if (fits)
            {
                set.Add(new(name, text));
                used += size;
            }

            if (!fits || wantedFiles.Contains(name + FileSuffix))
                files.Add(new(name + FileSuffix, text));
        }

        return new TaskEnvironment(set, files);
    }

    private static string WithoutSuffix(string name) => name.EndsWith(FileSuffix, StringComparison.Ordinal) ? name[..^FileSuffix.Length] : name;

    [GeneratedRegex("MAAT_(?:VAR|NODE)_[A-Z0-9_]+__FILE(?![A-Za-z0-9_])", RegexOptions.CultureInvariant)]
    private static partial Regex FileNames();
}

/// <summary>What the environment of a process can hold.</summary>
internal static class EnvironmentSize
{
    // '=' between name and value, and the NUL after it.
    private const int Overhead = 2;

    /// <summary>Bytes that a variable takes.</summary>
    public static long Of(string name, string value) => Encoding.UTF8.GetByteCount(name) + (long)Encoding.UTF8.GetByteCount(value) + Overhead;

    /// <summary>Whether a value fits, whatever else there is; a NUL would end it.</summary>
    public static bool Fits(string value) =>
        Encoding.UTF8.GetByteCount(value) < TemplateLimits.MaxEnvironmentValueBytes && !value.Contains('\0', StringComparison.Ordinal);
}
