using System.Net;
using Maat.Web.Tests.Hosting;

namespace Maat.Web.Tests.Api;

public sealed class ScheduleTests(ApiServer server)
{
    [Fact]
    public async Task Schedule_OfEverySecond_FiresByItselfUntilItIsPaused()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long application = await project.ApplyAsync(Documents.Chain("true"), maxActiveRuns: 10);
        var made = await api.PostAsync($"applications/{application}/schedules", """{ "crontab": "* * * * * *", "zone": "Asia/Shanghai" }""");
        Assert.Equal((HttpStatusCode.Created, "every second"), (made.Status, (string?)made.Json["words"]));

        var fired = await Eventually.BecomesAsync(
            () => api.GetAsync($"applications/{application}/schedules/{made.Id}/firings"),
            firings => firings.Items.Any(f => f!["run_id"] is not null),
            _ => false,
            "a firing that made a run");
        var firing = fired.Items.First(f => f!["run_id"] is not null)!;
        Assert.StartsWith("started", (string?)firing["fate"], StringComparison.Ordinal);
        var run = await api.RunAsync((long)firing["run_id"]!, "succeeded");
        Assert.Equal(("schedule", (string?)firing["due_at"]), ((string?)run.Json["kind"], (string?)run.Json["scheduled_at"]));

        var paused = await api.PostAsync($"applications/{application}/pause");
        Assert.False((bool)paused.Json["enabled"]!);
        Assert.Empty(Assert.Single((await api.GetAsync($"applications/{application}/schedules")).Json.AsArray())!["next_firings"]!.AsArray());
        var enabled = await api.PostAsync($"applications/{application}/enable");
        Assert.True((bool)enabled.Json["enabled"]!);
        // What was due during the pause is one row.
        await Eventually.BecomesAsync(
            () => api.GetAsync($"applications/{application}/schedules/{made.Id}/firings?limit=1000"),
            firings => firings.Items.Any(f => f!["run_id"] is not null && string.CompareOrdinal((string?)f["due_at"], (string?)run.Json["scheduled_at"]) > 0),
            _ => false,
            "it fires again");
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"applications/{application}/schedules/{made.Id}")).Status);
    }

    [Fact]
    public async Task Schedule_ChangedAndDeleted_IsAsItWasSaid()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long application = await project.ApplyAsync(Documents.Chain("true"));
        string schedules = $"applications/{application}/schedules";
        var made = await api.PostAsync(schedules, """{ "crontab": "0 3 * * *", "zone": "Asia/Shanghai", "starts_at": "2099-01-01T00:00:00Z" }""");
        Assert.Equal("2099-01-02T03:00:00+08:00", (string?)made.Json["next_firings"]![0]);
        Assert.Equal(10, made.Json["next_firings"]!.AsArray().Count);

        string change = $$"""{ "revision": {{made.Json["revision"]}}, "crontab": "0 4 * * *", "missed": "skip", "overlap": "skip", "enabled": false }""";
        var changed = await api.PutAsync($"{schedules}/{made.Id}", change);
        Assert.Equal(
            "every day at 04:00 UTC skip skip false 0",
            $"{changed.Json["words"]} {changed.Json["zone"]} {changed.Json["missed"]} {changed.Json["overlap"]} {changed.Json["enabled"]} {changed.Json["next_firings"]!.AsArray().Count}");
        Assert.Equal(HttpStatusCode.Conflict, (await api.PutAsync($"{schedules}/{made.Id}", change)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"{schedules}/{made.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"{schedules}/{made.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.DeleteAsync($"{schedules}/{made.Id}")).Status);
        Assert.Empty((await api.GetAsync(schedules)).Json.AsArray());
    }

    [Theory]
    [InlineData("""{ "crontab": "0 25 * * *" }""", HttpStatusCode.UnprocessableEntity, "bad_crontab /crontab 1:3")]
    [InlineData("""{ "crontab": "0 0 30 2 *" }""", HttpStatusCode.UnprocessableEntity, "bad_crontab /crontab 1:5")]
    [InlineData("""{ "crontab": "@daily", "zone": "Mars/Olympus" }""", HttpStatusCode.UnprocessableEntity, "unknown_zone /zone")]
    [InlineData("""{ "crontab": "@daily", "starts_at": "2030-01-02T00:00:00Z", "ends_at": "2030-01-01T00:00:00Z" }""", HttpStatusCode.UnprocessableEntity, "out_of_order /ends_at")]
    [InlineData("""{ "crontab": null }""", HttpStatusCode.BadRequest, "wrong_type /crontab 1:14")]
    [InlineData("""{ "crontab": "@daily", "missed": "all" }""", HttpStatusCode.BadRequest, "wrong_type /missed 1:34")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "missing_field /crontab 1:1")]
    public async Task Schedule_ThatIsWrong_IsRefusedWithThePlace(string body, HttpStatusCode status, string problem)
    {
        var project = await server.ProjectAsync();
        long application = await project.ApplyAsync(Documents.Chain("true"));
        var answer = await project.Api.PostAsync($"applications/{application}/schedules", body);
        Assert.Equal(status, answer.Status);
        Assert.Equal([problem], answer.Problems);
    }
}
