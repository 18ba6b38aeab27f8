using System.Net;

namespace Maat.Web.Tests.Api;

public sealed class TriggerTests(ApiServer server)
{
    [Fact]
    public async Task IdempotencyKey_FiftyTimesAtOnce_MakesOneRun()
    {
        var project = await server.ProjectAsync();
        long application = await project.ApplyAsync(Documents.Chain("true"), maxActiveRuns: 50);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => project.Api.PostAsync($"applications/{application}/runs", "{}", key: "the same")));
        Assert.Equal(1, answers.Count(a => a.Status == HttpStatusCode.Created));
        Assert.Equal(49, answers.Count(a => a.Status == HttpStatusCode.OK));
        long run = Assert.Single(answers.Select(a => a.Id).Distinct());
        Assert.Equal([run], (await project.Api.GetAsync($"runs?application={application}")).Items.Select(r => (long)r!["id"]!));
        await project.Api.RunAsync(run, "succeeded");
    }

    [Fact]
    public async Task IdempotencyKey_OfAnotherApplication_MakesARunOfItsOwn()
    {
        var project = await server.ProjectAsync();
        long first = await project.ApplyAsync(Documents.Chain("true")), second = await project.ApplyAsync(Documents.Chain("true"));
        var answers = new[]
        {
            await project.Api.PostAsync($"applications/{first}/runs", "{}", key: "k"),
            await project.Api.PostAsync($"applications/{second}/runs", "{}", key: "k"),
        };
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.NotEqual(answers[0].Id, answers[1].Id);
    }

    [Theory]
    [InlineData("""{ "overrides": { "gate": 7 } }""", HttpStatusCode.UnprocessableEntity, "wrong_type /gate")]
    [InlineData("""{ "overrides": { "gaet": "x" } }""", HttpStatusCode.UnprocessableEntity, "unknown_variable /gaet")]
    [InlineData("""{ "overrides": { "gate": 1e400 } }""", HttpStatusCode.BadRequest, "wrong_type /overrides/gate 1:26")]
    [InlineData("""{ "override": {} }""", HttpStatusCode.BadRequest, "unknown_field /override 1:3")]
    [InlineData("""{ "scheduled_at": "2026-01-31T08:00:00" }""", HttpStatusCode.BadRequest, "wrong_type /scheduled_at 1:19")]
    [InlineData("""{ "scheduled_at": 17 }""", HttpStatusCode.BadRequest, "wrong_type /scheduled_at 1:19")]
    [InlineData("""{ "overrides": {}, "overrides": {} }""", HttpStatusCode.BadRequest, "repeated_field /overrides 1:20")]
    [InlineData("{\n  \"overrides\": {\n", HttpStatusCode.BadRequest, "bad_json /overrides 3:1")]
    [InlineData("[]", HttpStatusCode.BadRequest, "wrong_type  1:1")]
    public async Task Trigger_WithAWrongBody_SaysWhereAndMakesNoRun(string body, HttpStatusCode status, string problem)
    {
        var project = await server.ProjectAsync();
        long application = await project.ApplyAsync(Documents.Chain("true"));

        var answer = await project.Api.PostAsync($"applications/{application}/runs", body);
        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.Message.Content.Headers.ContentType?.MediaType));
        Assert.Equal([problem], answer.Problems);
        Assert.Empty((await project.Api.GetAsync($"runs?application={application}")).Items);
    }

    [Fact]
    public async Task Trigger_WithAKeyThatIsNone_IsRefused()
    {
        var project = await server.ProjectAsync();
        long application = await project.ApplyAsync(Documents.Chain("true"));
        var answer = await project.Api.PostAsync($"applications/{application}/runs", "{}", key: new string('k', 129));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "bad_idempotency_key /idempotency_key"), (answer.Status, Assert.Single(answer.Problems)));
    }
}
