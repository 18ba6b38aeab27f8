using System.Diagnostics;
using System.Globalization;
using Maat.Engine.Processes;

namespace Maat.Engine.Tests.Processes;

/// <summary>How tasks are ended, and that nothing of them is left, whatever dies.</summary>
public sealed class TaskEndTests(TaskBench bench) : IClassFixture<TaskBench>
{
    /// <summary>Prints a line when a process in each hiding place runs: the background, a job's own group, and a session of its own.</summary>
    private const string Scatter = "sleep 1000 & (trap '' TERM HUP; sleep 1000) & set -m; sleep 1000 & set +m; setsid sleep 1000 & echo ready; ";

    private const int Scattered = 4;

    [Fact]
    public async Task Stop_ScriptThatHandlesTerm_EndsByItsOwnExitCode()
    {
        using var stop = new CancellationTokenSource();
        var (exit, output) = await bench.StartAsync(bench.Script("trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 1000; done"), stop.Token);

        await stop.CancelAsync();

        var ended = await Eventually.CompletesAsync(exit, "the stopped task's end");
        Assert.Equal((TaskOutcome.Exited, 7, StopCause.Requested), (ended.Outcome, ended.ExitCode, ended.Stop));
        Assert.Equal(("ready", "bye"), (output.Lines[0], output.Lines[^1]));
    }

    [Fact]
    public async Task Stop_ScriptThatIgnoresTerm_IsKilledAfterTheGracePeriod()
    {
        using var stop = new CancellationTokenSource();
        var mark = TaskBench.NewMark();
        var grace = TimeSpan.FromSeconds(1001);
        var (exit, _) = await bench.StartAsync(
            bench.Script("trap '' TERM; echo ready; while :; do sleep 1000; done", mark) with { KillAfter = grace }, stop.Token);

        await stop.CancelAsync();
        Assert.False(exit.IsCompleted);
        Assert.Equal(1, bench.Time.Fire(grace));

        var ended = await Eventually.CompletesAsync(exit, "the killed task's end");
        Assert.Equal((TaskOutcome.Signalled, 9, StopCause.Requested), (ended.Outcome, ended.Signal, ended.Stop));
        await NothingIsLeftAsync(mark);
    }

    [Fact]
    public async Task Stop_TaskThatIsStoppedByASignal_IsContinuedAndEnds()
    {
        using var stop = new CancellationTokenSource();
        var mark = TaskBench.NewMark();
        var (exit, _) = await bench.StartAsync(bench.Script("trap 'exit 7' TERM; echo ready; kill -STOP $$; while :; do sleep 1000; done", mark), stop.Token);
        await Eventually.HoldsAsync(() => ProcessTable.Marked(mark).Any(pid => ProcessTable.State(pid) == 'T'), "the script has stopped itself");

        await stop.CancelAsync();

        Assert.Equal(7, (await Eventually.CompletesAsync(exit, "the stopped task's end")).ExitCode);
    }

    [Fact]
    public async Task Stop_BeforeTheStart_StartsNothing()
    {
        var exit = await bench.Supervisor.RunAsync(bench.Script("touch started"), new Output(), new CancellationToken(canceled: true));

        Assert.Equal((TaskOutcome.Refused, StopCause.Requested), (exit.Outcome, exit.Stop));
        Assert.False(File.Exists(Path.Combine(bench.Folder, "started")));
    }

    [Fact]
    public async Task Timeout_Passed_SendsTermAndIsReported()
    {
        var timeout = TimeSpan.FromSeconds(1002);
        var (exit, _) = await bench.StartAsync(bench.Script("echo ready; sleep 1000") with { Timeout = timeout }, TestContext.Current.CancellationToken);

        Assert.Equal(1, bench.Time.Fire(timeout));

        var ended = await Eventually.CompletesAsync(exit, "the end of the task whose time is up");
        Assert.Equal((TaskOutcome.Signalled, 15, StopCause.TimedOut), (ended.Outcome, ended.Signal, ended.Stop));
    }

    [Fact]
    public async Task Kill_OneOfTwo_LeavesTheOther()
    {
        using var stop = new CancellationTokenSource();
        var start = bench.Script("trap '' TERM; echo ready; sleep 1000");
        var (killed, _) = await bench.StartAsync(start, TestContext.Current.CancellationToken);
        var (spared, _) = await bench.StartAsync(bench.Script("echo ready; sleep 1000"), stop.Token);

        bench.Supervisor.Kill(start.Id);

        var ended = await Eventually.CompletesAsync(killed, "the killed task's end");
        Assert.Equal((9, StopCause.Killed), (ended.Signal, ended.Stop));
        Assert.False(spared.IsCompleted);
        await stop.CancelAsync();
        await Eventually.CompletesAsync(spared, "the other task's end");
    }

    [Theory]
    [InlineData("sleep 1000 & exit 0")]
    [InlineData("trap '' TERM HUP; nohup sleep 1000 & disown; exit 0")]
    [InlineData("set -m; sleep 1000 & exit 0")]
    [InlineData("set -m; (sleep 1000 & sleep 1000) & sleep 1000 | sleep 1000 & exit 0")]
    public async Task Exit_WhatTheScriptLeftInItsSession_IsGone(string script)
    {
        var mark = TaskBench.NewMark();

        var (exit, _) = await bench.RunAsync(bench.Script(script, mark));

        Assert.Equal(0, exit.ExitCode);
        await NothingIsLeftAsync(mark);
    }

    [Fact]
    public async Task Exit_EscapedProcessThatHoldsThePipe_IsNotWaitedForAndDiesWithTheSupervisor()
    {
        await using var own = new TaskBench();
        await own.InitializeAsync();
        var mark = TaskBench.NewMark();

        var (exit, output) = await own.RunAsync(own.Script("setsid bash -c ': > escaped; exec sleep 1000' & until [ -e escaped ]; do :; done; echo last", mark));
        Assert.Equal(0, exit.ExitCode);
        Assert.Equal("last\n", output.Text);
        Assert.NotEmpty(ProcessTable.Marked(mark));

        await own.Supervisor.DisposeAsync();

        await NothingIsLeftAsync(mark);
    }

    [Fact]
    public async Task Exit_EscapedProcessThatKeepsWriting_IsNotWaitedForAndFindsNoReader()
    {
        var mark = TaskBench.NewMark();

        var (exit, output) = await bench.RunAsync(bench.Script("setsid bash -c 'echo y; : > writing; exec yes' & until [ -e writing ]; do :; done; exit 5", mark) with { OutputLimit = 100 });

        Assert.Equal(5, exit.ExitCode);
        Assert.StartsWith("y\n", output.Text, StringComparison.Ordinal);
        await NothingIsLeftAsync(mark);
    }

    [Fact]
    public async Task Deadline_Passed_KillsEverythingAndRefusesUntilRenewed()
    {
        await using var own = new TaskBench();
        await own.InitializeAsync();
        var mark = TaskBench.NewMark();
        var (exit, _) = await own.StartAsync(own.Script($"{Scatter} sleep 1000", mark), TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => ProcessTable.Marked(mark).Count > Scattered, "all processes run");

        own.Supervisor.RenewDeadline(BootTime.After(TimeSpan.FromMilliseconds(20)));

        Assert.Equal(TaskOutcome.Expired, (await Eventually.CompletesAsync(exit, "the end at the deadline")).Outcome);
        await NothingIsLeftAsync(mark);
        var (refused, _) = await own.RunAsync(own.Script("exit 3"));
        Assert.Equal(TaskOutcome.Refused, refused.Outcome);
        own.Supervisor.RenewDeadline(BootTime.After(TimeSpan.FromHours(1)));
        var (accepted, _) = await own.RunAsync(own.Script("exit 3"));
        Assert.Equal(3, accepted.ExitCode);
    }

    [Fact]
    public async Task Supervisor_Killed_TasksAreKilledAndLost()
    {
        await using var own = new TaskBench();
        await own.InitializeAsync();
        var mark = TaskBench.NewMark();
        var (exit, output) = await own.StartAsync(own.Script($"{Scatter} sleep 1000", mark), TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => ProcessTable.Marked(mark).Count > Scattered, "all processes run");

        ProcessTable.Send(own.Supervisor.ProcessId, 9);

        Assert.Equal(TaskOutcome.Lost, (await Eventually.CompletesAsync(exit, "the task's end without its supervisor")).Outcome);
        await Eventually.CompletesAsync(own.Supervisor.Lost, "the loss is told");
        await NothingIsLeftAsync(mark);
        Assert.Equal("ready\n", output.Text);
        var (refused, _) = await own.RunAsync(own.Script(":"));
        Assert.Equal(TaskOutcome.Refused, refused.Outcome);
    }

    [Fact]
    public async Task Dispose_RunningTasks_AreKilledBeforeItReturns()
    {
        await using var own = new TaskBench();
        await own.InitializeAsync();
        var mark = TaskBench.NewMark();
        var (exit, _) = await own.StartAsync(own.Script($"trap '' TERM; {Scatter} sleep 1000", mark), TestContext.Current.CancellationToken);

        await own.Supervisor.DisposeAsync();

        Assert.True(exit.IsCompleted);
        Assert.Equal(StopCause.Killed, (await exit).Stop);
        Assert.Empty(ProcessTable.Marked(mark));
        Assert.False(own.Supervisor.Lost.IsCompleted);
    }

    [Fact]
    public async Task Supervisor_ThatAnswersNobody_HoldsUpNeitherRenewalsNorKills()
    {
        await using var own = new TaskBench();
        await own.InitializeAsync();
        var start = own.Script(":");
        ProcessTable.Send(own.Supervisor.ProcessId, 19);

        // More than the pipe to the supervisor takes.
        for (var i = 0; i < 10_000; i++)
            own.Supervisor.RenewDeadline(BootTime.After(TimeSpan.FromHours(1)));
        var exit = own.RunAsync(start);
        own.Supervisor.Kill(start.Id);
        ProcessTable.Send(own.Supervisor.ProcessId, 18);

        await Eventually.CompletesAsync(exit, "the frames that waited have arrived");
    }

    [Fact]
    public async Task Worker_Killed_NothingIsLeft()
    {
        var mark = TaskBench.NewMark();
        using var worker = new Worker(bench.Folder, $"{Scatter} sleep 1000", tasks: 5, mark, deadline: TimeSpan.Zero);
        var supervisor = await worker.ReadyAsync();
        await Eventually.HoldsAsync(() => ProcessTable.Marked(mark).Count >= 5 * (Scattered + 1), "all processes run");

        ProcessTable.Send(worker.Id, 9);

        await NothingIsLeftAsync(mark);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(supervisor), "the supervisor has ended");
    }

    [Fact]
    public async Task Worker_StoppedPastItsDeadline_ItsTasksAreKilledWhileItIsStopped()
    {
        var mark = TaskBench.NewMark();
        using var worker = new Worker(bench.Folder, $"{Scatter} sleep 1000", tasks: 2, mark, deadline: TimeSpan.FromSeconds(2));
        await worker.ReadyAsync();

        ProcessTable.Send(worker.Id, 19);
        await NothingIsLeftAsync(mark);
        Assert.Equal('T', ProcessTable.State(worker.Id));
        ProcessTable.Send(worker.Id, 18);

        Assert.Equal("Expired", await worker.LineAsync());
        Assert.Equal("Expired", await worker.LineAsync());
    }

    private static Task NothingIsLeftAsync(string mark) =>
        Eventually.HoldsAsync(() => ProcessTable.Marked(mark).Count == 0, $"no process with the mark {mark} is alive");

    /// <summary>A worker as a process of its own.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly Process _process;

        internal Worker(string folder, string script, int tasks, string mark, TimeSpan deadline)
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, mark)).FullName;
            string[] arguments =
            [
                Path.Combine(AppContext.BaseDirectory, "Maat.Engine.WorkerHost.dll"),
                own, script, tasks.ToString(CultureInfo.InvariantCulture), mark, deadline.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
            ];
            _process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        }

        internal int Id => _process.Id;

        internal async Task<int> ReadyAsync()
        {
            var supervisor = (await LineAsync())!.Split(' ');
            Assert.Equal("ready", await LineAsync());
            return int.Parse(supervisor[1], CultureInfo.InvariantCulture);
        }

        internal Task<string?> LineAsync() =>
            Eventually.CompletesAsync(_process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask(), "the worker's next line");

        public void Dispose()
        {
            _process.Kill();
            _process.Dispose();
        }
    }
}
