using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Runs;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Engine.Templates;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>What publishes a draft.</summary>
/// <param name="Revision">The revision of the draft that you have seen: with another one nothing is published.</param>
internal sealed record NewVersion(int Revision, string Comment = "");

/// <summary>A page on which a draft is open.</summary>
/// <param name="Page">Names it among all pages: some letters and digits that the page made up.</param>
internal sealed record OpenPage(string Page, bool Leaving = false);

/// <summary>How a copy is called.</summary>
internal sealed record NewCopy(string Name);

/// <summary>A published version, just made.</summary>
internal sealed record PublishedVersion(long TemplateId, int Version);

/// <summary>What is wrong with a document.</summary>
/// <param name="Valid">Whether it can be published: there are no errors.</param>
internal sealed record ValidationForm(bool Valid, IReadOnlyList<LocatedProblem> Problems);

/// <summary>A question to the outcome simulator.</summary>
/// <param name="Document">A template document, of which nodes and edges matter.</param>
/// <param name="Ends">How nodes end if they run, by key. Those that are not named succeed.</param>
internal sealed record OutcomeQuestion(JsonElement Document, IReadOnlyDictionary<string, SupposedForm>? Ends = null);

/// <summary>How a node ends if it runs.</summary>
/// <param name="State">`succeeded`, `failed` or `skipped`.</param>
/// <param name="Arms">What a branch chooses; by default its first arm, or all of them where it may choose several.</param>
internal sealed record SupposedForm(NodeState State, IReadOnlyList<string>? Arms = null);

/// <summary>How a run would end.</summary>
internal sealed record OutcomeForm(RunState State, IReadOnlyList<NodeOutcomeForm> Nodes);

/// <summary>How a node would end.</summary>
/// <param name="Cause">`ran`, or what kept it from running: its `rule`, a branch that chose an `other_arm`, or a failure `upstream`.</param>
/// <param name="Arms">What a branch that succeeded chose.</param>
/// <param name="OneArm">Whether a branch chooses one arm at most; null for any other node.</param>
internal sealed record NodeOutcomeForm(string Node, NodeState State, SimulatedCause Cause, IReadOnlyList<string>? Arms, bool? OneArm);

/// <summary>A template with its draft.</summary>
/// <param name="LatestVersion">0 before the first publication.</param>
/// <param name="Revision">To be given back when it is published or imported again.</param>
/// <param name="Problems">What is wrong with the draft.</param>
internal sealed record TemplateForm(long Id, long ProjectId, string Name, int LatestVersion, int Revision, IReadOnlyList<LocatedProblem> Problems)
{
    public static TemplateForm Of(TemplateDraft draft) =>
        new(draft.Id, draft.ProjectId, draft.Name, draft.LatestVersion, draft.Revision, LocatedProblem.Of(draft.Problems));
}

/// <summary>An application of a template, and what a version would do to it.</summary>
/// <param name="Version">The version that it uses.</param>
/// <param name="Follows">Whether it is preselected when a version is published.</param>
/// <param name="NextFireAt">When its schedules start its next run.</param>
/// <param name="Breaks">Why it cannot take the version that was asked about; empty when it can.</param>
internal sealed record TemplateUserForm(long Id, string Name, int Version, bool Follows, DateTime? NextFireAt, IReadOnlyList<LocatedProblem> Breaks)
{
    public static TemplateUserForm Of(TemplateUser user) =>
        new(user.Id, user.Name, user.Version, user.Follows, user.NextFireAt, LocatedProblem.Of(user.Breaks));
}

internal static class Templates
{
    public static void MapTemplates(this IEndpointRouteBuilder api)
    {
        var templates = api.MapGroup("").WithTags("Templates");
        templates.MapPost("/projects/{project:long}/templates", ImportAsync)
            .WithSummary("Imports a template document as the draft of the template with its name, and makes the template when there is none")
            .WithDescription("A document that cannot be read or has unknown fields is refused. What else is wrong with it does not prevent drafting: it comes back in `problems`. With `revision` the draft is replaced only if it still has that revision.")
            .Accepts<JsonObject>(DocumentBody.Json, [DocumentBody.Yaml, .. DocumentBody.OtherYaml])
            .MayBeWrong().MayBeMissing().MayConflict();
        templates.MapGet("/projects/{project:long}/templates", ListAsync).WithSummary("Lists the templates of a project, by name").MayBeWrong().MayBeMissing();
        templates.MapPost("/templates/validate", ValidateAsync)
            .WithSummary("Says everything that is wrong with a template document, and keeps nothing of it")
            .Accepts<JsonObject>(DocumentBody.Json, [DocumentBody.Yaml, .. DocumentBody.OtherYaml])
            .MayBeWrong();
        templates.MapPost("/templates/simulate", Simulate)
            .WithSummary("Says how a run would end if nodes ended as supposed; runs nothing")
            .WithDescription("Trigger rules and branches are those of the engine. What is not drawn to the end is left out; a document whose nodes wait for one another is refused.")
            .MayBeWrong();
        templates.MapPost("/templates/convert", ConvertAsync)
            .WithSummary("Writes a template document in its canonical form, as JSON, or as YAML with `format=yaml` or such an Accept, and keeps nothing of it")
            .Accepts<JsonObject>(DocumentBody.Json, [DocumentBody.Yaml, .. DocumentBody.OtherYaml])
            .Produces<JsonObject>(StatusCodes.Status200OK, DocumentBody.Json, DocumentBody.Yaml)
            .MayBeWrong();
        templates.MapGet("/templates/{template:long}", GetAsync).WithSummary("Reads a template and what is wrong with its draft").MayBeMissing();
        templates.MapGet("/templates/{template:long}/document", ExportDraftAsync)
            .WithSummary("Exports the draft as JSON, or as YAML with `format=yaml` or such an Accept")
            .Produces<JsonObject>(StatusCodes.Status200OK, DocumentBody.Json, DocumentBody.Yaml)
            .MayBeWrong().MayBeMissing();
        templates.MapPost("/templates/{template:long}/copy", CopyAsync)
            .WithSummary("Makes a template of the same project whose draft is this one's").MayBeWrong().MayBeMissing().MayConflict();
        templates.MapPut("/templates/{template:long}/document", SaveAsync)
            .WithSummary("Replaces the draft, if it still has the revision that the document was made from")
            .WithDescription("A document that cannot be read or has unknown fields is refused. What else is wrong with it does not prevent drafting: it comes back in `problems`. The document's name becomes the template's.")
            .Accepts<JsonObject>(DocumentBody.Json, [DocumentBody.Yaml, .. DocumentBody.OtherYaml])
            .MayBeWrong().MayBeMissing().MayConflict();
        templates.MapPost("/templates/{template:long}/editors", MeetAsync)
            .WithSummary("Says that somebody has the draft open on a page, and who else has; told again every few seconds, forgotten after a minute or when it says that it is leaving")
            .MayBeWrong().MayBeMissing();
        templates.MapPost("/templates/{template:long}/versions", PublishAsync)
            .WithSummary("Publishes the draft as the next version").MayBeWrong().MayBeMissing().MayConflict();
        templates.MapGet("/templates/{template:long}/versions", VersionsAsync).WithSummary("Lists the published versions, the newest first").MayBeWrong().MayBeMissing();
        templates.MapGet("/templates/{template:long}/applications", UsersAsync)
            .WithSummary($"Lists the applications of a template with the version that each uses, by name, at most {Bulk.Most}")
            .WithDescription("With what taking a `version` would do to each, or taking the draft as it is when none is named: those that it would break say why.")
            .MayBeMissing();
        templates.MapPost("/templates/{template:long}/versions/{version:int}/applications", TakeAsync)
            .WithSummary("Lets applications use a version from their next run on")
            .WithDescription("Says of each whether it was done: one that the version would break stays as it is.")
            .MayBeWrong().MayBeMissing();
        templates.MapGet("/templates/{template:long}/versions/{version:int}/document", ExportVersionAsync)
            .WithSummary("Exports a published version as JSON, or as YAML with `format=yaml` or such an Accept")
            .Produces<JsonObject>(StatusCodes.Status200OK, DocumentBody.Json, DocumentBody.Yaml)
            .MayBeWrong().MayBeMissing();
    }

    private static async Task<Results<Ok<TemplateForm>, Created<TemplateForm>>> ImportAsync(
        long project, int? revision, HttpRequest request, ClaimsPrincipal user, TemplateEditing templates, NodeKindCatalog kinds,
        CancellationToken cancellation)
    {
        var document = await ReadAsync(request, kinds, $"nothing was imported");
        var draft = await templates.ImportAsync(ApiActor.Of(user), project, document, revision, cancellation);
        var form = TemplateForm.Of(draft);
        // Each change raises the revision, so this one was made just now.
        return draft.Revision == 0 ? TypedResults.Created($"{ApiSetup.Root}/templates/{draft.Id}", form) : TypedResults.Ok(form);
    }

    private static async Task<Ok<TemplateForm>> SaveAsync(
        long template, int revision, HttpRequest request, ClaimsPrincipal user, TemplateEditing templates, NodeKindCatalog kinds,
        CancellationToken cancellation)
    {
        var document = await ReadAsync(request, kinds, $"the draft was not changed");
        return TypedResults.Ok(TemplateForm.Of(await templates.SaveDraftAsync(ApiActor.Of(user), template, document, revision, cancellation)));
    }

    private static async Task<ContentHttpResult> ConvertAsync(string? format, HttpRequest request, NodeKindCatalog kinds) =>
        DocumentBody.Write(await ReadAsync(request, kinds, $"nothing was converted"), format, request);

    /// <param name="unchanged">What is told to whoever sent a document that is no template.</param>
    private static async Task<TemplateDocument> ReadAsync(HttpRequest request, NodeKindCatalog kinds, Wording unchanged)
    {
        var source = await DocumentBody.ReadAsync(request);
        if (source.Root is null)
            throw new BadRequestException(StatusCodes.Status400BadRequest, $"The document cannot be read; {unchanged}.", source.Problems);
        var reading = TemplateReader.Read(source);
        return reading.Document is null || reading.HasErrors
            ? throw new InvalidInputException($"The document is no template; {unchanged}.", TemplateValidator.Validate(reading, kinds))
            : reading.Document;
    }

    private static async Task<Ok<PageForm<TemplateSummary>>> ListAsync(
        long project, [AsParameters] PageQuery page, ClaimsPrincipal user, TemplateViews templates, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<TemplateSummary>.Of(await templates.ListAsync(ApiActor.Of(user), project, page.Request, cancellation), t => t));

    private static async Task<Ok<ValidationForm>> ValidateAsync(HttpRequest request, NodeKindCatalog kinds)
    {
        var problems = TemplateValidator.Validate(TemplateReader.Read(await DocumentBody.ReadAsync(request)), kinds);
        return TypedResults.Ok(new ValidationForm(problems.All(p => p.Severity != Severity.Error), LocatedProblem.Of(problems)));
    }

    private static Ok<OutcomeForm> Simulate(Body<OutcomeQuestion> body, NodeKindCatalog kinds)
    {
        var reading = TemplateReader.Read(JsonSource.Read(Encoding.UTF8.GetBytes(body.Value.Document.GetRawText())));
        var ends = (body.Value.Ends ?? new Dictionary<string, SupposedForm>()).ToDictionary(end => end.Key, end => new SupposedEnd(end.Value.State, end.Value.Arms), StringComparer.Ordinal);
        var problems = reading.Document is null ? reading.Problems : TemplateSimulation.Problems(reading.Document, kinds, ends);
        if (reading.Document is not { } document || problems.Count > 0)
            throw new InvalidInputException($"This cannot be simulated.", problems);
        var run = TemplateSimulation.Simulate(document, kinds, ends);
        return TypedResults.Ok(new OutcomeForm(run.State, [.. run.Nodes.Zip(document.Nodes, (outcome, node) => new NodeOutcomeForm(
            node.Key, outcome.State, outcome.Cause, outcome.Arms, TemplateSimulation.ArmsOf(node, kinds)?.Exclusive))]));
    }

    private static async Task<Ok<TemplateForm>> GetAsync(long template, ClaimsPrincipal user, TemplateEditing templates, CancellationToken cancellation) =>
        TypedResults.Ok(TemplateForm.Of(await templates.GetAsync(ApiActor.Of(user), template, cancellation)));

    private static async Task<ContentHttpResult> ExportDraftAsync(
        long template, string? format, HttpRequest request, ClaimsPrincipal user, TemplateEditing templates, CancellationToken cancellation) =>
        DocumentBody.Write((await templates.GetAsync(ApiActor.Of(user), template, cancellation)).Document, format, request);

    private static async Task<Created<TemplateForm>> CopyAsync(
        long template, Body<NewCopy> body, ClaimsPrincipal user, TemplateCreation creation, CancellationToken cancellation)
    {
        var copy = await creation.CopyAsync(ApiActor.Of(user), template, body.Value.Name, cancellation);
        return TypedResults.Created($"{ApiSetup.Root}/templates/{copy.Id}", TemplateForm.Of(copy));
    }

    private static async Task<Created<PublishedVersion>> PublishAsync(
        long template, Body<NewVersion> body, ClaimsPrincipal user, TemplateEditing templates, CancellationToken cancellation)
    {
        int version = await templates.PublishAsync(ApiActor.Of(user), template, body.Value.Revision, body.Value.Comment, cancellation);
        return TypedResults.Created($"{ApiSetup.Root}/templates/{template}/versions/{version}/document", new PublishedVersion(template, version));
    }

    private static async Task<Ok<DraftMeeting>> MeetAsync(
        long template, Body<OpenPage> body, ClaimsPrincipal user, DraftPresence presence, CancellationToken cancellation) =>
        TypedResults.Ok(await presence.MeetAsync(ApiActor.Of(user), template, body.Value.Page, body.Value.Leaving, cancellation));

    private static async Task<Ok<PageForm<TemplateVersionSummary>>> VersionsAsync(
        long template, [AsParameters] PageQuery page, ClaimsPrincipal user, TemplateViews templates, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<TemplateVersionSummary>.Of(await templates.VersionsAsync(ApiActor.Of(user), template, page.Request, cancellation), v => v));

    private static async Task<Ok<IReadOnlyList<TemplateUserForm>>> UsersAsync(
        long template, int? version, ClaimsPrincipal user, VersionTaking taking, CancellationToken cancellation)
    {
        var users = await taking.UsersAsync(ApiActor.Of(user), template, version, cancellation);
        return TypedResults.Ok<IReadOnlyList<TemplateUserForm>>([.. users.Select(TemplateUserForm.Of)]);
    }

    private static async Task<Ok<IReadOnlyList<ManyForm>>> TakeAsync(
        long template, int version, Body<ManyIds> body, ClaimsPrincipal user, VersionTaking taking, CancellationToken cancellation) =>
        TypedResults.Ok(ManyForm.Of(await taking.TakeAsync(ApiActor.Of(user), template, version, body.Value.Ids, cancellation)));

    private static async Task<ContentHttpResult> ExportVersionAsync(
        long template, int version, string? format, HttpRequest request, ClaimsPrincipal user, TemplateEditing templates, CancellationToken cancellation) =>
        DocumentBody.Write(await templates.GetVersionAsync(ApiActor.Of(user), template, version, cancellation), format, request);
}
