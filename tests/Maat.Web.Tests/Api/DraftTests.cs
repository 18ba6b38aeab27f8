using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Maat.Domain.Projects;
using Maat.Engine.People;
using Maat.Engine.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.Api;

/// <summary>What the designer asks: saving a draft on the revision it was made from, and who else is there.</summary>
public sealed class DraftTests(ApiServer server)
{
    private const string Blank = """{ "apiVersion": "maat/v1", "kind": "Template", "name": "Drafted" }""";

    private static string Described(string text) => $$"""{ "apiVersion": "maat/v1", "kind": "Template", "name": "Drafted", "description": "{{text}}" }""";

    [Fact]
    public async Task Save_OnTheRevisionThatIsThere_RaisesIt()
    {
        (ApiClient api, Answer made) = await MakeAsync();
        int revision = (int)made.Json["revision"]!;
        var saved = await api.PutAsync($"templates/{made.Id}/document?revision={revision}", Described("mine"));
        Assert.Equal((HttpStatusCode.OK, revision + 1), (saved.Status, (int)saved.Json["revision"]!));
        Assert.Equal("mine", (string?)(await api.GetAsync($"templates/{made.Id}/document")).Json["description"]);
    }

    [Fact]
    public async Task Save_OnAnOlderRevision_IsAConflictThatSaysTheNewOneAndWhoMadeIt()
    {
        (ApiClient api, Answer made) = await MakeAsync();
        int revision = (int)made.Json["revision"]!;
        await api.PutAsync($"templates/{made.Id}/document?revision={revision}", Described("theirs"));
        var refused = await api.PutAsync($"templates/{made.Id}/document?revision={revision}", Described("mine"));
        Assert.Equal((HttpStatusCode.Conflict, revision + 1), (refused.Status, (int)refused.Json["revision"]!));
        Assert.Contains("was changed by token", (string?)refused.Json["detail"], StringComparison.Ordinal);
        Assert.Equal("theirs", (string?)(await api.GetAsync($"templates/{made.Id}/document")).Json["description"]);
        Assert.Equal(HttpStatusCode.OK, (await api.PutAsync($"templates/{made.Id}/document?revision={revision + 1}", Described("mine"))).Status);
    }

    [Fact]
    public async Task Save_UnderANameThatIsTaken_IsAConflictOfNoRevision()
    {
        (ApiClient api, Answer made) = await MakeAsync();
        await api.PostAsync($"projects/{made.Json["project_id"]}/templates", Blank.Replace("Drafted", "Taken", StringComparison.Ordinal));
        var refused = await api.PutAsync($"templates/{made.Id}/document?revision={made.Json["revision"]}", Blank.Replace("Drafted", "Taken", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Null(refused.Json["revision"]);
    }

    [Theory]
    [InlineData("{ \"name\": ", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "apiVersion": "maat/v1", "kind": "Template", "name": "Drafted", "colour": "red" }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "apiVersion": "maat/v1", "kind": "Template", "name": "" }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "apiVersion": "maat/v1", "kind": "Template", "name": "Drafted", "nodes": 7 }""", HttpStatusCode.UnprocessableEntity)]
    public async Task Save_OfWhatIsNoTemplate_IsRefusedAndChangesNothing(string body, HttpStatusCode status)
    {
        (ApiClient api, Answer made) = await MakeAsync();
        var refused = await api.PutAsync($"templates/{made.Id}/document?revision={made.Json["revision"]}", body);
        Assert.Equal(status, refused.Status);
        Assert.NotEmpty(refused.Json["problems"]!.AsArray());
        Assert.Equal((int)made.Json["revision"]!, (int)(await api.GetAsync($"templates/{made.Id}")).Json["revision"]!);
    }

    [Fact]
    public async Task Save_OfMoreThanTheLimit_IsRefusedWithIt()
    {
        (ApiClient api, Answer made) = await MakeAsync();
        var refused = await api.PutAsync($"templates/{made.Id}/document?revision={made.Json["revision"]}", new string(' ', (16 * 1024 * 1024) + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        Assert.Contains("16777216", (string?)refused.Json["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?revision=")]
    [InlineData("?revision=new")]
    public async Task Save_WithoutARevision_IsRefused(string query)
    {
        (ApiClient api, Answer made) = await MakeAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PutAsync($"templates/{made.Id}/document{query}", Described("mine"))).Status);
    }

    [Theory]
    [InlineData(Role.Viewer, HttpStatusCode.Forbidden)]
    [InlineData(Role.Operator, HttpStatusCode.Forbidden)]
    [InlineData(Role.Editor, HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.NotFound)]
    public async Task Save_NeedsTheRightToEdit(Role? role, HttpStatusCode status)
    {
        (ApiClient _, Answer made) = await MakeAsync();
        (ApiClient member, string _) = await MemberAsync((long)made.Json["project_id"]!, role);
        string address = $"templates/{made.Id}/document?revision={made.Json["revision"]}";
        Assert.Equal(status, (await member.PutAsync(address, Described("mine"))).Status);
        HttpStatusCode seen = role is null ? HttpStatusCode.NotFound : HttpStatusCode.OK;
        Assert.Equal(seen, (await member.PostAsync($"templates/{made.Id}/editors", """{ "page": "p" }""")).Status);
    }

    [Fact]
    public async Task Editors_OfOneDraft_SeeEachOtherAndItsRevision()
    {
        (ApiClient api, Answer made) = await MakeAsync();
        (ApiClient member, string name) = await MemberAsync((long)made.Json["project_id"]!, Role.Viewer);
        Assert.Empty(await OthersAsync(api, made.Id, "one"));
        Assert.Equal(["token"], await OthersAsync(member, made.Id, "two"));
        Assert.Equal([name], await OthersAsync(api, made.Id, "one"));
        Assert.Equal([name, "token"], (await OthersAsync(api, made.Id, "three")).Order());
        (ApiClient _, Answer other) = await MakeAsync();
        Assert.Empty(await OthersAsync(api, other.Id, "one"));

        await api.PutAsync($"templates/{made.Id}/document?revision={made.Json["revision"]}", Described("mine"));
        var met = await member.PostAsync($"templates/{made.Id}/editors", """{ "page": "two" }""");
        Assert.Equal(((int)made.Json["revision"]! + 1, "token"), ((int)met.Json["revision"]!, (string?)met.Json["edited_by"]));
    }

    [Theory]
    [InlineData("""{ "page": "" }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("[", HttpStatusCode.BadRequest)]
    public async Task Editor_OnAPageWithoutAName_IsRefused(string body, HttpStatusCode status)
    {
        (ApiClient api, Answer made) = await MakeAsync();
        Assert.Equal(status, (await api.PostAsync($"templates/{made.Id}/editors", body)).Status);
    }

    private async Task<(ApiClient Api, Answer Made)> MakeAsync()
    {
        var project = await server.ProjectAsync();
        return (project.Api, await project.Api.PostAsync($"projects/{project.Id}/templates", Blank));
    }

    private static async Task<string[]> OthersAsync(ApiClient api, long template, string page) =>
        [.. (await api.PostAsync($"templates/{template}/editors", $$"""{ "page": "{{page}}" }""")).Json["others"]!.AsArray().Select(name => (string)name!)];

    /// <summary>A program of a person with a role in the project; null for somebody of another project.</summary>
    private async Task<(ApiClient Api, string Name)> MemberAsync(long project, Role? role)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Actor system = Actor.System;
        string name = $"member {Guid.CreateVersion7():n}";
        PasswordLink link = await server.Services.GetRequiredService<PeopleEditing>().CreateAsync(system, name, administrator: false, cancellation);
        long own = role is null ? (await server.ProjectAsync()).Id : project;
        await server.Services.GetRequiredService<MemberEditing>().AddAsync(system, own, name, Role.Owner, cancellation);
        var person = new Actor(name, false, new Dictionary<long, Role> { [own] = Role.Owner }) { PersonId = link.PersonId };
        NewToken token = await server.Services.GetRequiredService<TokenEditing>().CreateAsync(person, new TokenDefinition("t", own, role ?? Role.Owner, 1), cancellation);
        HttpClient client = server.Nobody();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        return (new ApiClient(client), $"{name} (t)");
    }
}
