using System.Globalization;
using System.Text;
using Maat.Engine.Processes;

namespace Maat.Engine.Tests.Processes;

/// <summary>What a task gets, and how its end and its output come back.</summary>
public sealed class TaskSupervisorTests(TaskBench bench) : IClassFixture<TaskBench>
{
    [Theory]
    [InlineData("exit 0", TaskOutcome.Exited, 0, null)]
    [InlineData("exit 3", TaskOutcome.Exited, 3, null)]
    [InlineData("exit 99", TaskOutcome.Exited, 99, null)]
    [InlineData("exit 255", TaskOutcome.Exited, 255, null)]
    [InlineData("kill -KILL $$", TaskOutcome.Signalled, null, 9)]
    [InlineData("kill -TERM $$", TaskOutcome.Signalled, null, 15)]
    [InlineData("kill -PIPE $$", TaskOutcome.Signalled, null, 13)]
    public async Task Run_HowAScriptEnds_IsReported(string script, TaskOutcome outcome, int? exitCode, int? signal)
    {
        var (exit, _) = await bench.RunAsync(bench.Script(script));

        Assert.Equal((outcome, exitCode, signal, StopCause.None), (exit.Outcome, exit.ExitCode, exit.Signal, exit.Stop));
    }

    [Fact]
    public async Task Run_StandardOutputAndError_KeepTheirOrder()
    {
        var (_, output) = await bench.RunAsync(bench.Script("for i in {1..500}; do echo $i; echo -$i >&2; done"));

        Assert.Equal(Enumerable.Range(1, 500).SelectMany(i => new[] { $"{i}", $"-{i}" }), output.Lines);
    }

    [Fact]
    public async Task Run_AnyBytes_ComeAsTheyWere()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).Concat(Encoding.UTF8.GetBytes("\x1b[31m<script>\xff")).Concat("\xc3\x28"u8.ToArray()).ToArray();
        await File.WriteAllBytesAsync(Path.Combine(bench.Folder, "bytes"), bytes, TestContext.Current.CancellationToken);

        var (exit, output) = await bench.RunAsync(bench.Script("cat bytes; cat bytes >&2"));

        Assert.Equal(bytes.Concat(bytes), output.Bytes);
        Assert.Equal(2 * bytes.Length, exit.OutputBytes);
    }

    [Fact]
    public async Task Run_OutputBeyondItsLimit_IsDroppedWithANoteAndTheTaskGoesOn()
    {
        const int limit = 1 << 20;

        var (exit, output) = await bench.RunAsync(bench.Script("head -c 200000000 /dev/zero; exit 4") with { OutputLimit = limit });

        Assert.Equal((4, limit, 200_000_000 - limit), (exit.ExitCode, exit.OutputBytes, exit.OutputDropped));
        Assert.Equal($"\n[maat] The output is longer than {limit} bytes: what follows is not kept. The task goes on.\n", Encoding.UTF8.GetString(output.Bytes[limit..]));
    }

    [Fact]
    public async Task Run_OutputOfExactlyTheLimit_HasNoNote()
    {
        var (exit, output) = await bench.RunAsync(bench.Script("printf 12345") with { OutputLimit = 5 });

        Assert.Equal(("12345", 0), (output.Text, exit.OutputDropped));
    }

    [Fact]
    public async Task Run_OutputThatIsNotTaken_BlocksTheTask()
    {
        // What the task may be ahead of its reader: the pipe, and the chunk that is being handed on.
        const int total = 2_000_000, ahead = 2 * (64 << 10);
        var done = Path.Combine(bench.Folder, "done");
        var taken = 0;
        var early = 0;
        var receiver = new Receiver(bytes =>
        {
            if (taken + bytes + ahead < total && File.Exists(done))
                early++;
            taken += bytes;
        });

        await bench.Supervisor.RunAsync(bench.Script($"head -c {total} /dev/zero; touch done"), receiver, TestContext.Current.CancellationToken);

        Assert.Equal((total, 0, true), (taken, early, File.Exists(done)));
    }

    [Fact]
    public async Task Run_ReceiverThatFails_CostsTheOutputButNotTheTask()
    {
        var receiver = new Receiver(_ => throw new IOException("no room"));

        var exit = await bench.Supervisor.RunAsync(bench.Script("head -c 300000 /dev/zero; exit 6"), receiver, TestContext.Current.CancellationToken);

        Assert.Equal((6, 0, 300_000), (exit.ExitCode, exit.OutputBytes, exit.OutputDropped));
    }

    [Fact]
    public async Task Run_ScriptThatClosesItsOutput_IsWaitedFor()
    {
        var (exit, output) = await bench.RunAsync(bench.Script("echo first; exec >&- 2>&-; until [ -e go ]; do : > go; done; exit 5"));

        Assert.Equal((5, "first\n"), (exit.ExitCode, output.Text));
    }

    [Fact]
    public async Task Run_Environment_IsExactlyWhatWasGiven()
    {
        var given = new Dictionary<string, string> { ["A"] = "", ["MAAT_VAR_X"] = "line\nnext", ["Ü"] = "ä=b" };

        var (_, output) = await bench.RunAsync(bench.Program(["/usr/bin/env", "-0"]) with { Environment = given });

        Assert.Equal(given.Select(pair => $"{pair.Key}={pair.Value}").Order(), output.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public async Task Run_Process_IsLeaderOfItsOwnSessionWithDefaultSignalsAndNoInput()
    {
        var (_, status) = await bench.RunAsync(bench.Program(["/bin/cat", "/proc/self/status", "/proc/self/stat", "-"]));

        Assert.Contains("SigBlk:\t0000000000000000", status.Lines);
        // glibc's posix_spawn leaves its two internal signals, 32 and 33, ignored.
        var ignored = status.Lines.Single(line => line.StartsWith("SigIgn", StringComparison.Ordinal)).Split('\t')[1];
        Assert.Equal(0UL, ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & ~(0b11UL << 31));
        var stat = status.Lines[^1].Split(' ');
        Assert.Equal((stat[0], stat[0]), (stat[4], stat[5]));
    }

    [Fact]
    public async Task Run_Process_InheritsNoDescriptor()
    {
        var (_, output) = await bench.RunAsync(bench.Program(["/bin/ls", "/proc/self/fd"]));

        // The fourth is the folder that ls reads.
        Assert.Equal(["0", "1", "2", "3"], output.Lines);
    }

    [Fact]
    public async Task Run_Limits_HoldInTheScript()
    {
        var limits = new TaskLimits(MemoryBytes: 512 << 20, CpuSeconds: 7, OpenFiles: 33);

        var (exit, output) = await bench.RunAsync(bench.Script("ulimit -v; ulimit -n; ulimit -S -t; ulimit -H -t; ulimit -S -c; exit 2") with { Limits = limits });

        Assert.Equal((2, "524288 33 7 12 0"), (exit.ExitCode, string.Join(' ', output.Lines)));
    }

    [Fact]
    public async Task Run_LimitAboveWhatTheWorkerMay_IsSatisfiedByTheLowerOne()
    {
        var (exit, _) = await bench.RunAsync(bench.Script("exit 2") with { Limits = new TaskLimits(OpenFiles: long.MaxValue) });

        Assert.Equal(2, exit.ExitCode);
    }

    [Fact]
    public async Task Run_Use_IsMeasured()
    {
        var (exit, _) = await bench.RunAsync(bench.Script("for ((i = 0; i < 20000; i++)); do :; done"));

        Assert.True(exit.Use.UserTime + exit.Use.SystemTime > TimeSpan.Zero);
        Assert.InRange(exit.Use.MaxResidentBytes, 1 << 20, 1 << 30);
    }

    [Fact]
    public async Task Run_WhatCannotStart_SaysWhy()
    {
        var start = bench.Script(":");
        (TaskStart Start, string Message)[] cases =
        [
            (start with { Command = ["/no/such/program"] }, "/no/such/program cannot be started"),
            (start with { WorkingDirectory = "/no/such/folder" }, "in /no/such/folder: No such file or directory"),
            (start with { Command = ["bash"] }, "absolute path"),
            (start with { Environment = new Dictionary<string, string> { ["A"] = "x\0y" } }, "variable A holds a zero character"),
            (start with { Environment = new Dictionary<string, string> { ["A=B"] = "" } }, "'A=B' cannot be the name"),
            (start with { Environment = new Dictionary<string, string> { ["A"] = new('x', 3 << 20) } }, "Argument list too long"),
            (start with { Environment = new Dictionary<string, string> { ["A"] = new('x', 5 << 20) } }, "Pass large values as files"),
        ];

        foreach ((TaskStart own, string message) in cases)
        {
            var (exit, _) = await bench.RunAsync(own);

            Assert.Equal(TaskOutcome.NotStarted, exit.Outcome);
            Assert.Contains(message, exit.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_SixtyFourAtOnce_EachKeepsItsOwnOutput()
    {
        var runs = Enumerable.Range(0, 64).Select(i => bench.RunAsync(bench.Script($"for n in {{1..50}}; do echo {i}; done; exit {i}"))).ToList();

        var ended = await Task.WhenAll(runs);

        for (var i = 0; i < ended.Length; i++)
        {
            Assert.Equal(i, ended[i].Exit.ExitCode);
            Assert.Equal(Enumerable.Repeat(i.ToString(CultureInfo.InvariantCulture), 50), ended[i].Output.Lines);
        }
    }

    [Fact]
    public async Task Run_AfterManyTasks_NoDescriptorAndNoZombieIsLeft()
    {
        var supervisor = bench.Supervisor.ProcessId;
        var before = Directory.GetFiles($"/proc/{supervisor}/fd").Length;

        for (var i = 0; i < 10; i++)
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => bench.RunAsync(bench.Script("true & :"))));

        Assert.Equal(before, Directory.GetFiles($"/proc/{supervisor}/fd").Length);
        Assert.DoesNotContain(Directory.GetFiles("/proc/self/fd"), link => Target(link)?.StartsWith(bench.Folder, StringComparison.Ordinal) == true);
        await Eventually.HoldsAsync(() => ProcessTable.ChildrenOf(supervisor).Count == 0, "the supervisor has no children");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    public async Task Supervisor_SignalOfATerminal_IsIgnored(int signal)
    {
        ProcessTable.Send(bench.Supervisor.ProcessId, signal);

        var (exit, _) = await bench.RunAsync(bench.Script("exit 8"));

        Assert.Equal(8, exit.ExitCode);
    }

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed class Receiver(Action<int> receive) : ITaskOutput
    {
        public void Write(ReadOnlySpan<byte> bytes) => receive(bytes.Length);
    }
}
