using System.Globalization;
using Maat.Engine.Processes;
using Microsoft.Extensions.Logging.Abstractions;

// Arguments: a folder, a bash script, the number of tasks that run it, the environment's mark, and the deadline in milliseconds,
// renewed at a tenth of it (0: none). The script prints a line when it is as far as the test wants it.
var (folder, script, count, mark, deadline) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture), args[3], int.Parse(args[4], CultureInfo.InvariantCulture));

// Should the test itself be killed, this process does not stay.
var inputEnded = Task.Run(() =>
{
    while (Console.In.Read() >= 0)
    {
    }

    Environment.Exit(0);
});
var supervisor = await TaskSupervisor.StartAsync(new(), TimeProvider.System, NullLogger<TaskSupervisor>.Instance, CancellationToken.None);
Console.WriteLine($"supervisor {supervisor.ProcessId}");
using var renewal = deadline == 0
    ? null
    : new Timer(_ => supervisor.RenewDeadline(BootTime.After(TimeSpan.FromMilliseconds(deadline))), null, 0, deadline / 10);
if (deadline > 0)
    supervisor.RenewDeadline(BootTime.After(TimeSpan.FromMilliseconds(deadline)));
var tasks = new List<Task<TaskExit>>();
var outputs = new List<FirstLine>();
for (var i = 0; i < count; i++)
{
    var output = new FirstLine();
    outputs.Add(output);
    tasks.Add(supervisor.RunAsync(
        new TaskStart
        {
            Id = i,
            Command = ["/bin/bash", "--noprofile", "--norc", "-c", script],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["MAAT_TEST_MARK"] = mark },
            WorkingDirectory = folder,
        },
        output,
        CancellationToken.None));
}

await Task.WhenAll(outputs.Select(output => output.Seen));
Console.WriteLine("ready");
foreach (var exit in await Task.WhenAll(tasks))
    Console.WriteLine(exit.Outcome);
await inputEnded;

internal sealed class FirstLine : ITaskOutput
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Seen => _seen.Task;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)'\n'))
            _seen.TrySetResult();
    }
}
