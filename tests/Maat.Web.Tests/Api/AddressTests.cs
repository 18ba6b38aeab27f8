using System.Net;
using System.Text.Json.Nodes;

namespace Maat.Web.Tests.Api;

/// <summary>What every address has in common.</summary>
public sealed class AddressTests(ApiServer server)
{
    [Theory]
    [InlineData("projects/999999")]
    [InlineData("projects/999999/templates")]
    [InlineData("projects/999999/applications")]
    [InlineData("templates/999999")]
    [InlineData("templates/999999/document")]
    [InlineData("templates/999999/versions")]
    [InlineData("templates/999999/versions/1/document")]
    [InlineData("applications/999999")]
    [InlineData("applications/999999/schedules")]
    [InlineData("applications/999999/schedules/1")]
    [InlineData("applications/999999/schedules/1/firings")]
    [InlineData("runs/999999")]
    [InlineData("runs/999999/events")]
    [InlineData("runs/999999/outputs")]
    [InlineData("runs/999999/resets")]
    [InlineData("runs/999999/nodes")]
    [InlineData("runs/999999/nodes/n1")]
    [InlineData("runs/999999/nodes/n1/attempts")]
    [InlineData("runs/999999/nodes/n1/log")]
    [InlineData("runs/9223372036854775807/nodes/n1/log?follow=true")]
    [InlineData("queues/nowhere")]
    [InlineData("nothing")]
    public async Task Address_OfNothing_AnswersAProblemDocument(string path)
    {
        var answer = await new ApiClient(server.Client).GetAsync(path);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.Status, answer.Message.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("GET", "nothing", "There is nothing at /api/v1/nothing.")]
    [InlineData("DELETE", "runs", "/api/v1/runs does not take DELETE; it takes GET")]
    [InlineData("GET", "runs?limit=x", "The parameter 'limit' cannot be 'x'.")]
    public async Task Answer_WithAStatusAlone_SaysWhatToDo(string method, string path, string detail)
    {
        var answer = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{path}"), TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(detail, (string?)System.Text.Json.Nodes.JsonNode.Parse(text)!["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runs?limit=0", HttpStatusCode.UnprocessableEntity)]
    [InlineData("runs?limit=1001", HttpStatusCode.UnprocessableEntity)]
    [InlineData("runs?limit=abc", HttpStatusCode.BadRequest)]
    [InlineData("runs?cursor=abc", HttpStatusCode.UnprocessableEntity)]
    [InlineData("runs?cursor=1.2", HttpStatusCode.UnprocessableEntity)]
    [InlineData("runs?state=1", HttpStatusCode.UnprocessableEntity)]
    [InlineData("runs?application=%27%3B--", HttpStatusCode.BadRequest)]
    public async Task Query_ThatIsWrong_IsRefused(string path, HttpStatusCode status)
    {
        var answer = await new ApiClient(server.Client).GetAsync(path);
        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.Message.Content.Headers.ContentType?.MediaType));
        Assert.NotEmpty((string)answer.Json["detail"]!);
    }

    [Theory]
    [InlineData("""{ "name": "" }""", HttpStatusCode.UnprocessableEntity, "bad_name /name")]
    [InlineData("""{ "name": "x", "zone": "Mars" }""", HttpStatusCode.UnprocessableEntity, "unknown_zone /zone")]
    [InlineData("""{ "name": 7, "colour": 1 }""", HttpStatusCode.BadRequest, "wrong_type /name 1:11", "unknown_field /colour 1:14")]
    public async Task Project_ThatIsWrong_IsRefusedWithEveryPlace(string body, HttpStatusCode status, params string[] problems)
    {
        var answer = await new ApiClient(server.Client).PostAsync("projects", body);
        Assert.Equal(status, answer.Status);
        Assert.Equal(problems, answer.Problems);
    }

    [Fact]
    public async Task Body_ThatIsTooLarge_IsRefusedWithTheLimit()
    {
        var answer = await new ApiClient(server.Client).PostAsync("projects", $$"""{ "name": "{{new string('x', 4 * 1024 * 1024)}}" }""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Contains("4194304", (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_OfEveryOperation_SaysWhatItDoesTakesAndAnswers()
    {
        var text = await server.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        var document = JsonNode.Parse(text)!;
        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (Name: $"{operation.Key} {path.Key}", Operation: operation.Value!)))
            .Where(o => o.Name.Contains("/api/v1/", StringComparison.Ordinal)).ToList();
        Assert.True(operations.Count > 35, $"{operations.Count} operations");
        foreach (var (name, operation) in operations)
        {
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), $"{name} has no summary");
            var responses = operation["responses"]!.AsObject();
            Assert.True(responses.Any(r => r.Key.StartsWith('2')), $"{name} has no answer of success");
            Assert.True(responses.ContainsKey("401") && responses.ContainsKey("403"), $"{name} does not say that it may be refused");
            if (name.StartsWith("put ", StringComparison.Ordinal))
                Assert.True(operation["requestBody"] is not null, $"{name} takes no body");
        }

        Assert.Equal("string", (string?)document["components"]!["schemas"]!["RunForm"]!["properties"]!["scheduled_at"]!["type"]);
    }
}
