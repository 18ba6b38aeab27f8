using System.Diagnostics;
using Maat.Benchmarks.Databases;
using Maat.Storage.Engine;

namespace Maat.Benchmarks.MySql;

/// <summary>Several processes of the product on one database: how much they do together, and how fast one goes on with what another finished.</summary>
internal sealed class ProcessFigures(MySqlDatabases databases, ServerRates raw)
{
    private const int MostCommits = 10;
    private const double MostMilliseconds = 25;

    public async Task PrintAsync(CancellationToken cancellation)
    {
        await TogetherAsync(cancellation);
        await AcrossAsync(cancellation);
    }

    private async Task TogetherAsync(CancellationToken cancellation)
    {
        const int Processes = 4, Width = 50, Depth = 10, Runs = 80;
        await using MeasuredMySql database = await databases.NewMySqlAsync(cancellation);
        await using BenchEngine engine = await BenchEngine.PrepareAsync(database, slots: 1, cancellation);
        long application = await engine.ApplicationAsync(Graphs.Layers(Width, Depth), cancellation);
        await using Products products = await Products.StartAsync(
            database, Enumerable.Repeat((string[])["Maat:Worker:Slots=64"], Processes), cancellation);
        await products[0].TriggerAsync(application, 8, cancellation);
        await database.WaitUntilNothingRunsAsync(cancellation);

        WorkDone before = await database.CountAsync(cancellation);
        long began = Stopwatch.GetTimestamp();
        await products[0].TriggerAsync(application, Runs, cancellation);
        await database.WaitUntilNothingRunsAsync(cancellation);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        WorkDone after = await database.CountAsync(cancellation);
        const double Nodes = (double)Width * Depth * Runs;
        Figures.Line($"no-op nodes, {Processes} processes with all roles: {Nodes / seconds:0} per second, {Nodes / (after.Commits - before.Commits):0.0} nodes per commit");
    }

    /// <summary>Each node of the chain is on the queue of the process that did not run the one before it.</summary>
    private async Task AcrossAsync(CancellationToken cancellation)
    {
        const int Length = 400, Repeats = 3;
        await using MeasuredMySql database = await databases.NewMySqlAsync(cancellation);
        await database.ExecuteAsync("INSERT INTO queue (id, name, paused, revision) VALUES (2, 'a', 0, 0), (3, 'b', 0, 0)", cancellation);
        await using BenchEngine engine = await BenchEngine.PrepareAsync(database, slots: 1, cancellation);
        long application = await engine.ApplicationAsync(Graphs.Chain(Length, "a", "b"), cancellation);
        await using Products products = await Products.StartAsync(
            database,
            [["Maat:Roles:0=web", "Maat:Roles:1=scheduler"], ["Maat:Roles:0=worker", "Maat:Queues:0=a"], ["Maat:Roles:0=worker", "Maat:Queues:0=b"]],
            cancellation);
        await products[0].TriggerAsync(application, 1, cancellation);
        await database.WaitUntilNothingRunsAsync(cancellation);

        var steps = new List<double>();
        for (int i = 0; i < Repeats; i++)
        {
            long run = (await products[0].TriggerAsync(application, 1, cancellation))[0];
            await database.WaitUntilNothingRunsAsync(cancellation);
            var seen = new Dictionary<long, SeenNode>();
            foreach (ProductProcess product in products)
            {
                foreach (SeenNode node in await product.SeenAsync(cancellation))
                {
                    seen[node.Id] = node;
                }
            }

            steps.AddRange(Enumerable.Range(1, Length - 1).Select(ordinal => Stopwatch.GetElapsedTime(
                seen[NodeRunId.Of(run, ordinal - 1)].Ended, seen[NodeRunId.Of(run, ordinal)].Started).TotalMilliseconds));
        }

        double p50 = Figures.Percentile(steps, 50), p99 = Figures.Percentile(steps, 99), commits = p50 / raw.CommitMilliseconds;
        Figures.Line($"parent finished in one process to child started in another: p50 {p50:0.00} ms = {commits:0.0} single commits {Figures.Goal(commits <= MostCommits, $"<= {MostCommits}")}, p99 {p99:0.00} ms {Figures.Goal(p99 <= MostMilliseconds, $"<= {MostMilliseconds} ms")}, worst {steps[^1]:0.0} ms");
    }
}
