using System.Net;

namespace Maat.Web.Tests.Api;

/// <summary>A template that was mended reaches its applications, and what failed before.</summary>
public sealed class VersionTakingTests(ApiServer server)
{
    private static readonly string Broken = Documents.Chain("echo \"$MAAT_VAR_GATE\"; exit 3");

    [Fact]
    public async Task Repeat_OnceTheApplicationTookTheMendedVersion_SucceedsWithTheSameValuesForTheSameTime()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        string mended = Broken.Replace("exit 3", "exit 0", StringComparison.Ordinal);
        long application = await project.ApplyAsync(Broken);
        long failed = await project.TriggerAsync(application, """{ "overrides": { "gate": "mine" }, "scheduled_at": "2026-01-02T03:04:05Z" }""");
        await api.RunAsync(failed, "failed");
        long template = await project.PublishAsync(mended);

        var users = await api.GetAsync($"templates/{template}/applications");
        Assert.Equal((application, 1, true), ((long)users.Json[0]!["id"]!, (int)users.Json[0]!["version"]!, (bool)users.Json[0]!["follows"]!));
        var taken = await api.PostAsync($"templates/{template}/versions/2/applications", $$"""{ "ids": [{{application}}, 999999] }""");
        Assert.Equal([true, false], taken.Json.AsArray().Select(outcome => (bool)outcome!["done"]!));
        // The run itself stays with the version that it was made with, also when it is retried.
        await api.PostAsync($"runs/{failed}/retry-failed");
        Assert.Equal(1, (int)(await api.RunAsync(failed, "failed")).Json["version"]!);

        var again = await api.PostAsync($"runs/{failed}/repeat", key: "once");
        Assert.Equal(HttpStatusCode.Created, again.Status);
        var run = await api.RunAsync(again.Id, "succeeded");
        Assert.Equal(
            (2, "mine", "2026-01-02T03:04:05Z"), ((int)run.Json["version"]!, (string?)run.Json["values"]!["gate"], (string?)run.Json["scheduled_at"]));
        var same = await api.PostAsync($"runs/{failed}/repeat", key: "once");
        Assert.Equal((HttpStatusCode.OK, again.Id), (same.Status, same.Id));
    }

    [Fact]
    public async Task Take_OfAVersionThatWouldBreakTheApplication_LeavesItAndSaysWhy()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long application = await project.ApplyAsync(Broken);
        long template = await project.PublishAsync(Broken.Replace("    default: none", "    required: true", StringComparison.Ordinal));

        var taken = await api.PostAsync($"templates/{template}/versions/2/applications", $$"""{ "ids": [{{application}}] }""");
        Assert.False((bool)taken.Json[0]!["done"]!);
        Assert.Contains("gate", (string?)taken.Json[0]!["refused"], StringComparison.Ordinal);
        Assert.Equal(1, (int)(await api.GetAsync($"applications/{application}")).Json["version"]!);
    }

    [Fact]
    public async Task Users_OfADraft_SayWhomItWouldBreakAndWhyAndWhenTheyRunNext()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long bare = await project.ApplyAsync(Broken);
        long template = (long)(await api.GetAsync($"applications/{bare}")).Json["template_id"]!;
        var given = await api.PostAsync(
            $"projects/{project.Id}/applications", $$"""{ "name": "given", "template_id": {{template}}, "values": { "gate": "mine" } }""");
        await api.PostAsync($"applications/{given.Id}/schedules", """{ "crontab": "0 3 * * *", "zone": "UTC" }""");
        string draft = Broken.Replace("    default: none", "    required: true", StringComparison.Ordinal);
        await api.PostAsync($"projects/{project.Id}/templates", draft, "application/yaml");

        var users = (await api.GetAsync($"templates/{template}/applications")).Json.AsArray().ToDictionary(user => (long)user!["id"]!, user => user!);

        Assert.Equal("missing_value", (string?)users[bare]["breaks"]!.AsArray().Single()!["code"]);
        Assert.Null(users[bare]["next_fire_at"]);
        Assert.Empty(users[given.Id]["breaks"]!.AsArray());
        Assert.EndsWith("T03:00:00Z", (string?)users[given.Id]["next_fire_at"], StringComparison.Ordinal);
        Assert.All((await api.GetAsync($"templates/{template}/applications?version=1")).Json.AsArray(), user => Assert.Empty(user!["breaks"]!.AsArray()));
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"templates/{template}/applications?version=9")).Status);
    }
}
