using System.Net;

namespace Maat.Web.Tests.Api;

/// <summary>Finding things and acting on many at once.</summary>
public sealed class ManyTests(ApiServer server)
{
    [Fact]
    public async Task RetryMany_AndCancelMany_SayOfEachWhetherItWasDone()
    {
        var project = await server.ProjectAsync();
        long run = await project.TriggerAsync(await project.ApplyAsync(Documents.Chain("exit 3")));
        await project.Api.RunAsync(run, "failed");

        var retried = await project.Api.PostAsync("runs/retry-failed", $$"""{ "ids": [{{run}}, 999999] }""");
        Assert.Equal(HttpStatusCode.OK, retried.Status);
        Assert.Equal([(run, true), (999999L, false)], retried.Json.AsArray().Select(o => ((long)o!["id"]!, (bool)o["done"]!)));
        await project.Api.RunAsync(run, "failed");
        var cancelled = await project.Api.PostAsync("runs/cancel", $$"""{ "ids": [{{run}}] }""");
        Assert.False((bool)cancelled.Json[0]!["done"]!);
    }

    [Fact]
    public async Task TriggerMany_MakesARunOfEach()
    {
        var project = await server.ProjectAsync();
        long application = await project.ApplyAsync(Documents.Chain("true"));

        var triggered = await project.Api.PostAsync("applications/trigger", $$"""{ "ids": [{{application}}] }""");

        long run = (long)triggered.Json[0]!["run_id"]!;
        await project.Api.RunAsync(run, "succeeded");
        foreach (string filter in (string[])["kind=manual", "state=succeeded", "from=2000-01-01T00:00:00Z", "triggered_by=" + (string?)(await project.Api.GetAsync($"runs/{run}")).Json["triggered_by"]])
        {
            var found = await project.Api.GetAsync($"runs?project={project.Id}&{filter}");
            Assert.Equal([run], found.Items.Select(r => (long)r!["id"]!));
        }

        foreach (string filter in (string[])["kind=schedule", "to=2000-01-01T00:00:00Z", "triggered_by=nobody"])
            Assert.Empty((await project.Api.GetAsync($"runs?project={project.Id}&{filter}")).Items);
        var home = await project.Api.GetAsync("home");
        Assert.Equal((HttpStatusCode.OK, 24), (home.Status, home.Json["hours"]!.AsArray().Count));
    }

    [Fact]
    public async Task Application_IsPreviewedAndDeleted_AndATemplateCopied()
    {
        var project = await server.ProjectAsync();
        long application = await project.ApplyAsync(Documents.Chain("true"));

        var preview = await project.Api.PostAsync($"applications/{application}/schedules/preview", """{ "crontab": "0 9 * * *", "zone": "Asia/Shanghai" }""");
        Assert.Equal(("every day at 09:00", 10), ((string?)preview.Json["words"], preview.Json["next_firings"]!.AsArray().Count));
        Assert.Empty((await project.Api.GetAsync($"applications/{application}/schedules")).Json.AsArray());

        long template = (long)(await project.Api.GetAsync($"applications/{application}")).Json["template_id"]!;
        var copy = await project.Api.PostAsync($"templates/{template}/copy", """{ "name": "copy" }""");
        Assert.Equal((HttpStatusCode.Created, "copy"), (copy.Status, (string?)copy.Json["name"]));
        Assert.Equal(HttpStatusCode.Conflict, (await project.Api.PostAsync($"templates/{template}/copy", """{ "name": "copy" }""")).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await project.Api.DeleteAsync($"applications/{application}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await project.Api.GetAsync($"applications/{application}")).Status);
    }
}
