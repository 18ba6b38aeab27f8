using System.Globalization;
using Maat.Benchmarks.Databases;
using Maat.Domain.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Benchmarks;

/// <summary>Runs a recorded workflow to its end and says how far from the possible that was.</summary>
internal static class WorkflowRun
{
    private const int Slots = 64;

    public static async Task<int> PrintAsync(string path, double scale, CancellationToken cancellation)
    {
        RecordedWorkflow workflow = RecordedWorkflow.Read(path);
        await using BenchEngine engine = await BenchEngine.StartAsync(new SqliteDatabases(), Slots, cancellation);
        long application = await engine.ApplicationAsync(workflow.ToTemplate(scale), cancellation);
        (IReadOnlyList<long> runs, TimeSpan took, RunState state) = await engine.RunAsync(application, 1, cancellation);
        long first = runs[0] << RunPlan.OrdinalBits, last = first + workflow.Nodes.Count;
        (int succeeded, int outputs) = await engine.Database.ReadAsync(
            async (context, token) => (
                await context.NodeRuns.CountAsync(n => n.Id >= first && n.Id < last && n.State == NodeState.Succeeded, token),
                await context.Outputs.CountAsync(o => o.NodeRunId >= first && o.NodeRunId < last, token)),
            cancellation);
        double path_s = workflow.CriticalPathSeconds() * scale;
        double work_s = workflow.Nodes.Sum(n => n.RuntimeSeconds) * scale / Slots;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {workflow.Name}: run {state}, {succeeded} of {workflow.Nodes.Count} nodes succeeded, {outputs} outputs
            took {took.TotalSeconds:0.00} s with {Slots} slots; the longest chain of sleeps is {path_s:0.00} s, all sleeps by slots {work_s:0.00} s
            """));
        return state == RunState.Succeeded ? 0 : 1;
    }
}
