using System.Globalization;
using System.Net;
using Maat.Web.Tests.Hosting;

namespace Maat.Web.Tests.Api;

/// <summary>What people do to runs while they run, and afterwards.</summary>
public sealed class RunActingTests(ApiServer server)
{
    private const string WaitAtGate = "echo here; read -r word < \"$MAAT_VAR_GATE\"";

    [Fact]
    public async Task Cancel_WhileAScriptRuns_EndsItAndWhatItStarted()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long application = await project.ApplyAsync(Documents.Chain("sleep infinity & echo $$ $!; wait", "true"));
        long run = await project.TriggerAsync(application);
        int[] processes;
        using (var log = await api.FollowAsync(run, "n1"))
        {
            string? line = await log.ReadLineAsync(TestContext.Current.CancellationToken);
            processes = [.. line!.Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
            Assert.All(processes, id => Assert.True(Directory.Exists($"/proc/{id}")));
            Assert.Equal(HttpStatusCode.OK, (await api.PostAsync($"runs/{run}/cancel")).Status);
            await log.ReadToEndAsync(TestContext.Current.CancellationToken);
        }

        var cancelled = await api.RunAsync(run, "cancelled");
        Assert.Equal("""{"cancelled":2}""", cancelled.Json["nodes"]!.ToJsonString());
        await Eventually.HoldsAsync(() => !processes.Any(id => Directory.Exists($"/proc/{id}")), "the script and what it started are gone");
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync($"runs/{run}/cancel")).Status);
    }

    [Fact]
    public async Task Pause_WhileANodeRuns_HoldsTheNextUntilItIsResumed()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        var gate = await Gate.MakeAsync(server);
        long run = await project.TriggerAsync(await project.ApplyAsync(Documents.Chain(WaitAtGate, "true"), $$"""{ "gate": "{{gate.Path}}" }"""));
        await api.NodeAsync(run, "n1", "running");

        var paused = await api.PostAsync($"runs/{run}/pause");
        Assert.Equal((HttpStatusCode.OK, "paused"), (paused.Status, (string?)paused.Json["state"]));
        await gate.OpenAsync("go");
        await api.NodeAsync(run, "n1", "succeeded");
        Assert.Equal("held", (string?)(await api.GetAsync($"runs/{run}/nodes/n2")).Json["state"]);
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync($"runs/{run}/pause")).Status);

        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync($"runs/{run}/resume")).Status);
        await api.RunAsync(run, "succeeded");
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync($"runs/{run}/resume")).Status);
    }

    [Fact]
    public async Task Mark_OfANodeThatFailed_LetsWhatIsBelowRun()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long run = await project.TriggerAsync(await project.ApplyAsync(Documents.Chain("exit 1", "echo ran")));
        await api.RunAsync(run, "failed");
        Assert.Equal("upstream_failed", (string?)(await api.GetAsync($"runs/{run}/nodes/n2")).Json["state"]);

        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync($"runs/{run}/nodes/n1/mark", """{ "state": "succeeded" }""")).Status);
        await api.RunAsync(run, "succeeded");
        Assert.Equal("ran\n", (await api.GetAsync($"runs/{run}/nodes/n2/log")).Text);
        Assert.Contains((await api.GetAsync($"runs/{run}/resets")).Items, r => (string?)r!["kind"] == "mark" && (string?)r["node"] == "n1");
    }

    [Fact]
    public async Task Mark_OfABranch_NeedsItsArms()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        const string Document = """
            apiVersion: maat/v1
            kind: Template
            name: Branch
            nodes:
              - { key: choose, kind: branch, with: { arms: [{ arm: left, when: "1 == 1" }, { arm: right, otherwise: true }] } }
              - { key: left, kind: bash, with: { script: "echo left" } }
              - { key: right, kind: bash, with: { script: "echo right" } }
            edges:
              - { from: choose, to: left, arm: left }
              - { from: choose, to: right, arm: right }
            """;
        long run = await project.TriggerAsync(await project.ApplyAsync(Document));
        await api.RunAsync(run, "succeeded");
        Assert.Equal("skipped", (string?)(await api.GetAsync($"runs/{run}/nodes/right")).Json["state"]);

        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync($"runs/{run}/nodes/choose/mark", """{ "state": "succeeded" }""")).Status);
        Assert.Equal(
            HttpStatusCode.OK, (await api.PostAsync($"runs/{run}/nodes/choose/mark", """{ "state": "succeeded", "arms": ["right"] }""")).Status);
        await api.NodeAsync(run, "right", "succeeded");
    }

    [Fact]
    public async Task RetryFrom_ANode_RunsItAndWhatIsBelowAgain()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long run = await project.TriggerAsync(await project.ApplyAsync(Documents.Chain("true", "true", "true")));
        await api.RunAsync(run, "succeeded");

        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync($"runs/{run}/retry-from", """{ "nodes": ["n9"] }""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync($"runs/{run}/retry-failed")).Status);
        var retried = await api.PostAsync($"runs/{run}/retry-from", """{ "nodes": ["n2"] }""");
        Assert.Equal("2", retried.Json["round"]!.ToString());
        await api.RunAsync(run, "succeeded");
        Assert.Equal(["1", "2", "2"], (await api.GetAsync($"runs/{run}/nodes")).Items.Select(n => n!["attempt"]!.ToString()));
    }

    [Fact]
    public async Task Runs_AboveTheLimit_WaitAndAreListedByStateNewestFirst()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        var gate = await Gate.MakeAsync(server);
        long application = await project.ApplyAsync(Documents.Chain(WaitAtGate), $$"""{ "gate": "{{gate.Path}}" }""");
        long[] runs = [await project.TriggerAsync(application), await project.TriggerAsync(application), await project.TriggerAsync(application)];

        var queued = await api.GetAsync($"runs?application={application}&state=queued");
        Assert.Equal([runs[2], runs[1]], queued.Items.Select(r => (long)r!["id"]!));
        var part = await api.GetAsync($"runs?application={application}&limit=2");
        Assert.Equal([runs[2], runs[1]], part.Items.Select(r => (long)r!["id"]!));
        var rest = await api.GetAsync($"runs?application={application}&limit=2&cursor={part.Json["next"]}");
        Assert.Equal([runs[0]], rest.Items.Select(r => (long)r!["id"]!));
        Assert.Null(rest.Json["next"]);

        Assert.Equal("cancelled", (string?)(await api.PostAsync($"runs/{runs[1]}/cancel")).Json["state"]);
        await gate.OpenAsync("go");
        await api.RunAsync(runs[0], "succeeded");
        await gate.OpenAsync("go");
        await api.RunAsync(runs[2], "succeeded");
    }
}
