using System.Net;
using Maat.Web.Tests.Hosting;

namespace Maat.Web.Tests.Api;

public sealed class QueueTests(ApiServer server)
{
    [Fact]
    public async Task Queue_PausedAndLetGo_HoldsItsNodesMeanwhile()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("queues", """{ "name": "heavy", "paused": true }""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync("queues", """{ "name": "heavy" }""")).Status);
        long template = await project.PublishAsync(Documents.Chain("true"));
        var application = await api.PostAsync($"projects/{project.Id}/applications", $$"""{ "name": "a", "template_id": {{template}}, "queue": "heavy" }""");
        Assert.Equal("heavy", (string?)application.Json["queue"]);
        long run = await project.TriggerAsync(application.Id);
        Assert.Equal("ready", (string?)(await api.GetAsync($"runs/{run}/nodes/n1")).Json["state"]);

        var opened = await api.PutAsync("queues/heavy", """{ "revision": 0, "max_running": 2, "paused": false }""");
        Assert.Equal("2 false", $"{opened.Json["max_running"]} {opened.Json["paused"]}");
        Assert.Equal(HttpStatusCode.Conflict, (await api.PutAsync("queues/heavy", """{ "revision": 0, "max_running": 3, "paused": false }""")).Status);
        await api.RunAsync(run, "succeeded");
        Assert.Equal(["default", "heavy"], (await api.GetAsync("queues")).Items.Select(q => (string)q!["name"]!));
    }

    [Theory]
    [InlineData("""{ "name": "Heavy Queue" }""", HttpStatusCode.UnprocessableEntity, "bad_name /name")]
    [InlineData("""{ "name": "light", "max_running": 0 }""", HttpStatusCode.UnprocessableEntity, "out_of_range /max_running")]
    [InlineData("""{ "name": "light", "max_running": 1.5 }""", HttpStatusCode.BadRequest, "wrong_type /max_running 1:35")]
    public async Task Queue_ThatIsWrong_IsRefusedWithThePlace(string body, HttpStatusCode status, string problem)
    {
        var answer = await new ApiClient(server.Client).PostAsync("queues", body);
        Assert.Equal(status, answer.Status);
        Assert.Equal([problem], answer.Problems);
    }

    [Fact]
    public async Task Workers_OfThisProcess_AreListedAlive()
    {
        var api = new ApiClient(server.Client);
        var alive = await Eventually.BecomesAsync(() => api.GetAsync("workers?state=alive"), workers => workers.Items.Count > 0, _ => false, "the worker is alive");
        Assert.Equal("16", Assert.Single(alive.Items)!["slots"]!.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.GetAsync("workers?state=asleep")).Status);
    }

    [Fact]
    public async Task Processes_ThisOne_IsListedWithItsRolesAndSlots()
    {
        var api = new ApiClient(server.Client);
        var entered = await Eventually.BecomesAsync(() => api.GetAsync("processes"), processes => processes.Items.Count > 0 && processes.Items[0]!["slots"] is not null, _ => false, "the process is in the registry");
        var process = Assert.Single(entered.Items)!;
        Assert.Equal("alive web,scheduler,worker 16", $"{process["state"]} {string.Join(',', process["roles"]!.AsArray())} {process["slots"]}");
    }
}
