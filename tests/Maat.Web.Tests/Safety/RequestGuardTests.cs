using System.Net;
using Maat.Web.Safety;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.TestHost;

namespace Maat.Web.Tests.Safety;

public sealed class RequestGuardTests(MaatServer server) : IClassFixture<MaatServer>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/")]
    [InlineData("/error/500")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/health/live")]
    [InlineData("/css/maat.css")]
    [InlineData("/preferences/language?language=zh")]
    public async Task Headers_OnEveryAnswer_KeepBrowsersSafe(string address)
    {
        var answer = await server.Nobody().GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal([SecurityHeaders.ContentSecurityPolicy], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["DENY"], answer.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public void Policy_ForScripts_TakesFilesOfOursOnly()
    {
        var directives = SecurityHeaders.ContentSecurityPolicy.Split("; ");
        Assert.Contains("script-src 'self'", directives);
        Assert.Contains("frame-ancestors 'none'", directives);
        Assert.Contains("object-src 'none'", directives);
    }

    [Theory]
    [InlineData("https://maat.example.com/health/live", true)]
    [InlineData("https://localhost/health/live", false)]
    [InlineData("http://maat.example.com/health/live", false)]
    public async Task Hsts_OverTlsAwayFromLoopback_IsAsked(string address, bool expected)
    {
        var answer = await server.Nobody().GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:5080", true)]
    [InlineData("127.0.0.1:5080", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("maat.example.com", true)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("maat.example.com.evil.example", false)]
    public async Task Host_NotConfigured_IsRefused(string host, bool expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = host;
        var answer = await server.Nobody().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://localhost:5080", "localhost:5080", true)]
    [InlineData("https://maat.example.com", "maat.example.com", true)]
    [InlineData("https://maat.example.com", "maat.example.com:443", true)]
    [InlineData("http://localhost:3000", "localhost:5080", false)]
    [InlineData("http://localhost", "localhost:5080", false)]
    [InlineData("https://evil.example", "maat.example.com", false)]
    [InlineData("https://maat.example.com.evil.example", "maat.example.com", false)]
    [InlineData("null", "localhost:5080", false)]
    [InlineData("nonsense", "localhost:5080", false)]
    public async Task Origin_OfAnotherSite_IsRefused(string origin, string host, bool expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
        request.Headers.Host = host;
        request.Headers.Add("Origin", origin);
        var answer = await server.Bearer().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected ? HttpStatusCode.Found : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task WebSocket_FromAnotherSite_IsRefused()
    {
        var sockets = server.Server.CreateWebSocketClient();
        sockets.ConfigureRequest = request =>
        {
            request.Headers.Authorization = $"Bearer {server.Token}";
            request.Headers.Origin = "https://evil.example";
        };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => sockets.ConnectAsync(new Uri(server.Server.BaseAddress, "/_blazor"), TestContext.Current.CancellationToken));
        Assert.Contains("403", error.Message, StringComparison.Ordinal);
    }
}
