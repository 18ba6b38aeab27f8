using System.Diagnostics;
using System.Globalization;
using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Storage.Engine;
using Maat.Storage.Sqlite;

namespace Maat.Benchmarks;

/// <summary>The engine's figures of one run of this program, each beside a raw rate of the same run.</summary>
internal static class EngineFigures
{
    private const int Parallel = 8;

    public static async Task PrintAsync(CancellationToken cancellation)
    {
        Line($"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, SQLite in WAL mode, synchronous = NORMAL");
        await NoOpsAsync(cancellation);
        await BashAsync(cancellation);
        await ChainAsync(cancellation);
        await JoinAsync(cancellation);
        await ClaimFigures.PrintAsync(cancellation);
    }

    /// <summary>Layers of no-ops, each joined to the next layer, in several runs at once: nothing but the engine.</summary>
    private static async Task NoOpsAsync(CancellationToken cancellation)
    {
        const int Width = 50, Depth = 10, Runs = 40;
        await using BenchEngine engine = await BenchEngine.StartAsync(slots: 64, cancellation);
        long application = await engine.ApplicationAsync(Layers(Width, Depth), cancellation);
        await engine.RunAsync(application, 4, cancellation);
        WriterStatistics before = engine.Database.Statistics;
        (IReadOnlyList<long> _, TimeSpan took, RunState worst) = await engine.RunAsync(application, Runs, cancellation);
        WriterStatistics after = engine.Database.Statistics;
        const double Nodes = (double)Width * Depth * Runs;
        Check(worst);
        Line($"no-op nodes: {Nodes / took.TotalSeconds:0} per second ({Nodes:0} nodes, {Runs} runs of {Width} x {Depth})");
        Line($"  statements per node {(after.Statements - before.Statements) / Nodes:0.0}, commits per node {(after.Commits - before.Commits) / Nodes:0.000}");
    }

    /// <summary>
    /// The raw rate and the engine's by turns, because what else the machine does changes from second to second; the ratio is the median
    /// of the pairs. The first fan, in which the engine's code is still being compiled, stands by itself.
    /// </summary>
    private static async Task BashAsync(CancellationToken cancellation)
    {
        const int Nodes = 2_000, Pairs = 5;
        await using BenchEngine engine = await BenchEngine.StartAsync(Parallel, cancellation);
        long application = await engine.ApplicationAsync(Fan("bash", Nodes, ":"), cancellation);
        double cold = await RateAsync();
        await RawSpawnsAsync(Nodes);
        await RateAsync();
        var raws = new List<double>();
        var rates = new List<double>();
        var ratios = new List<double>();
        for (int i = 0; i < Pairs; i++)
        {
            raws.Add(await RawSpawnsAsync(Nodes));
            rates.Add(await RateAsync());
            ratios.Add(rates[i] / raws[i]);
        }

        Line($"bash nodes: {Percentile(rates, 50):0} per second; raw 'bash -c :' from .NET, {Parallel} at a time: {Percentile(raws, 50):0}; ratio {Percentile(ratios, 50):0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00} in {Pairs} pairs)");
        Line($"  the first {Nodes} of the process: {cold:0} per second");

        async Task<double> RateAsync()
        {
            (IReadOnlyList<long> _, TimeSpan took, RunState worst) = await engine.RunAsync(application, 1, cancellation);
            Check(worst);
            return Nodes / took.TotalSeconds;
        }
    }

    private static async Task ChainAsync(CancellationToken cancellation)
    {
        const int Length = 1_000;
        await using BenchEngine engine = await BenchEngine.StartAsync(Parallel, cancellation);
        long application = await engine.ApplicationAsync(Chain(Length), cancellation);
        await engine.RunAsync(application, 1, cancellation);
        (IReadOnlyList<long> runs, TimeSpan _, RunState worst) = await engine.RunAsync(application, 1, cancellation);
        Check(worst);
        var steps = new List<double>();
        for (int i = 1; i < Length; i++)
        {
            (long Started, long Ended) parent = engine.NoOps.Seen[NodeRunId.Of(runs[0], i - 1)], child = engine.NoOps.Seen[NodeRunId.Of(runs[0], i)];
            steps.Add(Stopwatch.GetElapsedTime(parent.Ended, child.Started).TotalMilliseconds);
        }

        Line($"chain of {Length}: parent finished to child started p50 {Percentile(steps, 50):0.00} ms, p99 {Percentile(steps, 99):0.00} ms");
    }

    private static async Task JoinAsync(CancellationToken cancellation)
    {
        const int Width = 1_000, Repeats = 20;
        await using BenchEngine engine = await BenchEngine.StartAsync(slots: 64, cancellation);
        long application = await engine.ApplicationAsync(Join(Width), cancellation);
        await engine.RunAsync(application, 2, cancellation);
        var waits = new List<double>();
        for (int i = 0; i < Repeats; i++)
        {
            (IReadOnlyList<long> runs, TimeSpan _, RunState worst) = await engine.RunAsync(application, 1, cancellation);
            Check(worst);
            long last = Enumerable.Range(0, Width).Max(ordinal => engine.NoOps.Seen[NodeRunId.Of(runs[0], ordinal)].Ended);
            waits.Add(Stopwatch.GetElapsedTime(last, engine.NoOps.Seen[NodeRunId.Of(runs[0], Width)].Started).TotalMilliseconds);
        }

        Line($"join below {Width}: last parent finished to join started p50 {Percentile(waits, 50):0.00} ms, p99 {Percentile(waits, 99):0.00} ms ({Repeats} runs)");
    }

    private static async Task<double> RawSpawnsAsync(int count)
    {
        long began = Stopwatch.GetTimestamp();
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) <= count)
            {
                using Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", ":"]))!;
                await process.WaitForExitAsync();
            }
        })));
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static TemplateDocument Layers(int width, int depth)
    {
        var nodes = new List<NodeDefinition>();
        var edges = new List<EdgeDefinition>();
        for (int layer = 0; layer < depth; layer++)
        {
            for (int i = 0; i < width; i++)
            {
                nodes.Add(NoOp($"n{layer}_{i}"));
                if (layer > 0)
                {
                    edges.Add(new EdgeDefinition($"n{layer - 1}_{i}", $"n{layer}_{i}"));
                    edges.Add(new EdgeDefinition($"n{layer - 1}_{(i + 1) % width}", $"n{layer}_{i}"));
                }
            }
        }

        return new TemplateDocument("layers") { Nodes = [.. nodes], Edges = [.. edges] };
    }

    private static TemplateDocument Chain(int length) => new("chain")
    {
        Nodes = [.. Enumerable.Range(0, length).Select(i => NoOp($"n{i}"))],
        Edges = [.. Enumerable.Range(1, length - 1).Select(i => new EdgeDefinition($"n{i - 1}", $"n{i}"))],
    };

    private static TemplateDocument Join(int width) => new("join")
    {
        Nodes = [.. Enumerable.Range(0, width).Select(i => NoOp($"n{i}")), NoOp("join")],
        Edges = [.. Enumerable.Range(0, width).Select(i => new EdgeDefinition($"n{i}", "join"))],
    };

    private static TemplateDocument Fan(string name, int width, string script) => new(name)
    {
        Nodes = [.. Enumerable.Range(0, width).Select(i => new NodeDefinition($"n{i}", "bash")
        {
            With = new ObjectValue([KeyValuePair.Create("script", (Value)new TextValue(script))]),
        })],
    };

    private static NodeDefinition NoOp(string key) => new(key, NoOpKind.KindName);

    private static double Percentile(List<double> values, int percent)
    {
        values.Sort();
        return values[Math.Min(values.Count - 1, values.Count * percent / 100)];
    }

    private static void Check(RunState worst)
    {
        if (worst != RunState.Succeeded)
        {
            throw new InvalidOperationException($"A run ended as {worst}; its figures would mean nothing.");
        }
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
