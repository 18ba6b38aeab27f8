using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Values;

namespace Maat.Engine.Kinds.Bash;

/// <summary>
/// A bash script. It ends well with exit code 0; one more code means that the node skips itself; any other is a failure.
/// </summary>
public sealed class BashKind : NodeKind
{
    public const string KindName = "bash";
    public const string Script = "script";
    public const string SkipExitCode = "skip_exit_code";

    /// <summary>Airflow's default for <c>skip_on_exit_code</c>.</summary>
    public const int DefaultSkipExitCode = 99;

    public override string Name => KindName;

    public override string Title => "Bash";

    public override string Description => "Runs a bash script on a worker";

    public override ItemList<ParameterDescriptor> Parameters { get; } =
    [
        new(Script, new ScriptType())
        {
            Title = "Script",
            Description = "Runs with variables and referenced outputs in its environment; writes outputs as key=value lines to the file $MAAT_OUTPUT",
            Required = true,
        },
        new(SkipExitCode, new NumberType { IsInteger = true, Min = 1, Max = 255 })
        {
            Title = "Exit code for skipping",
            Description = "The exit code by which the script marks its node as skipped",
            Default = new NumberValue(DefaultSkipExitCode),
        },
    ];
}
