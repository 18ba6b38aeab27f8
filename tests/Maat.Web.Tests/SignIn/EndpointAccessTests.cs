using System.Net;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.SignIn;

/// <summary>Who may reach what: every route stands in one table, and a route without a row fails.</summary>
public sealed class EndpointAccessTests(MaatServer server) : IClassFixture<MaatServer>
{
    private const string Anyone = "anyone";
    private const string Token = "whoever has the token";

    /// <summary>Pattern, access, and an address that it matches when the pattern is not one.</summary>
    private static readonly (string Pattern, string Access, string? Example)[] Table =
    [
        ("/", Token, null),
        ("/api", Token, null),
        // What is sent there counts only when it is said with the installation's keys: PeerTests.
        ("/peers/wake", Anyone, null),
        ("/api/v1/projects/", Token, null),
        ("/api/v1/projects/{project:long}", Token, "/api/v1/projects/999999"),
        ("/api/v1/people/", Token, null),
        ("/api/v1/people/{person:long}", Token, "/api/v1/people/999999"),
        ("/api/v1/people/{person:long}/reset-password", Token, "/api/v1/people/999999/reset-password"),
        ("/api/v1/tokens/", Token, null),
        ("/api/v1/tokens/{token:long}", Token, "/api/v1/tokens/999999"),
        ("/api/v1/audit", Token, null),
        ("/api/v1/projects/{project:long}/members/", Token, "/api/v1/projects/999999/members"),
        ("/api/v1/projects/{project:long}/members/{person:long}", Token, "/api/v1/projects/999999/members/1"),
        ("/api/v1/projects/{project:long}/tokens", Token, "/api/v1/projects/999999/tokens"),
        ("/api/v1/projects/{project:long}/audit", Token, "/api/v1/projects/999999/audit"),
        ("/api/v1/projects/{project:long}/templates", Token, "/api/v1/projects/999999/templates"),
        ("/api/v1/projects/{project:long}/applications", Token, "/api/v1/projects/999999/applications"),
        ("/api/v1/templates/validate", Token, null),
        ("/api/v1/templates/simulate", Token, null),
        ("/api/v1/templates/{template:long}", Token, "/api/v1/templates/999999"),
        ("/api/v1/templates/{template:long}/document", Token, "/api/v1/templates/999999/document"),
        ("/api/v1/templates/{template:long}/editors", Token, "/api/v1/templates/999999/editors"),
        ("/api/v1/templates/{template:long}/versions", Token, "/api/v1/templates/999999/versions"),
        ("/api/v1/templates/{template:long}/versions/{version:int}/document", Token, "/api/v1/templates/999999/versions/1/document"),
        ("/api/v1/templates/{template:long}/versions/{version:int}/applications", Token, "/api/v1/templates/999999/versions/1/applications"),
        ("/api/v1/templates/{template:long}/applications", Token, "/api/v1/templates/999999/applications"),
        ("/api/v1/node-kinds", Token, null),
        ("/api/v1/applications/{application:long}", Token, "/api/v1/applications/999999"),
        ("/api/v1/applications/{application:long}/pause", Token, "/api/v1/applications/999999/pause"),
        ("/api/v1/applications/{application:long}/enable", Token, "/api/v1/applications/999999/enable"),
        ("/api/v1/applications/{application:long}/runs", Token, "/api/v1/applications/999999/runs"),
        ("/api/v1/applications/{application:long}/schedules/", Token, "/api/v1/applications/999999/schedules"),
        ("/api/v1/applications/{application:long}/schedules/{schedule:long}", Token, "/api/v1/applications/999999/schedules/1"),
        ("/api/v1/applications/{application:long}/schedules/{schedule:long}/enable", Token, "/api/v1/applications/999999/schedules/1/enable"),
        ("/api/v1/applications/{application:long}/schedules/{schedule:long}/pause", Token, "/api/v1/applications/999999/schedules/1/pause"),
        ("/api/v1/applications/{application:long}/schedules/{schedule:long}/firings", Token, "/api/v1/applications/999999/schedules/1/firings"),
        ("/api/v1/runs/", Token, null),
        ("/api/v1/runs/{run:long}", Token, "/api/v1/runs/999999"),
        ("/api/v1/runs/{run:long}/events", Token, "/api/v1/runs/999999/events"),
        ("/api/v1/runs/{run:long}/resets", Token, "/api/v1/runs/999999/resets"),
        ("/api/v1/runs/{run:long}/pause", Token, "/api/v1/runs/999999/pause"),
        ("/api/v1/runs/{run:long}/resume", Token, "/api/v1/runs/999999/resume"),
        ("/api/v1/runs/{run:long}/cancel", Token, "/api/v1/runs/999999/cancel"),
        ("/api/v1/runs/{run:long}/retry-failed", Token, "/api/v1/runs/999999/retry-failed"),
        ("/api/v1/runs/{run:long}/repeat", Token, "/api/v1/runs/999999/repeat"),
        ("/api/v1/runs/{run:long}/retry-from", Token, "/api/v1/runs/999999/retry-from"),
        ("/api/v1/runs/{run:long}/nodes/", Token, "/api/v1/runs/999999/nodes"),
        ("/api/v1/runs/{run:long}/nodes/{node}", Token, "/api/v1/runs/999999/nodes/n"),
        ("/api/v1/runs/{run:long}/nodes/{node}/attempts", Token, "/api/v1/runs/999999/nodes/n/attempts"),
        ("/api/v1/runs/{run:long}/nodes/{node}/expressions", Token, "/api/v1/runs/999999/nodes/n/expressions"),
        ("/api/v1/runs/{run:long}/nodes/{node}/log", Token, "/api/v1/runs/999999/nodes/n/log"),
        ("/api/v1/runs/{run:long}/nodes/{node}/mark", Token, "/api/v1/runs/999999/nodes/n/mark"),
        ("/api/v1/queues/", Token, null),
        ("/api/v1/queues/{queue}", Token, "/api/v1/queues/nowhere"),
        ("/api/v1/workers", Token, null),
        ("/api/v1/processes", Token, null),
        ("/openapi/{documentName}.json", Token, "/openapi/v1.json"),
        ("/runs/{Id:long}", Token, "/runs/1"),
        ("/hubs/run", Token, null),
        ("/hubs/run/negotiate", Token, null),
        ("/sign-out", Token, null),
        ("/_blazor", Token, null),
        ("/_blazor/negotiate", Token, null),
        ("/_blazor/disconnect/", Token, null),
        ("/_blazor/initializers/", Token, null),
        ("/_framework/opaque-redirect", Token, null),
        ("/api/v1/home", Token, null),
        ("/api/v1/templates/convert", Token, null),
        ("/api/v1/templates/{template:long}/copy", Token, "/api/v1/templates/999999/copy"),
        ("/api/v1/applications/trigger", Token, null),
        ("/api/v1/applications/{application:long}/schedules/preview", Token, "/api/v1/applications/999999/schedules/preview"),
        ("/api/v1/runs/{run:long}/outputs", Token, "/api/v1/runs/999999/outputs"),
        ("/api/v1/runs/retry-failed", Token, null),
        ("/api/v1/runs/cancel", Token, null),
        ("/runs", Token, null),
        ("/projects/{ProjectId:long}/runs", Token, "/projects/1/runs"),
        ("/projects/{ProjectId:long}/templates", Token, "/projects/1/templates"),
        ("/projects/{project:long}/templates/{template:long}/file", Token, "/projects/1/templates/1/file"),
        ("/projects/{ProjectId:long}/applications", Token, "/projects/1/applications"),
        ("/templates/{Id:long}", Token, "/templates/1"),
        ("/templates/{Id:long}/versions/{Version:int}", Token, "/templates/1/versions/1"),
        ("/applications/{Id:long}", Token, "/applications/1"),
        ("/people", Token, null),
        ("/account", Token, null),
        ("/account/password", Token, null),
        ("/projects", Token, null),
        ("/queues", Token, null),
        ("/projects/{ProjectId:long}", Token, "/projects/1"),
        ("/sign-in", Anyone, null),
        ("/set-up", Anyone, null),
        ("/set-password", Anyone, null),
        ("/preferences/language", Anyone, null),
        ("/preferences/project", Token, "/preferences/project?project=1"),
        ("/error/{Status:int}", Anyone, "/error/404"),
        ("/not-found", Anyone, null),
        ("/health/live", Anyone, null),
        ("/health/ready", Anyone, null),
    ];

    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var (pattern, access, example) in Table)
        {
            foreach (var method in access == Anyone ? ["GET"] : new[] { "GET", "POST", "PUT", "DELETE" })
                rows.Add(method, example ?? pattern, access);
        }

        return rows;
    }

    [Fact]
    public void Table_EveryEndpoint_HasOneRow()
    {
        _ = server.Server;
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !IsStaticAsset(endpoint))
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Distinct().ToList();
        List<string> rows = [.. Table.Select(row => row.Pattern)];
        Assert.True(!routes.Except(rows).Any(), $"Without a row: {string.Join("  ", routes.Except(rows))}");
        Assert.True(!rows.Except(routes).Any(), $"Without an endpoint: {string.Join("  ", rows.Except(routes))}");
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Nobody_AtEachEndpoint_IsLetInOnlyWhereAnyoneIs(string method, string address, string access)
    {
        var answer = await SendAsync(server.Nobody(), method, address);
        Assert.Equal(access == Token, IsRefused(answer));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Token_AtEachEndpoint_IsLetIn(string method, string address, string access)
    {
        Assert.Contains(access, new[] { Token, Anyone });
        var answer = await SendAsync(server.Bearer(), method, address);
        Assert.True(!IsRefused(answer) || address == "/sign-out", $"{answer.StatusCode} {answer.Headers.Location}");
    }

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/api/v1/anything")]
    [InlineData("/hubs/anything")]
    [InlineData("/_blazor")]
    public async Task Nobody_AtAProgramsAddress_GetsAProblemDocumentAndNoRedirect(string address)
    {
        var answer = await SendAsync(server.Nobody(), "GET", address);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Nobody_AtAPage_IsSentToSignInAndBack()
    {
        var answer = await SendAsync(server.Nobody(), "GET", "/runs/7?tab=log");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/sign-in?returnUrl=%2Fruns%2F7%3Ftab%3Dlog", answer.Headers.Location?.PathAndQuery);
    }

    [Theory]
    [InlineData("Bearer maat_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer ")]
    [InlineData("Bearer")]
    [InlineData("Basic bWFhdDptYWF0")]
    public async Task WrongCredentials_AtAPage_AreRefusedWithoutARedirect(string authorization)
    {
        var client = server.Nobody();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        var answer = await SendAsync(client, "GET", "/");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task StaticAssets_ForNobody_AreServed()
    {
        var answer = await SendAsync(server.Nobody(), "GET", "/css/maat.css");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string address) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), address), TestContext.Current.CancellationToken);

    private static bool IsRefused(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Unauthorized
        || (answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location!.OriginalString.Contains("/sign-in", StringComparison.Ordinal));

    /// <summary>A file of wwwroot.</summary>
    private static bool IsStaticAsset(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;
}
