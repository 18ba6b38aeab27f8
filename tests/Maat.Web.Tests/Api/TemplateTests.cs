using System.Net;
using System.Text.Json.Nodes;

namespace Maat.Web.Tests.Api;

public sealed class TemplateTests(ApiServer server)
{
    private const string Yaml = "application/yaml";

    [Fact]
    public async Task Document_ExportedAsYamlAndAsJson_ImportsAsTheSame()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        long template = await project.PublishAsync(Documents.Chain("echo 1", "echo 2"));
        var json = await api.GetAsync($"templates/{template}/document");
        Assert.Equal("application/json", json.Message.Content.Headers.ContentType?.MediaType);
        var yaml = await api.GetAsync($"templates/{template}/versions/1/document", accept: Yaml);
        Assert.Equal(Yaml, yaml.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal(yaml.Text, (await api.GetAsync($"templates/{template}/document?format=yaml")).Text);

        var other = await server.ProjectAsync();
        var fromYaml = await api.PostAsync($"projects/{other.Id}/templates", yaml.Text, Yaml);
        Assert.Equal(HttpStatusCode.Created, fromYaml.Status);
        Assert.Equal(json.Text, (await api.GetAsync($"templates/{fromYaml.Id}/document")).Text);
        var fromJson = await api.PostAsync($"projects/{other.Id}/templates", json.Text);
        Assert.Equal((HttpStatusCode.OK, fromYaml.Id), (fromJson.Status, fromJson.Id));
        Assert.Equal(HttpStatusCode.BadRequest, (await api.GetAsync($"templates/{template}/document?format=xml")).Status);
    }

    [Fact]
    public async Task Versions_OfATemplate_AreListedAndKept()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        string document = Documents.Chain("echo old");
        long template = await project.PublishAsync(document);
        Assert.Equal(template, await project.PublishAsync(document.Replace("echo old", "echo new", StringComparison.Ordinal)));

        Assert.Equal(["2", "1"], (await api.GetAsync($"templates/{template}/versions")).Items.Select(v => v!["number"]!.ToString()));
        Assert.Contains("echo old", (await api.GetAsync($"templates/{template}/versions/1/document")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"templates/{template}/versions/3/document")).Status);
        var listed = Assert.Single((await api.GetAsync($"projects/{project.Id}/templates")).Items)!;
        Assert.Equal((template, 2), ((long)listed["id"]!, (int)listed["latest_version"]!));
    }

    [Fact]
    public async Task Draft_ChangedInBetween_IsNeitherPublishedNorOverwritten()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        string document = Documents.Chain("true");
        var seen = await api.PostAsync($"projects/{project.Id}/templates", document, Yaml);
        await api.PostAsync($"projects/{project.Id}/templates", document, Yaml);

        string revision = seen.Json["revision"]!.ToString();
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync($"templates/{seen.Id}/versions", $$"""{ "revision": {{revision}} }""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync($"projects/{project.Id}/templates?revision={revision}", document, Yaml)).Status);
        Assert.Equal(0, (int)(await api.GetAsync($"templates/{seen.Id}")).Json["latest_version"]!);
    }

    [Fact]
    public async Task Draft_WithErrors_IsKeptWithThemAndNotPublished()
    {
        var project = await server.ProjectAsync();
        var api = project.Api;
        const string Cycle = """
            apiVersion: maat/v1
            kind: Template
            name: Cycle
            nodes:
              - { key: a, kind: bash, with: { script: "echo ${{ vars.nothing }}" } }
              - { key: b, kind: nonsense, with: {} }
              - { key: a, kind: bash, with: {} }
            edges:
              - { from: a, to: b }
              - { from: b, to: a }
              - { from: a, to: c }
            """;
        var draft = await api.PostAsync($"projects/{project.Id}/templates", Cycle, Yaml);
        Assert.Equal(HttpStatusCode.Created, draft.Status);
        Assert.Superset(
            new HashSet<string> { "unknown_variable", "unknown_kind", "duplicate_key", "dangling_edge" },
            draft.Problems.Select(p => p.Split(' ')[0]).ToHashSet());
        Assert.Equal(draft.Problems, (await api.GetAsync($"templates/{draft.Id}")).Problems);
        Assert.Equal(draft.Problems, (await api.PostAsync("templates/validate", Cycle, Yaml)).Problems);

        var refused = await api.PostAsync($"templates/{draft.Id}/versions", """{ "revision": 0 }""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotEmpty(refused.Problems);
        Assert.All(refused.Json["problems"]!.AsArray(), p => Assert.Equal("error", (string?)p!["severity"]));
    }

    [Fact]
    public async Task Simulate_SupposedEnds_SaysHowEachNodeEndsAndWhy()
    {
        var api = (await server.ProjectAsync()).Api;
        const string Document = """
            { "apiVersion": "maat/v1", "kind": "Template", "name": "drawn",
              "nodes": [{ "key": "first", "kind": "bash", "with": { "script": "" } }, { "key": "second", "kind": "bash" }, { "key": "last", "kind": "bash", "trigger_rule": "one_failed" }],
              "edges": [{ "from": "first", "to": "second" }, { "from": "first", "to": "last" }] }
            """;

        var failing = await api.PostAsync("templates/simulate", $$"""{ "document": {{Document}}, "ends": { "first": { "state": "failed" } } }""");

        Assert.Equal(HttpStatusCode.OK, failing.Status);
        Assert.Equal("failed", (string?)failing.Json["state"]);
        Assert.Equal(
            ["first failed ran", "second upstream_failed upstream", "last succeeded ran"],
            failing.Json["nodes"]!.AsArray().Select(node => $"{node!["node"]} {node["state"]} {node["cause"]}"));

        var refused = await api.PostAsync("templates/simulate", $$"""{ "document": {{Document}}, "ends": { "frist": { "state": "failed" } } }""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("unknown_node /ends/frist", Assert.Single(refused.Problems));
    }

    [Theory]
    [InlineData(Yaml, "name: [", HttpStatusCode.BadRequest, "bad_yaml")]
    [InlineData(Yaml, "", HttpStatusCode.BadRequest, "bad_yaml")]
    [InlineData(Yaml, "a: &x 1\nb: *x", HttpStatusCode.BadRequest, "yaml_anchor,yaml_alias")]
    [InlineData("application/json", "{ \"name\": \"x\",\n }", HttpStatusCode.BadRequest, "bad_json")]
    [InlineData("application/json", "{}", HttpStatusCode.UnprocessableEntity, "missing_field")]
    [InlineData(Yaml, "apiVersion: maat/v9\nkind: Template\nname: x", HttpStatusCode.UnprocessableEntity, "unknown_version")]
    [InlineData(Yaml, "apiVersion: maat/v1\nkind: Template\nname: x\nnodes: 7\ncolour: red", HttpStatusCode.UnprocessableEntity, "wrong_type,unknown_field")]
    [InlineData(Yaml, "apiVersion: maat/v1\nkind: Template\nname: \"a\\nb\"\nnodes: []", HttpStatusCode.UnprocessableEntity, "bad_text")]
    public async Task Document_ThatCannotBeRead_IsRefusedWithEveryPlace(string type, string document, HttpStatusCode status, string codes)
    {
        var project = await server.ProjectAsync();
        var answer = await project.Api.PostAsync($"projects/{project.Id}/templates", document, type);
        Assert.Equal(status, answer.Status);
        var problems = answer.Json["problems"]!.AsArray();
        Assert.Superset(codes.Split(',').ToHashSet(), problems.Select(p => (string)p!["code"]!).ToHashSet());
        Assert.True(status != HttpStatusCode.BadRequest || problems.All(p => (int?)p!["line"] >= 1 && (int?)p["column"] >= 1), answer.Text);
        Assert.Empty((await project.Api.GetAsync($"projects/{project.Id}/templates")).Items);
    }

    [Fact]
    public async Task Document_ThatIsTooLarge_IsRefusedWithTheLimit()
    {
        var project = await server.ProjectAsync();
        var answer = await project.Api.PostAsync($"projects/{project.Id}/templates", new string(' ', (16 * 1024 * 1024) + 1), Yaml);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Contains("16777216", (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_OfAnotherMediaType_IsRefused()
    {
        var project = await server.ProjectAsync();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await project.Api.PostAsync($"projects/{project.Id}/templates", "x", "text/csv")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await project.Api.PostAsync("projects", "name: x", Yaml)).Status);
    }

    [Fact]
    public async Task NodeKinds_OfThisInstallation_TellTheirParameters()
    {
        var kinds = (await new ApiClient(server.Client).GetAsync("node-kinds")).Json.AsArray();
        Assert.Equal(["bash", "branch"], kinds.Select(k => (string)k!["name"]!).Order());
        JsonNode bash = kinds.Single(k => (string?)k!["name"] == "bash")!;
        Assert.Contains(bash["parameters"]!.AsArray(), p => (string?)p!["name"] == "script");
    }
}
