using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Kinds;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Logs;
using Maat.Engine.Processes;
using Maat.Engine.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Engine.Tests.Kinds;

/// <summary>What becomes of a script, from its text to the attempt's result, through the real supervisor.</summary>
public sealed class BashExecutorTests : IAsyncDisposable
{
    private static readonly NodeKindCatalog Kinds = new([new BashKind()]);

    private readonly string _folder = Directory.CreateTempSubdirectory("maat-bash-").FullName;
    private readonly TaskRunner _tasks = new(new SupervisorOptions(), TimeProvider.System, NullLoggerFactory.Instance);
    private readonly TaskDirectories _directories;
    private readonly DirectoryLogStore _logs;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();

    public BashExecutorTests()
    {
        _directories = TaskDirectories.Open(Path.Combine(_folder, "work"), NullLogger<TaskDirectories>.Instance);
        _logs = new DirectoryLogStore(Path.Combine(_folder, "logs"), NullLogger<DirectoryLogStore>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _tasks.DisposeAsync();
        _directories.Dispose();
        _stop.Dispose();
        _kill.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<string, string> Ends => new()
    {
        { "exit 0", "Succeeded" },
        { "exit 99", "Skipped: The script exited with code 99." },
        { "exit 1", "Failed: The script exited with code 1." },
        { "exit 255", "Failed: The script exited with code 255." },
        { "kill -SEGV $$", "Failed: Signal 11 ended the script." },
        { "echo 'a b' >> \"$MAAT_OUTPUT\"; exit 3", "Failed: The script exited with code 3." },
        { "echo 'not an output' >> \"$MAAT_OUTPUT\"", "Failed: Its outputs cannot be read: line 1 of $MAAT_OUTPUT:" },
        { "[ \"$V\" = 'x' ] || exit 7; [ \"$MAAT_NODE\" = say ] && [ -n \"$MAAT_IDEMPOTENCY_KEY\" ]", "Failed: The script exited with code 7." },
        { "[ \"$MAAT_VAR_GREETING\" = 'a $(touch x) \"b\"' ]", "Succeeded" },
        { "[ \"${{ vars.greeting }}\" = 'a $(touch x) \"b\"' ] && [ ! -e x ]", "Succeeded" },
        { "[ -z \"${MAAT_VAR_CONSOLE+set}\" ]", "Succeeded" },
        { "echo ${{ vars.console }}", "Failed: The script cannot be rendered: the variable 'console' names a secret" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Execute_AScript_EndsAsItsExitSays(string script, string expected)
    {
        NodeResult result = await ExecuteAsync(script);

        Assert.StartsWith(expected, Said(result.Result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_ASkipCodeOfItsOwn_Skips()
    {
        Assert.IsType<AttemptResult.Skipped>((await ExecuteAsync("exit 7", skipExitCode: 7)).Result);
        Assert.IsType<AttemptResult.Failed>((await ExecuteAsync("exit 99", skipExitCode: 7)).Result);
    }

    [Fact]
    public async Task Execute_WritesOutputs_TheyAreRead()
    {
        NodeResult result = await ExecuteAsync("echo 'rows=12' >> \"$MAAT_OUTPUT\"; echo 'name=a b' >> \"$MAAT_OUTPUT\"");

        Assert.Equal(new AttemptResult.Succeeded(HasOutputs: true), result.Result);
        Assert.Equal(["name", "rows"], result.Outputs.Select(o => o.Key).Order());
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Execute_CannotBeRendered_IsNotRetried()
    {
        NodeResult result = await ExecuteAsync("echo ${{ vars.greeting | date 'yyyy' }}");

        Assert.False(Assert.IsType<AttemptResult.Failed>(result.Result).Retryable);
    }

    [Fact]
    public async Task Execute_LongerThanItsTimeout_Fails()
    {
        NodeResult result = await ExecuteAsync("while :; do read -t 1 <> <(:); done", timeout: TimeSpan.FromMilliseconds(50));

        Assert.Equal("Failed: It ran longer than its timeout and was stopped.", Said(result.Result));
    }

    [Fact]
    public async Task Execute_TheLongestTimeout_RunsUnderSupervision() =>
        Assert.IsType<AttemptResult.Succeeded>((await ExecuteAsync("echo 'x=1' >> \"$MAAT_OUTPUT\"", timeout: Duration.Max)).Result);

    [Fact]
    public async Task Execute_StoppedBeforeItBegan_IsStopped()
    {
        await _stop.CancelAsync();

        Assert.IsType<AttemptResult.Stopped>((await ExecuteAsync("exit 0")).Result);
    }

    [Fact]
    public async Task Execute_TheLeaseIsOver_IsHandedBack()
    {
        _tasks.Renew(() => TimeSpan.FromSeconds(-1));

        Assert.IsType<AttemptResult.HandedBack>((await ExecuteAsync("exit 0")).Result);
    }

    [Fact]
    public async Task Execute_TheLeaseEndsMeanwhile_IsLostWithoutBlame()
    {
        Task<NodeResult> running = ExecuteAsync("echo begun; while :; do read -t 1 <> <(:); done");
        await _logs.WaitForGrowthAsync(new LogKey(7, "say", 1, 3), 0, TestContext.Current.CancellationToken);
        _tasks.Renew(() => TimeSpan.FromSeconds(-1));

        Assert.False(Assert.IsType<AttemptResult.Lost>((await running).Result).Counts);
    }

    [Fact]
    public async Task Execute_AFileLimit_HoldsForTheScript()
    {
        NodeResult result = await ExecuteAsync("[ \"$(ulimit -n)\" = 33 ]", options: new EngineOptions { TaskLimits = new TaskLimits(OpenFiles: 33) });

        Assert.IsType<AttemptResult.Succeeded>(result.Result);
    }

    [Fact]
    public async Task Execute_MoreOutputThanIsKept_SaysSo()
    {
        NodeResult result = await ExecuteAsync("printf '%5000s' x", options: new EngineOptions { OutputLimit = 1_000 });

        Assert.True(result.LogCut);
        Assert.InRange(result.LogBytes, 1_000, 2_000);
    }

    [Fact]
    public async Task Execute_Ended_LeavesNoDirectory()
    {
        await ExecuteAsync("mkdir -p a/b; touch a/b/c; chmod 0 a");

        Assert.Empty(Directory.EnumerateDirectories(Directory.EnumerateDirectories(Path.Combine(_folder, "work")).Single()));
    }

    private static string Said(AttemptResult result) => result.Reason() is { } reason ? $"{result.GetType().Name}: {reason}" : result.GetType().Name;

    private Task<NodeResult> ExecuteAsync(string script, TimeSpan? timeout = null, int skipExitCode = BashKind.DefaultSkipExitCode, EngineOptions? options = null)
    {
        var document = new TemplateDocument("t")
        {
            Variables =
            [
                new Domain.Variables.VariableDefinition("greeting", Domain.Variables.VariableType.Text),
                new Domain.Variables.VariableDefinition("console", Domain.Variables.VariableType.Secret),
            ],
            Nodes =
            [
                new NodeDefinition("say", BashKind.KindName)
                {
                    Timeout = timeout,
                    With = new ObjectValue(
                    [
                        KeyValuePair.Create(BashKind.Script, (Value)new TextValue(script)),
                        KeyValuePair.Create(BashKind.SkipExitCode, (Value)new NumberValue(skipExitCode)),
                    ]),
                },
            ],
        };
        CompiledTemplate template = TemplateCompiler.Compile(document, Kinds);
        var facts = new RunFacts(7, 1, 1, 1, 1, RunKind.Manual, DateTime.UnixEpoch, "UTC", 1, "me", DateTime.UnixEpoch);
        var values = new ObjectValue(
        [
            KeyValuePair.Create("greeting", (Value)new TextValue("a $(touch x) \"b\"")),
            KeyValuePair.Create("console", (Value)new TextValue("console-token")),
        ]);
        var run = new RunContext(facts, values, template, "a", "p");
        var claim = new Claim(NodeRunId.Of(7, 0), Fence: 3, Attempt: 1, QueueId: 1, LeaseKind.Work, DateTime.UnixEpoch);
        var executor = new BashExecutor(
            _tasks, _directories, new TaskEnvironment(TaskEnvironment.DefaultNames, Environment.GetEnvironmentVariable), _logs,
            options ?? new EngineOptions());
        return executor.ExecuteAsync(new NodeExecution(
            claim, run, template.Nodes[0], new NodeScope(run, new Dictionary<(string, string), Value>()), _stop.Token, _kill.Token));
    }
}
