using Maat.Benchmarks;
using Maat.Benchmarks.Databases;
using Maat.Benchmarks.MySql;

const string Usage = """
    Measures the engine, and the hub, on this machine.

      engine                       throughput, latency, statements and claims on the embedded database, each beside a raw rate of the same run
      mysql [PART …]               the same and several processes on a MariaDB of its own with durable commits, against goals.
                                   Parts: engine, processes, firings, claims, day; all of them unless named
      runs [COUNT]                 the list of runs and Home with a history of COUNT runs (1000000), beside a plain SELECT
      workflow PATH [--scale S]    runs a recorded workflow to its end, each node a script that sleeps S times its recorded time (0.01)
      hub                          what it costs when 200 browsers watch one run with 200 changes a second, beside a bare group send
      canvas PATH [--scale S]      frame rates of designer and run page in Chromium with a recorded workflow, beside an empty page's
      convert PATH [--scale S]     writes the workflow as a template document, to be imported into a running Maat
    """;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

double scale = args is [_, _, "--scale", var given] ? double.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : 0.01;
switch (args)
{
    case ["engine"]:
        var embedded = new SqliteDatabases();
        Figures.Line($"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {embedded.Title}");
        await new EngineFigures(embedded).PrintAsync(interrupted.Token);
        await ClaimFigures.PrintAsync(embedded, interrupted.Token);
        return 0;
    case ["mysql", .. var parts] when parts.All(MySqlFigures.Parts.Contains):
        await MySqlFigures.PrintAsync(parts, interrupted.Token);
        return 0;
    case [ProductProcess.Command, var directory, .. var settings]:
        return await ProductProcess.RunAsync(directory, settings, interrupted.Token);
    case ["runs", .. var count]:
        await RunListFigures.PrintAsync(
            count is [var number] ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : RunListFigures.DefaultRuns, interrupted.Token);
        return 0;
    case ["hub"]:
        await HubFigures.PrintAsync(interrupted.Token);
        return 0;
    case [HubAudience.Command, var address, var method, var run, var count]:
        return await HubAudience.RunAsync(new Uri(address), method, run, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), interrupted.Token);
    case ["workflow", var path, ..]:
        return await WorkflowRun.PrintAsync(path, scale, interrupted.Token);
    case ["canvas", var path, ..]:
        await CanvasFigures.PrintAsync(path, scale, interrupted.Token);
        return 0;
    case ["convert", var path, ..]:
        Console.WriteLine(Maat.Engine.Templates.YamlText.Write(RecordedWorkflow.Read(path).ToTemplate(scale)));
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
