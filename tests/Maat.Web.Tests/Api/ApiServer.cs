using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Maat.Web.Tests.Api;
using Maat.Web.Tests.Hosting;

[assembly: AssemblyFixture(typeof(ApiServer))]

namespace Maat.Web.Tests.Api;

/// <summary>
/// One running product for all tests of the API, started by the first of them; each test works in a project of its own, and they run side
/// by side.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly Lazy<(MaatServer Server, HttpClient Client)> started = new(() =>
    {
        var server = new MaatServer();
        return (server, server.Bearer());
    });

    private int projects;

    public IServiceProvider Services => started.Value.Server.Services;

    /// <summary>A folder for what scripts and tests tell each other.</summary>
    public string Folder => started.Value.Server.Data;

    /// <summary>A program with the token; shared.</summary>
    public HttpClient Client => started.Value.Client;

    /// <summary>A program without a token.</summary>
    public HttpClient Nobody() => started.Value.Server.Nobody();

    internal async Task<ApiProject> ProjectAsync()
    {
        string name = $"project {Interlocked.Increment(ref projects)}";
        var api = new ApiClient(Client);
        var made = await api.PostAsync("projects", $$"""{ "name": "{{name}}" }""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return new ApiProject(api, made.Id);
    }

    public ValueTask DisposeAsync() => started.IsValueCreated ? started.Value.Server.DisposeAsync() : ValueTask.CompletedTask;
}

/// <summary>What the API answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, HttpResponseMessage Message)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public long Id => (long)Json["id"]!;

    public override string ToString() => $"{Status} {Text}";

    public JsonArray Items => Json["items"]!.AsArray();

    /// <summary>Each as <c>code path line:column</c>, without the place in a text where there is none.</summary>
    public IReadOnlyList<string> Problems =>
        [.. Json["problems"]!.AsArray().Select(p => $"{p!["code"]} {p["path"]} {p["line"]}:{p["column"]}".TrimEnd(':').TrimEnd())];
}

/// <summary>Calls the API by HTTP alone.</summary>
internal sealed class ApiClient(HttpClient client)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<Answer> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, accept: accept);

    public Task<Answer> PostAsync(string path, string? body = null, string type = "application/json", string? key = null) =>
        SendAsync(HttpMethod.Post, path, body, type, key);

    public Task<Answer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, string type = "application/json", string? key = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        var answer = await client.SendAsync(request, Cancellation);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation), answer);
    }

    /// <summary>Waits until a run is in a state; a run that ended otherwise fails the test at once.</summary>
    public Task<Answer> RunAsync(long run, string state) => Eventually.BecomesAsync(
        () => GetAsync($"runs/{run}"),
        answer => (string?)answer.Json["state"] == state,
        answer => (string?)answer.Json["state"] is "succeeded" or "failed" or "cancelled",
        $"run {run} is {state}");

    public Task<Answer> NodeAsync(long run, string node, string state) => Eventually.BecomesAsync(
        () => GetAsync($"runs/{run}/nodes/{node}"),
        answer => answer.Status == HttpStatusCode.OK && (string?)answer.Json["state"] == state,
        _ => false,
        $"node {node} of run {run} is {state}");

    /// <summary>Follows the log of a node; dispose it to stop.</summary>
    public async Task<StreamReader> FollowAsync(long run, string node)
    {
        var answer = await client.GetAsync(new Uri($"/api/v1/runs/{run}/nodes/{node}/log?follow=true", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
    }
}

/// <summary>A project of one test.</summary>
internal sealed class ApiProject(ApiClient api, long id)
{
    public ApiClient Api => api;

    public long Id => id;

    /// <summary>Imports a document and publishes it; returns the template's id.</summary>
    public async Task<long> PublishAsync(string yaml)
    {
        var draft = await api.PostAsync($"projects/{id}/templates", yaml, "application/yaml");
        Assert.True(draft.Status is HttpStatusCode.Created or HttpStatusCode.OK, draft.Text);
        var version = await api.PostAsync($"templates/{draft.Id}/versions", $$"""{ "revision": {{draft.Json["revision"]}} }""");
        Assert.True(version.Status == HttpStatusCode.Created, version.Text);
        return draft.Id;
    }

    /// <summary>Publishes a document and makes an application of it; returns the application's id.</summary>
    public async Task<long> ApplyAsync(string yaml, string values = "{}", int maxActiveRuns = 1)
    {
        long template = await PublishAsync(yaml);
        var made = await api.PostAsync(
            $"projects/{id}/applications",
            $$"""{ "name": "application of {{template}}", "template_id": {{template}}, "values": {{values}}, "max_active_runs": {{maxActiveRuns}} }""");
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Id;
    }

    /// <summary>Triggers an application; returns the run's id.</summary>
    public async Task<long> TriggerAsync(long application, string? body = null)
    {
        var made = await api.PostAsync($"applications/{application}/runs", body);
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Id;
    }
}
