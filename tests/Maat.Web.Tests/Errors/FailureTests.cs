using System.Net;
using Maat.Web.Errors;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Maat.Web.Tests.Errors;

public sealed class FailureTests(FailureTests.FailingServer failing) : IClassFixture<FailureTests.FailingServer>
{
    private const string Secret = "password=hunter2";

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Page_ThatThrows_SaysSoWithoutTheException(string method)
    {
        var answer = await SendAsync(method, "/anything");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("nothing that was saved is lost", text, StringComparison.Ordinal);
        AssertNothingOfTheException(text);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Api_ThatThrows_AnswersAProblemDocumentWithoutTheException(string method)
    {
        var answer = await SendAsync(method, "/api/v1/anything");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("trace_id", text, StringComparison.Ordinal);
        AssertNothingOfTheException(text);
    }

    [Theory]
    [InlineData("/api", false)]
    [InlineData("/api/", false)]
    [InlineData("/api/v1", true)]
    [InlineData("/apifoo", false)]
    [InlineData("/openapi/v1.json", true)]
    [InlineData("/hubs/runs", true)]
    [InlineData("/runs/1", false)]
    public void Callers_ByAddress_AreProgramsOrPeople(string path, bool expected) => Assert.Equal(expected, Callers.IsProgram(path));

    private Task<HttpResponseMessage> SendAsync(string method, string address) =>
        failing.Server.Bearer().SendAsync(new HttpRequestMessage(new HttpMethod(method), address), TestContext.Current.CancellationToken);

    private static void AssertNothingOfTheException(string text)
    {
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain("FailureTests", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    /// <summary>Throws at every address that nothing else answers.</summary>
    public sealed class FailingServer : IAsyncDisposable
    {
        public MaatServer Server { get; } = new(atTheEnd: app => app.Run(_ => throw new InvalidOperationException(Secret)));

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
