using System.Diagnostics;
using Maat.Benchmarks.Databases;
using Maat.Domain.Runs;
using Maat.Storage.Engine;

namespace Maat.Benchmarks;

/// <summary>The engine's figures of one run of this program, each beside a raw rate of the same run.</summary>
internal sealed class EngineFigures(IDatabases databases)
{
    private const int Parallel = 8;

    public async Task PrintAsync(CancellationToken cancellation)
    {
        await NoOpsAsync(cancellation);
        await BashAsync(cancellation);
        await ChainAsync(cancellation);
        await JoinAsync(cancellation);
    }

    /// <summary>Layers of no-ops, each joined to the next layer, in several runs at once: nothing but the engine.</summary>
    private async Task NoOpsAsync(CancellationToken cancellation)
    {
        const int Width = 50, Depth = 10, Runs = 40;
        await using BenchEngine engine = await BenchEngine.StartAsync(databases, slots: 64, cancellation);
        long application = await engine.ApplicationAsync(Graphs.Layers(Width, Depth), cancellation);
        await engine.RunAsync(application, 4, cancellation);
        WorkDone before = await engine.CountAsync(cancellation);
        (IReadOnlyList<long> _, TimeSpan took, RunState worst) = await engine.RunAsync(application, Runs, cancellation);
        WorkDone after = await engine.CountAsync(cancellation);
        const double Nodes = (double)Width * Depth * Runs;
        Figures.Check(worst);
        Figures.Line($"no-op nodes: {Nodes / took.TotalSeconds:0} per second ({Nodes:0} nodes, {Runs} runs of {Width} x {Depth})");
        Figures.Line($"  {(after.Statements - before.Statements) / Nodes:0.00} statements per node, {Nodes / (after.Commits - before.Commits):0.0} nodes per commit");
    }

    /// <summary>
    /// The raw rate and the engine's by turns, because what else the machine does changes from second to second; the ratio is the median
    /// of the pairs. The first fan, in which the engine's code is still being compiled, stands by itself.
    /// </summary>
    private async Task BashAsync(CancellationToken cancellation)
    {
        const int Nodes = 2_000, Pairs = 5;
        await using BenchEngine engine = await BenchEngine.StartAsync(databases, Parallel, cancellation);
        long application = await engine.ApplicationAsync(Graphs.Scripts("bash", Nodes, ":"), cancellation);
        double cold = await RateAsync();
        await RawRates.SpawnsAsync(Parallel, Nodes);
        await RateAsync();
        var raws = new List<double>();
        var rates = new List<double>();
        var ratios = new List<double>();
        for (int i = 0; i < Pairs; i++)
        {
            raws.Add(await RawRates.SpawnsAsync(Parallel, Nodes));
            rates.Add(await RateAsync());
            ratios.Add(rates[i] / raws[i]);
        }

        Figures.Line($"bash nodes: {Figures.Percentile(rates, 50):0} per second; raw 'bash -c :' from .NET, {Parallel} at a time: {Figures.Percentile(raws, 50):0}; ratio {Figures.Percentile(ratios, 50):0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00} in {Pairs} pairs)");
        Figures.Line($"  the first {Nodes} of the process: {cold:0} per second");

        async Task<double> RateAsync()
        {
            (IReadOnlyList<long> _, TimeSpan took, RunState worst) = await engine.RunAsync(application, 1, cancellation);
            Figures.Check(worst);
            return Nodes / took.TotalSeconds;
        }
    }

    private async Task ChainAsync(CancellationToken cancellation)
    {
        const int Length = 1_000;
        await using BenchEngine engine = await BenchEngine.StartAsync(databases, Parallel, cancellation);
        long application = await engine.ApplicationAsync(Graphs.Chain(Length), cancellation);
        await engine.RunAsync(application, 1, cancellation);
        (IReadOnlyList<long> runs, TimeSpan _, RunState worst) = await engine.RunAsync(application, 1, cancellation);
        Figures.Check(worst);
        var steps = new List<double>();
        for (int i = 1; i < Length; i++)
        {
            (long Started, long Ended) parent = engine.NoOps.Seen[NodeRunId.Of(runs[0], i - 1)], child = engine.NoOps.Seen[NodeRunId.Of(runs[0], i)];
            steps.Add(Stopwatch.GetElapsedTime(parent.Ended, child.Started).TotalMilliseconds);
        }

        Figures.Line($"chain of {Length}: parent finished to child started p50 {Figures.Percentile(steps, 50):0.00} ms, p99 {Figures.Percentile(steps, 99):0.00} ms");
    }

    private async Task JoinAsync(CancellationToken cancellation)
    {
        const int Width = 1_000, Repeats = 20;
        await using BenchEngine engine = await BenchEngine.StartAsync(databases, slots: 64, cancellation);
        long application = await engine.ApplicationAsync(Graphs.Join(Width), cancellation);
        await engine.RunAsync(application, 2, cancellation);
        var waits = new List<double>();
        for (int i = 0; i < Repeats; i++)
        {
            (IReadOnlyList<long> runs, TimeSpan _, RunState worst) = await engine.RunAsync(application, 1, cancellation);
            Figures.Check(worst);
            long last = Enumerable.Range(0, Width).Max(ordinal => engine.NoOps.Seen[NodeRunId.Of(runs[0], ordinal)].Ended);
            waits.Add(Stopwatch.GetElapsedTime(last, engine.NoOps.Seen[NodeRunId.Of(runs[0], Width)].Started).TotalMilliseconds);
        }

        Figures.Line($"join below {Width}: last parent finished to join started p50 {Figures.Percentile(waits, 50):0.00} ms, p99 {Figures.Percentile(waits, 99):0.00} ms ({Repeats} runs)");
    }
}
