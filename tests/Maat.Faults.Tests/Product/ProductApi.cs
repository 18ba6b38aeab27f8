using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Maat.Faults.Tests.Product;

/// <summary>What the tests do through the REST API.</summary>
internal sealed class ProductApi(HttpClient http)
{
    /// <summary>More runs at once than any test makes.</summary>
    private const int ManyRuns = 1_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Imports and publishes a template document, and makes an application of it in a project of its own.</summary>
    /// <returns>The application's id.</returns>
    public async Task<long> ApplyAsync(JsonObject document)
    {
        long project = Id(await PostAsync("projects", new JsonObject { ["name"] = "faults" }));
        JsonNode draft = await PostAsync($"projects/{project}/templates", document);
        await PostAsync($"templates/{Id(draft)}/versions", new JsonObject { ["revision"] = (int)draft["revision"]! });
        return Id(await PostAsync(
            $"projects/{project}/applications",
            new JsonObject { ["name"] = "faults", ["template_id"] = Id(draft), ["max_active_runs"] = ManyRuns }));
    }

    /// <returns>The run's id.</returns>
    public async Task<long> TriggerAsync(long application) => Id(await PostAsync($"applications/{application}/runs", new JsonObject()));

    /// <summary>Triggers while the product may be killed.</summary>
    /// <returns>The run's id, or null when there was no answer: then nobody knows whether there is a run.</returns>
    public async Task<long?> TryTriggerAsync(long application, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/applications/{application}/runs");
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
            string text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK, text);
            return Id(JsonNode.Parse(text)!);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <returns>The schedule's id.</returns>
    public async Task<long> ScheduleAsync(long application, string crontab, DateTimeOffset first, DateTimeOffset last) => Id(await PostAsync(
        $"applications/{application}/schedules",
        new JsonObject { ["crontab"] = crontab, ["zone"] = "UTC", ["starts_at"] = $"{first:yyyy-MM-ddTHH:mm:ssZ}", ["ends_at"] = $"{last:yyyy-MM-ddTHH:mm:ssZ}" }));

    private async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body, Cancellation);
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static long Id(JsonNode answer) => (long)answer["id"]!;
}
