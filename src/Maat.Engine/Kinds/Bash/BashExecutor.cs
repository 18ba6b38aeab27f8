using System.Globalization;
using System.Runtime.CompilerServices;
using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Rendering;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Logs;
using Maat.Engine.Processes;
using ProcessStop = Maat.Engine.Processes.StopCause;
using ScriptValues = Maat.Domain.Rendering.TaskEnvironment;

namespace Maat.Engine.Kinds.Bash;

/// <summary>
/// Runs a script with <c>bash --noprofile --norc FILE</c> through the supervisor. Values reach it as environment variables alone; its
/// output goes to the log as it comes; what it writes to <c>$MAAT_OUTPUT</c> becomes its outputs when it succeeds.
/// </summary>
public sealed class BashExecutor(
    TaskRunner tasks, TaskDirectories directories, Processes.TaskEnvironment environment, ILogStore logs, EngineOptions options) : INodeExecutor
{
    private const string Shell = "/bin/bash";

    private readonly ConditionalWeakTable<CompiledNode, PreparedScript> _prepared = [];

    public IReadOnlyCollection<(string Node, string Output)> OutputsWanted(CompiledNode node) => Prepare(node).OutputsWanted;

    public async Task<NodeResult> ExecuteAsync(NodeExecution execution)
    {
        PreparedScript script = Prepare(execution.Node);
        RenderedScript rendered;
        ScriptValues values;
        try
        {
            rendered = script.Template.Render(execution.Scope);
            values = ScriptValues.Build(
                execution.Run.Values.Members.Where(v => !execution.Run.Secrets.Contains(v.Key)), script.OutputsWanted.Select(o => new OutputValue(o.Node, o.Output, Output(execution, o))), rendered);
        }
        catch (ExpressionException exception)
        {
            // The same values give the same error: another attempt cannot end differently.
            return new NodeResult(new AttemptResult.Failed(Said($"The script cannot be rendered: {exception.Wording}"), Retryable: false));
        }

        TaskDirectory directory = directories.Create(
            execution.Claim.NodeRunId, execution.Claim.Attempt, execution.Claim.Fence, rendered.Text);
        try
        {
            return await RunAsync(execution, script, directory, values).ConfigureAwait(false);
        }
        finally
        {
            directories.Delete(directory);
        }
    }

    private async Task<NodeResult> RunAsync(NodeExecution execution, PreparedScript script, TaskDirectory directory, ScriptValues values)
    {
        var key = new LogKey(execution.Run.Facts.Id, execution.Node.Definition.Key, execution.Claim.Attempt, execution.Claim.Fence);
        ILogWriter log = logs.Open(key);
        try
        {
            var start = new TaskStart
            {
                Id = execution.Claim.NodeRunId,
                Command = [Shell, "--noprofile", "--norc", directory.ScriptPath],
                Environment = environment.With([.. values.Variables, .. Files(directory, values), .. Facts(execution, directory)]),
                WorkingDirectory = directory.Path,
                Timeout = execution.Node.Definition.Timeout,
                KillAfter = options.KillAfter,
                Limits = options.TaskLimits,
                OutputLimit = options.OutputLimit,
            };
            TaskExit exit = await tasks.RunAsync(start, log, execution.Stop, execution.Kill).ConfigureAwait(false);
            log.Complete();
            return Result(exit, script, directory) with
            {
                ExitCode = exit.ExitCode,
                LogBytes = log.Length,
                LogCut = log.CutReason is not null || exit.OutputDropped > 0,
            };
        }
        finally
        {
            log.Complete();
        }
    }

    private static NodeResult Result(TaskExit exit, PreparedScript script, TaskDirectory directory) => exit switch
    {
        { Outcome: TaskOutcome.NotStarted } => Failed($"The script could not be started: {exit.Error}"),
        { Outcome: TaskOutcome.Refused, Stop: not ProcessStop.None } => new NodeResult(new AttemptResult.Stopped(Said($"It was stopped before it began."))),
        { Outcome: TaskOutcome.Refused } => new NodeResult(new AttemptResult.HandedBack(exit.Error ?? Said($"It could not begin."))),
        { Outcome: TaskOutcome.NoResources } => new NodeResult(new AttemptResult.Lost(Said($"The script could not be started: {exit.Error}"))),
        { Outcome: TaskOutcome.Expired } => new NodeResult(new AttemptResult.Lost(exit.Error ?? Said($"Its worker's lease was over."), Counts: false)),
        { Outcome: TaskOutcome.Lost } => new NodeResult(new AttemptResult.Lost(exit.Error ?? Said($"The process supervisor died."))),
        { Stop: ProcessStop.TimedOut } => Failed($"It ran longer than its timeout and was stopped."),
        { ExitCode: 0 } => Succeeded(directory),
        { Stop: ProcessStop.Requested or ProcessStop.Killed } => new NodeResult(new AttemptResult.Stopped(Said($"It was stopped."))),
        { ExitCode: { } code } when code == script.SkipExitCode => new NodeResult(new AttemptResult.Skipped(Said($"The script exited with code {code}."))),
        { ExitCode: { } code } => Failed($"The script exited with code {code}."),
        { Signal: { } signal } => Failed($"Signal {signal} ended the script."),
        _ => Failed($"The script ended in an unknown way."),
    };

    private static NodeResult Succeeded(TaskDirectory directory)
    {
        OutputResult read = OutputFile.Read(directory.OutputPath);
        return read.Problem is { } problem
            ? Failed(problem.Line > 0
                ? Wording.Of($"Its outputs cannot be read: line {problem.Line} of $MAAT_OUTPUT: {problem.Message}")
                : Wording.Of($"Its outputs cannot be read: {problem.Message}"))
            : new NodeResult(new AttemptResult.Succeeded(HasOutputs: read.Outputs.Count > 0)) { Outputs = [.. read.Outputs] };
    }

    private static NodeResult Failed(Wording reason) => new(new AttemptResult.Failed(reason.ToString()));

    /// <summary>As it is stored: in English, which pages recognise and say in the reader's language.</summary>
    private static string Said(Wording reason) => reason.ToString();

    private static Value Output(NodeExecution execution, (string Node, string Output) wanted) =>
        execution.Scope.Outputs.GetValueOrDefault(wanted, Value.Null);

    /// <summary>What a script may want to know of itself.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Facts(NodeExecution execution, TaskDirectory directory)
    {
        Storage.Engine.RunFacts run = execution.Run.Facts;
        yield return new("MAAT_OUTPUT", directory.OutputPath);
        yield return new("MAAT_RUN_ID", run.Id.ToString(CultureInfo.InvariantCulture));
        yield return new("MAAT_NODE", execution.Node.Definition.Key);
        yield return new("MAAT_SCHEDULED_AT", run.ScheduledAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        yield return new("MAAT_ATTEMPT", execution.Claim.Attempt.ToString(CultureInfo.InvariantCulture));
        yield return new("MAAT_FENCE", execution.Claim.Fence.ToString(CultureInfo.InvariantCulture));
        yield return new("MAAT_IDEMPOTENCY_KEY", execution.IdempotencyKey);
    }

    /// <summary>Writes the values that the environment cannot hold, and names their paths.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Files(TaskDirectory directory, ScriptValues values)
    {
        foreach (EnvironmentFile file in values.Files)
        {
            string path = $"{directory.Path}/.{file.VariableName.ToLowerInvariant()}";
            File.WriteAllText(path, file.Content);
            yield return new(file.VariableName, path);
        }
    }

    private PreparedScript Prepare(CompiledNode node) => _prepared.GetValue(node, static n => new PreparedScript(n));

    private sealed class PreparedScript
    {
        public PreparedScript(CompiledNode node)
        {
            Template = BashTemplate.Parse(((TextValue)node.Parameters.Members[BashKind.Script]).Value);
            SkipExitCode = (int)((NumberValue)node.Parameters.Members[BashKind.SkipExitCode]).Value;
            HashSet<(string, string)> wanted = WantedOutputs.Of(Template.References);
            foreach (string name in Template.EnvironmentNames.Select(n => n.Name))
            {
                if (ScriptValues.TryReadOutputName(name, out string from, out string output))
                {
                    wanted.Add((from, output));
                }
            }

            OutputsWanted = wanted;
        }

        public BashTemplate Template { get; }

        public int SkipExitCode { get; }

        public IReadOnlySet<(string Node, string Output)> OutputsWanted { get; }
    }
}
