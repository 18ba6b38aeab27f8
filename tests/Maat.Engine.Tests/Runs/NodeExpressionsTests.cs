using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Domain.Variables;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Kinds.Branch;
using Maat.Engine.Runs;
using Maat.Storage.Engine;
using Maat.Storage.Runs;

namespace Maat.Engine.Tests.Runs;

public sealed class NodeExpressionsTests
{
    [Fact]
    public async Task List_BeforeAndAfterTheNodeThatItReads_TellsWhatIsKnown()
    {
        using RunBench bench = await OpenAsync();
        long run = await bench.StartAsync();
        Assert.Equal(
            [("vars.city", "\"hz\"", null), ("nodes.count.outputs.rows * 2", null, null)],
            (await ListAsync(bench, run, "use")).Select(e => (e.Source, e.Value, e.Problem?.ToString())));

        // What an earlier claim wrote is not what later nodes read.
        await bench.SetAsync(run, 0, n => (n.State, n.OutputFence) = (NodeState.Succeeded, 2));
        await bench.AddAsync(Output(run, 1, "\"old\""), Output(run, 2, "21"));
        Assert.Equal(["\"hz\"", "42"], (await ListAsync(bench, run, "use")).Select(e => e.Value));
        Assert.Equal([("nodes.count.outputs.rows > 20", "true")], (await ListAsync(bench, run, "fork")).Select(e => (e.Source, e.Value)));
    }

    [Fact]
    public async Task List_WhatCannotBeEvaluated_SaysWhy()
    {
        using RunBench bench = await OpenAsync();
        long run = await bench.StartAsync();
        await bench.SetAsync(run, 0, n => n.State = NodeState.Failed);
        ExpressionView[] expressions = [.. await ListAsync(bench, run, "use")];
        Assert.Equal(("\"hz\"", null), (expressions[0].Value, expressions[0].Problem?.ToString()));
        Assert.Null(expressions[1].Value);
        Assert.Contains("null", expressions[1].Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfALongValue_HasItsBeginningAndItsLength()
    {
        using RunBench bench = await OpenAsync();
        long run = await bench.StartAsync();
        await bench.SetAsync(run, 0, n => (n.State, n.OutputFence) = (NodeState.Succeeded, 1));
        await bench.AddAsync(Output(run, 1, $"\"{new string('x', 5_000)}\""));
        ExpressionView expression = Assert.Single(await ListAsync(bench, run, "show"));
        Assert.Equal((RunOutputs.MaxShown, 5_002), (expression.Value!.Length, expression.Length));
    }

    [Fact]
    public async Task List_OfARunOfOthersOrANodeThatIsNotThere_IsNotFound()
    {
        using RunBench bench = await OpenAsync();
        long run = await bench.StartAsync();
        await Assert.ThrowsAsync<NotFoundException>(() => ListAsync(bench, run, "use", RunBench.Nobody));
        await Assert.ThrowsAsync<NotFoundException>(() => ListAsync(bench, run, "nothing"));
    }

    private static Task<RunBench> OpenAsync() => RunBench.OpenAsync(new TemplateDocument("t")
    {
        Variables = [new VariableDefinition("city", VariableType.Text) { Default = new TextValue("hz") }],
        Nodes =
        [
            Bash("count", "echo rows=21"),
            Bash("use", "echo ${{ vars.city }} ${{ nodes.count.outputs.rows * 2 }} ${{ vars.city }}"),
            Bash("show", "echo ${{ nodes.count.outputs.rows }}"),
            new NodeDefinition("fork", BranchKind.KindName)
            {
                With = (ObjectValue)Value.ParseJson("""{"arms":[{"arm":"many","when":"nodes.count.outputs.rows > 20"},{"arm":"few","otherwise":true}]}"""),
            },
            Bash("end", "true"),
        ],
        Edges = [new("count", "use"), new("count", "show"), new("count", "fork"), new("fork", "end") { Arm = "many" }],
    });

    private static NodeDefinition Bash(string key, string script) =>
        new(key, BashKind.KindName) { With = new ObjectValue([KeyValuePair.Create<string, Value>(BashKind.Script, new TextValue(script))]) };

    private static OutputRow Output(long run, long fence, string value) =>
        new() { NodeRunId = NodeRunId.Of(run, 0), Fence = fence, Name = "rows", Value = value };

    private static Task<IReadOnlyList<ExpressionView>> ListAsync(RunBench bench, long run, string node, Actor? actor = null) =>
        new NodeExpressions(bench.Database, bench.Live).ListAsync(actor ?? Actor.System, run, node, TestContext.Current.CancellationToken);
}
