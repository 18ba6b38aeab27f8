using Maat.Domain.Values;
using Maat.Domain.Variables;
using Maat.Engine.Runs;

namespace Maat.Web.Runs;

/// <summary>A value with which a run was made.</summary>
/// <param name="Value">JSON; of a secret its name, as JSON text.</param>
/// <param name="Shown">Its beginning, as it reads.</param>
internal sealed record RunVariable(string Name, string Value, bool Secret, string Shown)
{
    /// <summary>As much as stands in a line or a tooltip.</summary>
    private const int MaxShown = 200;

    /// <summary>Stands for a value that is not there, or for a text without letters: a name with nothing behind it says nothing.</summary>
    private const string Nothing = "—";

    public static IReadOnlyList<RunVariable> Of(RunContext run) =>
    [
        .. run.Template.Document.Variables.Where(variable => run.Values.Members.ContainsKey(variable.Key)).Select(variable =>
        {
            Value value = run.Values.Members[variable.Key];
            bool secret = variable.Type == VariableType.Secret;
            string text = value.ToText() is { Length: > 0 } given ? (secret ? "••••••" : given) : Nothing;
            return new RunVariable(
                variable.Key, secret ? value.ToText() : value.ToJson(), secret, text.Length > MaxShown ? $"{text[..MaxShown]}…" : text);
        }),
    ];
}
