using System.Net;

namespace Maat.Web.Tests.Api;

public sealed class ApplicationTests(ApiServer server)
{
    [Fact]
    public async Task Application_Changed_TakesThePlaceOfWhatItWas()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long template = await project.PublishAsync(Documents.Chain("true"));
        var made = await api.PostAsync(
            $"projects/{project.Id}/applications", $$"""{ "name": "first", "template_id": {{template}}, "tags": ["index"], "description": "索引" }""");
        Assert.Equal("""["index"] 1 default 索引""", $"{made.Json["tags"]!.ToJsonString()} {made.Json["version"]} {made.Json["queue"]} {made.Json["description"]}");
        Assert.Contains("索引", made.Text, StringComparison.Ordinal);

        string change = $$"""{ "revision": {{made.Json["revision"]}}, "name": "second", "template_id": {{template}}, "values": { "gate": "x" }, "max_active_runs": 3 }""";
        var changed = await api.PutAsync($"applications/{made.Id}", change);
        Assert.Equal("second 3 x", $"{changed.Json["name"]} {changed.Json["max_active_runs"]} {changed.Json["values"]!["gate"]}");
        Assert.Equal(HttpStatusCode.Conflict, (await api.PutAsync($"applications/{made.Id}", change)).Status);
    }

    [Fact]
    public async Task Application_WithANameThatIsTaken_IsRefused()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long template = await project.PublishAsync(Documents.Chain("true"));
        var first = await api.PostAsync($"projects/{project.Id}/applications", $$"""{ "name": "first", "template_id": {{template}} }""");
        var second = await api.PostAsync($"projects/{project.Id}/applications", $$"""{ "name": "second", "template_id": {{template}} }""");
        Assert.Equal(
            HttpStatusCode.Conflict, (await api.PostAsync($"projects/{project.Id}/applications", $$"""{ "name": "first", "template_id": {{template}} }""")).Status);
        Assert.Equal(
            HttpStatusCode.Conflict, (await api.PutAsync($"applications/{second.Id}", $$"""{ "revision": 0, "name": "first", "template_id": {{template}} }""")).Status);
        Assert.Equal(
            HttpStatusCode.OK, (await api.PutAsync($"applications/{first.Id}", $$"""{ "revision": 0, "name": "first", "template_id": {{template}} }""")).Status);
    }

    [Fact]
    public async Task Application_WithManyErrors_IsToldAllOfThem()
    {
        var project = await server.ProjectAsync();
        long template = await project.PublishAsync(Documents.Chain("true"));
        var answer = await project.Api.PostAsync(
            $"projects/{project.Id}/applications",
            $$"""{ "name": " ", "template_id": {{template}}, "values": { "gate": true, "nope": 1 }, "queue": "nowhere", "max_active_runs": 0, "tags": [""] }""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(
            ["bad_name /name", "bad_tags /tags", "out_of_range /max_active_runs", "unknown_queue /queue", "unknown_variable /values/nope", "wrong_type /values/gate"],
            answer.Problems.Order());
    }

    [Fact]
    public async Task Application_OfATemplateOfAnotherProject_IsRefused()
    {
        var project = await server.ProjectAsync();
        var other = await server.ProjectAsync();
        long template = await other.PublishAsync(Documents.Chain("true"));
        var answer = await project.Api.PostAsync($"projects/{project.Id}/applications", $$"""{ "name": "a", "template_id": {{template}} }""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unknown_template /template_id"), (answer.Status, Assert.Single(answer.Problems)));
    }

    [Fact]
    public async Task Applications_ReadInParts_AreAllThereByName()
    {
        var project = await server.ProjectAsync();
        long template = await project.PublishAsync(Documents.Chain("true"));
        foreach (string name in new[] { "c", "a", "b" })
            await project.Api.PostAsync($"projects/{project.Id}/applications", $$"""{ "name": "{{name}}", "template_id": {{template}} }""");
        var part = await project.Api.GetAsync($"projects/{project.Id}/applications?limit=2");
        Assert.Equal(["a", "b"], part.Items.Select(a => (string)a!["name"]!));
        var rest = await project.Api.GetAsync($"projects/{project.Id}/applications?limit=2&cursor={part.Json["next"]}");
        Assert.Equal(["c"], rest.Items.Select(a => (string)a!["name"]!));
    }
}
