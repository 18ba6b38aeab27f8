using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Maat.Web.Tests.Api;

/// <summary>Programs read English; the designer asks in the language of its page.</summary>
public sealed class ProblemLanguageTests(ApiServer server)
{
    [Theory]
    [InlineData(null, "There is no project 999999999.")]
    [InlineData("en", "There is no project 999999999.")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "没有项目 999999999。")]
    public async Task Refusal_OfARequest_IsInTheLanguageThatItAsksFor(string? language, string detail)
    {
        JsonNode problem = await AskAsync(HttpMethod.Get, "projects/999999999", null, language, HttpStatusCode.NotFound);
        Assert.Equal(detail, problem["detail"]!.ToString());
    }

    [Theory]
    [InlineData(null, "there is no kind of nodes 'bsh'; did you mean 'bash'?")]
    [InlineData("zh", "没有“bsh”类型的节点；是否想写“bash”？")]
    public async Task Problem_OfADocument_IsInTheLanguageOfTheRequest_WithTheSameCode(string? language, string message)
    {
        string document = Documents.Chain("true").Replace("kind: bash", "kind: bsh", StringComparison.Ordinal);
        JsonNode problems = await AskAsync(HttpMethod.Post, "templates/validate", document, language, HttpStatusCode.OK);
        JsonNode problem = problems["problems"]!.AsArray().First(p => p!["code"]!.ToString() == "unknown_kind")!;
        Assert.Equal(message, problem["message"]!.ToString());
    }

    [Theory]
    [InlineData(null, "There is nothing at /api/v1/nowhere. The addresses are described at /api.")]
    [InlineData("zh", "/api/v1/nowhere 处没有内容。各地址的说明见 /api。")]
    public async Task Status_ThatNobodyExplained_IsToldInTheLanguageOfTheRequest(string? language, string detail)
    {
        JsonNode problem = await AskAsync(HttpMethod.Get, "nowhere", null, language, HttpStatusCode.NotFound);
        Assert.Equal(detail, problem["detail"]!.ToString());
    }

    private async Task<JsonNode> AskAsync(HttpMethod method, string address, string? yaml, string? language, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{address}");
        if (language is not null)
            request.Headers.AcceptLanguage.ParseAdd(language);
        if (yaml is not null)
            request.Content = new StringContent(yaml, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using HttpResponseMessage answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}
