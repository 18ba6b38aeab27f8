using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Maat.Faults.Product;

/// <summary>What the tests do through the REST API.</summary>
public sealed class ProductApi(HttpClient http)
{
    /// <summary>More runs at once than any test makes.</summary>
    private const int ManyRuns = 1_000;

    /// <summary>Imports and publishes a template document, and makes an application of it in a project of its own.</summary>
    /// <returns>The application's id.</returns>
    public async Task<long> ApplyAsync(JsonObject document)
    {
        string name = (string)document["name"]!;
        long project = Id(await PostAsync("projects", new JsonObject { ["name"] = name }));
        JsonNode draft = await PostAsync($"projects/{project}/templates", document);
        await PostAsync($"templates/{Id(draft)}/versions", new JsonObject { ["revision"] = (int)draft["revision"]! });
        return Id(await PostAsync(
            $"projects/{project}/applications",
            new JsonObject { ["name"] = name, ["template_id"] = Id(draft), ["max_active_runs"] = ManyRuns }));
    }

    /// <summary>Makes a queue beside the default one.</summary>
    public Task AddQueueAsync(string name) => PostAsync("queues", new JsonObject { ["name"] = name });

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
            using HttpResponseMessage answer = await http.SendAsync(request);
            string text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK))
                throw new InvalidOperationException(text);
            return Id(JsonNode.Parse(text)!);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Asks for a run to be cancelled, whatever the answer.</summary>
    public async Task CancelAsync(long run)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync(new Uri($"/api/v1/runs/{run}/cancel", UriKind.Relative), new JsonObject());
    }

    /// <returns>The schedule's id.</returns>
    public async Task<long> ScheduleAsync(long application, string crontab, DateTimeOffset first, DateTimeOffset last) => Id(await PostAsync(
        $"applications/{application}/schedules",
        new JsonObject { ["crontab"] = crontab, ["zone"] = "UTC", ["starts_at"] = Utc(first), ["ends_at"] = Utc(last) }));

    /// <summary>A schedule without an end.</summary>
    /// <param name="missed">As <c>run_all</c>.</param>
    /// <returns>The schedule's id.</returns>
    public async Task<long> ScheduleAsync(long application, string crontab, string missed) => Id(await PostAsync(
        $"applications/{application}/schedules", new JsonObject { ["crontab"] = crontab, ["zone"] = "UTC", ["missed"] = missed }));

    /// <summary>Settles what is due and lets the schedule fire no more.</summary>
    public Task PauseScheduleAsync(long application, long schedule) => PostAsync($"applications/{application}/schedules/{schedule}/pause", []);

    private static string Utc(DateTimeOffset time) => $"{time:yyyy-MM-ddTHH:mm:ssZ}";

    private async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body);
        string text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    private static long Id(JsonNode answer) => (long)answer["id"]!;
}
