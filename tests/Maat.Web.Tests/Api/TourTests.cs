using System.Net;

namespace Maat.Web.Tests.Api;

/// <summary>The way of a template from a file to a run that ends, by HTTP alone, with real scripts.</summary>
public sealed class TourTests(ApiServer server)
{
    private const string Document = """
        apiVersion: maat/v1
        kind: Template
        name: Tour
        variables:
          - { key: region, type: choice, choices: [hz, sh], default: hz }
          - { key: threshold, type: number, integer: true, default: 10 }
          - { key: gate, type: text, required: true }
          - { key: mended, type: text, required: true }
        nodes:
          - key: extract
            kind: bash
            with:
              script: |
                echo "extracting in $MAAT_VAR_REGION"
                read -r rows < "${{ vars.gate }}"
                echo "found $rows"
                echo "rows=$rows" >> "$MAAT_OUTPUT"
          - key: big_enough
            kind: branch
            with:
              mode: first
              arms:
                - { arm: full, when: "nodes.extract.outputs.rows >= vars.threshold" }
                - { arm: delta, otherwise: true }
          - key: build_full
            kind: bash
            with: { script: "echo full >&2" }
          - key: build_delta
            kind: bash
            with: { script: "echo delta" }
          - key: publish
            kind: bash
            trigger_rule: none_failed_min_one_success
            with:
              script: |
                echo "publishing ${{ nodes.extract.outputs.rows }} rows, attempt $MAAT_ATTEMPT"
                [ -e "${{ vars.mended }}" ] || exit 3
        edges:
          - { from: extract, to: big_enough }
          - { from: big_enough, to: build_full, arm: full }
          - { from: big_enough, to: build_delta, arm: delta }
          - { from: build_full, to: publish }
          - { from: build_delta, to: publish }
        """;

    [Fact]
    public async Task Tour_FromAFileToASucceededRun_ShowsEveryStep()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        var gate = await Gate.MakeAsync(server);
        string mended = gate.Path + ".mended";
        long application = await project.ApplyAsync(Document, $$"""{ "gate": "{{gate.Path}}", "mended": "{{mended}}" }""");

        long run = await project.TriggerAsync(application, """{ "overrides": { "region": "sh" }, "scheduled_at": "2026-01-31T08:00:00+08:00" }""");
        using (var log = await api.FollowAsync(run, "extract"))
        {
            // It comes while the script still waits at the gate, or the test would wait for ever.
            Assert.Equal("extracting in sh", await log.ReadLineAsync(TestContext.Current.CancellationToken));
            await gate.OpenAsync("12");
            Assert.Equal("found 12\n", await log.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        var failed = await api.RunAsync(run, "failed");
        Assert.Equal("2026-01-31T00:00:00Z", (string?)failed.Json["scheduled_at"]);
        Assert.Equal("sh", (string?)failed.Json["values"]!["region"]);
        Assert.Equal("""{"succeeded":3,"failed":1,"skipped":1}""", failed.Json["nodes"]!.ToJsonString());
        var extract = await api.GetAsync($"runs/{run}/nodes/extract");
        Assert.Equal("""{"rows":12}""", extract.Json["outputs"]!.ToJsonString());
        Assert.Equal("""["full"]""", (await api.GetAsync($"runs/{run}/nodes/big_enough")).Json["choice"]!.ToJsonString());
        var publish = await api.GetAsync($"runs/{run}/nodes/publish");
        Assert.Equal("The script exited with code 3.", (string?)publish.Json["reason"]);
        Assert.Equal(3, (int)publish.Json["exit_code"]!);

        await File.WriteAllTextAsync(mended, "", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync($"runs/{run}/retry-failed")).Status);
        var succeeded = await api.RunAsync(run, "succeeded");
        Assert.Equal(2, (int)succeeded.Json["round"]!);

        var nodes = await api.GetAsync($"runs/{run}/nodes");
        Assert.Equal(
            ["extract succeeded", "big_enough succeeded", "build_full succeeded", "build_delta skipped", "publish succeeded"],
            nodes.Items.Select(n => $"{n!["key"]} {n["state"]}"));
        var attempts = (await api.GetAsync($"runs/{run}/nodes/publish/attempts")).Items;
        Assert.Equal(["2 succeeded 0", "1 failed 3"], attempts.Select(a => $"{a!["attempt"]} {a["outcome"]} {a["exit_code"]}"));
        var first = await api.GetAsync($"runs/{run}/nodes/publish/log?fence={attempts[1]!["fence"]}");
        Assert.Equal("publishing 12 rows, attempt 1\n", first.Text);
        Assert.Equal("publishing 12 rows, attempt 2\n", (await api.GetAsync($"runs/{run}/nodes/publish/log")).Text);
        Assert.Equal("full\n", (await api.GetAsync($"runs/{run}/nodes/build_full/log")).Text);
        var reset = Assert.Single((await api.GetAsync($"runs/{run}/resets")).Items)!;
        Assert.Equal("publish retry failed 1", $"{reset["node"]} {reset["kind"]} {reset["previous_state"]} {reset["previous_attempt"]}");
    }

    [Fact]
    public async Task Events_ReadInParts_AreTheWholeTimeline()
    {
        var project = await server.ProjectAsync();
        long application = await project.ApplyAsync(Documents.Chain("true", "true"));
        long run = await project.TriggerAsync(application);
        await project.Api.RunAsync(run, "succeeded");

        var seen = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            var part = await project.Api.GetAsync($"runs/{run}/events?limit=2{cursor}");
            Assert.InRange(part.Items.Count, 1, 2);
            seen.AddRange(part.Items.Select(e => $"{e!["node"]?.ToString() ?? "run"} {e["state"]}"));
            cursor = part.Json["next"] is { } next ? $"&cursor={next}" : null;
        }

        // Told in one transaction, at one instant: only the order within a node counts.
        Assert.Equal(["run queued", "run running", "run succeeded"], seen.Where(e => e.StartsWith("run ", StringComparison.Ordinal)));
        Assert.Equal(["n1 ready", "n1 running", "n1 succeeded"], seen.Where(e => e.StartsWith("n1 ", StringComparison.Ordinal)));
        Assert.Equal(["n2 ready", "n2 running", "n2 succeeded"], seen.Where(e => e.StartsWith("n2 ", StringComparison.Ordinal)));

        // The same from the other end.
        var back = new List<string>();
        for (cursor = ""; cursor is not null;)
        {
            var part = await project.Api.GetAsync($"runs/{run}/events?newest_first=true&limit=2{cursor}");
            back.AddRange(part.Items.Select(e => $"{e!["node"]?.ToString() ?? "run"} {e["state"]}"));
            cursor = part.Json["next"] is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(Enumerable.Reverse(seen), back);
    }

    [Fact]
    public async Task Outputs_OfARun_AreListedWithTheirNodes()
    {
        var project = await server.ProjectAsync();
        long run = await project.TriggerAsync(await project.ApplyAsync(Documents.Chain("echo rows=7 >> $MAAT_OUTPUT", "true")));
        await project.Api.RunAsync(run, "succeeded");
        var output = Assert.Single((await project.Api.GetAsync($"runs/{run}/outputs")).Items)!;
        Assert.Equal("""{"node":"n1","name":"rows","value":"7","length":1}""", output.ToJsonString());
    }

    [Fact]
    public async Task Log_ReadInParts_SaysWhereToReadOnAndWhenItIsOver()
    {
        var project = await server.ProjectAsync();
        long run = await project.TriggerAsync(await project.ApplyAsync(Documents.Chain("printf abcdef")));
        await project.Api.RunAsync(run, "succeeded");

        var head = await project.Api.GetAsync($"runs/{run}/nodes/n1/log?limit=4");
        Assert.Equal(("abcd", "4", "false"), (head.Text, Header(head, "Maat-Log-Next-Offset"), Header(head, "Maat-Log-Complete")));
        Assert.Equal("text/plain", head.Message.Content.Headers.ContentType?.MediaType);
        var tail = await project.Api.GetAsync($"runs/{run}/nodes/n1/log?offset=4");
        Assert.Equal(("ef", "6", "true"), (tail.Text, Header(tail, "Maat-Log-Next-Offset"), Header(tail, "Maat-Log-Complete")));
        Assert.Equal("cdef", (await project.Api.GetAsync($"runs/{run}/nodes/n1/log?offset=2&follow=true")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await project.Api.GetAsync($"runs/{run}/nodes/n1/log?fence=99&follow=true")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await project.Api.GetAsync($"runs/{run}/nodes/n1/log?offset=-1&limit=0")).Status);
    }

    private static string Header(Answer answer, string name) => Assert.Single(answer.Message.Headers.GetValues(name));
}
