using System.Net;
using System.Net.Http.Headers;
using Maat.Domain.Projects;
using Maat.Engine.People;
using Maat.Engine.Projects;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.Metrics;

/// <summary>Who may read metrics, and that they tell of what happens.</summary>
public sealed class MetricsEndpointTests : IAsyncLifetime
{
    private const string Reader = "reads-metrics-and-nothing-else";

    private readonly MaatServer server = new();
    private readonly WebApplicationFactory<Program> withToken;

    public MetricsEndpointTests() => withToken = server.WithWebHostBuilder(builder => builder.UseSetting("Maat:Metrics:Token", Reader));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await withToken.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer " + Reader + "x")]
    [InlineData("Bearer ")]
    [InlineData(Reader)]
    [InlineData("Basic " + Reader)]
    public async Task Metrics_WithoutTheToken_AreRefused(string? authorization)
    {
        using HttpResponseMessage answer = await AskAsync("/metrics", authorization);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("maat_", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfMetrics_ReadsThemAndNothingElse()
    {
        using HttpResponseMessage answer = await AskAsync("/metrics", "Bearer " + Reader);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        using HttpResponseMessage elsewhere = await AskAsync("/api/v1/queues/", "Bearer " + Reader);
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Metrics_ForAPersonWhoIsNoAdministrator_AreForbidden()
    {
        IServiceProvider services = withToken.Services;
        SignedIn ada = await services.GetRequiredService<SigningIn>().SetUpAsync(MaatServer.AdministratorName, MaatServer.Password, Cancellation);
        Actor administrator = (await services.GetRequiredService<Identities>().OfPersonAsync(ada.PersonId, ada.Stamp, Cancellation))!;
        long project = (await services.GetRequiredService<ProjectEditing>().CreateAsync(administrator, new ProjectDefinition("one", ""), Cancellation)).Id;
        NewToken owner = await services.GetRequiredService<TokenEditing>().CreateAsync(administrator, new TokenDefinition("ci", project, Role.Owner, 1), Cancellation);
        using HttpResponseMessage answer = await AskAsync("/metrics", "Bearer " + owner.Token);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Run_ThatEnds_IsSeenInTheMetrics()
    {
        using HttpClient api = withToken.CreateClient();
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(server.Data, "token"), Cancellation)).Trim());
        using HttpResponseMessage triggered = await api.PostAsync(
            new Uri("/api/v1/applications/1/runs", UriKind.Relative), new StringContent("{}", new MediaTypeHeaderValue("application/json")), Cancellation);
        Assert.Equal(HttpStatusCode.Created, triggered.StatusCode);
        string told = await Eventually.BecomesAsync(
            async () => await (await AskAsync("/metrics", "Bearer " + Reader)).Content.ReadAsStringAsync(Cancellation),
            text => text.Contains("maat_attempts_total{outcome=\"succeeded\"}", StringComparison.Ordinal),
            _ => false,
            "an attempt is counted");
        Assert.Contains("maat_commit_nodes_count ", told, StringComparison.Ordinal);
        Assert.Contains("maat_queue_ready{queue=\"default\"} ", told, StringComparison.Ordinal);
        Assert.Contains("maat_worker_slots 16\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_WithoutTheWebRole_AnswersProbesAndTellsOfItselfButNotOfQueues()
    {
        await using WebApplicationFactory<Program> worker = withToken.WithWebHostBuilder(builder => builder.UseSetting("Maat:Roles:0", "Worker"));
        foreach (string probe in new[] { "/health/live", "/health/ready" })
        {
            using HttpResponseMessage answer = await AskAsync(probe, null, worker);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using HttpResponseMessage refused = await AskAsync("/metrics", null, worker);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using HttpResponseMessage metrics = await AskAsync("/metrics", "Bearer " + Reader, worker);
        string told = await metrics.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("maat_worker_slots 16\n", told, StringComparison.Ordinal);
        Assert.DoesNotContain("maat_queue_", told, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(server.Data, "token")), "A process that serves no programs makes no token.");
    }

    private async Task<HttpResponseMessage> AskAsync(string address, string? authorization, WebApplicationFactory<Program>? asked = null)
    {
        using HttpClient client = (asked ?? withToken).CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await client.SendAsync(request, Cancellation);
    }
}
