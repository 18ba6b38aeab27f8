using System.Net.Http.Headers;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.People;
using Maat.Engine.Projects;
using Maat.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.Lists;

/// <summary>Nobody is offered what would be refused.</summary>
public sealed class OfferedActionsTests(ApiServer server)
{
    private const string Failing = """
        apiVersion: maat/v1
        kind: Template
        name: Failing
        nodes:
          - { key: only, kind: bash, with: { script: exit 3 } }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Viewer, false, false)]
    [InlineData(Role.Operator, true, false)]
    [InlineData(Role.Editor, true, true)]
    public async Task Pages_ForARole_OfferWhatItAllows(Role role, bool operates, bool edits)
    {
        ApiProject project = await server.ProjectAsync();
        long application = await project.ApplyAsync(Failing);
        long run = await project.TriggerAsync(application);
        await project.Api.RunAsync(run, "failed");
        HttpClient browser = await MemberAsync(project.Id, role);

        string home = await browser.GetStringAsync("/", Cancellation);
        Assert.Equal(operates, home.Contains($"/projects/{project.Id}/applications\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-play\"", StringComparison.Ordinal));
        Assert.Equal(edits, home.Contains($"/projects/{project.Id}/templates?new=true", StringComparison.Ordinal));
        Assert.Equal(operates, home.Contains($"aria-label=\"Retry run #{run}\"", StringComparison.Ordinal));

        string runs = await browser.GetStringAsync("/runs", Cancellation);
        Assert.Contains($"data-run-id=\"{run}\"", runs, StringComparison.Ordinal);
        Assert.Equal(operates, runs.Contains("type=\"checkbox\"", StringComparison.Ordinal));

        string applications = await browser.GetStringAsync($"/projects/{project.Id}/applications", Cancellation);
        Assert.Contains($"data-application-id=\"{application}\"", applications, StringComparison.Ordinal);
        Assert.Equal(operates, applications.Contains("type=\"checkbox\"", StringComparison.Ordinal));
        Assert.Equal(operates, applications.Contains("#i-play\"", StringComparison.Ordinal));
    }

    /// <summary>A refusal that says all by itself has nothing before it that would contradict it.</summary>
    [Fact]
    public async Task People_ForAMember_SaysWhoMaySeeThemAndNoMore()
    {
        ApiProject project = await server.ProjectAsync();
        string page = await (await MemberAsync(project.Id, Role.Owner)).GetStringAsync("/people", Cancellation);
        Assert.Contains("</strong>  Only an administrator may see people.", page, StringComparison.Ordinal);
    }

    /// <summary>Somebody with a role in a project and none elsewhere, by a token that its owner made.</summary>
    private async Task<HttpClient> MemberAsync(long project, Role role)
    {
        string name = $"owner of {project}";
        PasswordLink owner = await server.Services.GetRequiredService<PeopleEditing>().CreateAsync(Actor.System, name, administrator: false, Cancellation);
        await server.Services.GetRequiredService<MemberEditing>().AddAsync(Actor.System, project, name, Role.Owner, Cancellation);
        var actor = new Actor(name, false, new Dictionary<long, Role> { [project] = Role.Owner }) { PersonId = owner.PersonId };
        NewToken token = await server.Services.GetRequiredService<TokenEditing>().CreateAsync(actor, new TokenDefinition("browser", project, role, 1), Cancellation);
        HttpClient browser = server.Nobody();
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        return browser;
    }
}
