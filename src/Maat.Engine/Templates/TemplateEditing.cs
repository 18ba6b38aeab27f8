using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Projects;
using Maat.Storage.Templates;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Templates;

/// <summary>A template as people edit it.</summary>
/// <param name="Revision">To be given back with the next change: somebody else's change in between is a conflict.</param>
public sealed record TemplateDraft(long Id, long ProjectId, string Name, TemplateDocument Document, int LatestVersion, int Revision, IReadOnlyList<Problem> Problems);

/// <summary>Drafts and versions of templates.</summary>
public sealed class TemplateEditing(IMaatDatabase database, NodeKindCatalog kinds, TimeProvider time)
{
    public const int MaxCommentLength = 4_000;

    /// <summary>One person's saves within this time are one entry of the audit trail: the designer saves every few seconds.</summary>
    private static readonly TimeSpan OneSitting = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Takes a document as the draft of the template with its name, and makes the template when there is none. The draft may have errors:
    /// they come back with it. Only an error in its name is refused, because the name says which template it is.
    /// </summary>
    /// <param name="revision">The revision of the draft that the document was made from; null to replace whatever is there, or to make it.</param>
    /// <exception cref="RefusedException">The project is not there, the role does not allow it, or the draft changed in between.</exception>
    public async Task<TemplateDraft> ImportAsync(
        Actor actor, long projectId, TemplateDocument document, int? revision, CancellationToken cancellation)
    {
        actor.Demand(Right.Edit, projectId, $"project {projectId}");
        IReadOnlyList<Problem> problems = TemplateValidator.Validate(document, kinds);
        if (problems.Any(p => p.Severity == Severity.Error && p.Place.Path == "/name"))
        {
            throw new InvalidInputException($"The document has no usable name and was not imported; nothing changed.", problems);
        }

        try
        {
            return await database.EditAsync(
                (context, token) => ImportAsync(context, actor, projectId, document, revision, problems, token), cancellation).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new ConflictException($"Not imported: somebody else changed '{document.Name}' at the same time. Import it again.");
        }
    }

    private async Task<TemplateDraft> ImportAsync(
        MaatContext context, Actor actor, long projectId, TemplateDocument document, int? revision, IReadOnlyList<Problem> problems, CancellationToken token)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        string name = NameOf(document);
        if (!await context.Projects.AnyAsync(p => p.Id == projectId, token).ConfigureAwait(false))
        {
            throw new NotFoundException($"project {projectId}");
        }

        TemplateRow? template = await context.Templates
            .FirstOrDefaultAsync(t => t.ProjectId == projectId && t.Name == name, token).ConfigureAwait(false);
        if (revision is { } expected && template?.Revision != expected)
        {
            throw template is null ? new ConflictException($"Not imported: there is no '{document.Name}' any more. Leave the revision out to make it anew.") : Changed(template);
        }

        if (template is null)
        {
            template = new TemplateRow
            {
                ProjectId = projectId,
                Name = name,
                Draft = "",
                CreatedAt = now,
                EditedBy = actor.Name,
            };
            context.Templates.Add(template);
        }

        template.Draft = TemplateWriter.ToJson(document);
        template.EditedAt = now;
        template.EditedBy = actor.Name;
        context.Audit.Add(Audit(now, actor, "template.import", template));
        await context.SaveChangesAsync(token).ConfigureAwait(false);
        return Draft(template, document, problems);
    }

    /// <summary>
    /// Replaces a template's draft. The document may have errors: they come back with it. Its name becomes the template's, so it alone must
    /// be usable.
    /// </summary>
    /// <param name="revision">The revision of the draft that the document was made from.</param>
    /// <exception cref="InvalidInputException">The name cannot be a template's.</exception>
    /// <exception cref="RefusedException">The template is not there, the role does not allow it, the name is taken, or the draft changed in between.</exception>
    public async Task<TemplateDraft> SaveDraftAsync(
        Actor actor, long templateId, TemplateDocument document, int revision, CancellationToken cancellation)
    {
        IReadOnlyList<Problem> problems = TemplateValidator.Validate(document, kinds);
        Problem[] ofName = [.. problems.Where(p => p.Severity == Severity.Error && p.Place.Path == "/name")];
        if (ofName.Length > 0)
        {
            throw new InvalidInputException($"The template needs a usable name; the draft was not changed.", ofName);
        }

        string draft = TemplateWriter.ToJson(document);
        string name = NameOf(document);
        try
        {
            return await database.EditAsync(
                async (context, token) =>
                {
                    TemplateRow template = await FindAsync(context, actor, templateId, Right.Edit, token).ConfigureAwait(false);
                    DemandRevision(template, revision);
                    if (template.Name != name
                        && await context.Templates.AnyAsync(t => t.ProjectId == template.ProjectId && t.Name == name, token).ConfigureAwait(false))
                    {
                        throw new ConflictException($"There is another template named '{name}' in this project. Choose another name.");
                    }

                    DateTime now = time.GetUtcNow().UtcDateTime;
                    if (template.EditedBy != actor.Name || now - template.EditedAt > OneSitting || template.Name != name)
                    {
                        context.Audit.Add(Audit(now, actor, "template.edit", template));
                    }

                    template.Name = name;
                    template.Draft = draft;
                    template.EditedAt = now;
                    template.EditedBy = actor.Name;
                    await context.SaveChangesAsync(token).ConfigureAwait(false);
                    return Draft(template, document, problems);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new ConflictException($"Not saved: somebody else changed the draft at the same time. Look at the change, then choose.");
        }
    }

    /// <summary>Makes version N+1 of the draft.</summary>
    /// <exception cref="InvalidInputException">The draft has errors.</exception>
    /// <exception cref="RefusedException">The template is not there, the role does not allow it, or the draft changed.</exception>
    public async Task<int> PublishAsync(Actor actor, long templateId, int revision, string comment, CancellationToken cancellation)
    {
        if (comment.Length > MaxCommentLength)
        {
            throw new InvalidInputException(
                $"A comment has at most {MaxCommentLength} characters.",
                [new Problem(Severity.Error, "too_long", $"Shorten the comment.", new ProblemPlace("/comment"))]);
        }

        // Before anything is locked: a large document takes a while.
        string published = await database.ReadAsync(
            async (context, token) =>
            {
                TemplateRow template = await FindAsync(context, actor, templateId, Right.Edit, token).ConfigureAwait(false);
                DemandRevision(template, revision);
                TemplateDocument document = Read(template);
                Problem[] errors = [.. TemplateValidator.Validate(document, kinds).Where(p => p.Severity == Severity.Error)];
                return errors.Length == 0 ? TemplateWriter.ToJson(document) : throw new InvalidInputException($"The draft has errors and was not published; nothing changed.", errors);
            },
            cancellation).ConfigureAwait(false);
        try
        {
            return await database.EditAsync(
                async (context, token) =>
                {
                    TemplateRow template = await FindAsync(context, actor, templateId, Right.Edit, token).ConfigureAwait(false);
                    DemandRevision(template, revision);
                    template.LatestVersion++;
                    DateTime now = time.GetUtcNow().UtcDateTime;
                    context.TemplateVersions.Add(new TemplateVersionRow
                    {
                        TemplateId = templateId,
                        Number = template.LatestVersion,
                        Document = published,
                        Comment = comment,
                        PublishedAt = now,
                        PublishedBy = actor.Name,
                    });
                    context.Audit.Add(Audit(now, actor, "template.publish", template));
                    return template.LatestVersion;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new ConflictException($"Not published: somebody else changed the draft while you looked. Look at it again.");
        }
    }

    /// <exception cref="RefusedException">The template is not there, or not for this actor to see.</exception>
    public Task<TemplateDraft> GetAsync(Actor actor, long templateId, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            TemplateRow template = await FindAsync(context, actor, templateId, Right.View, token).ConfigureAwait(false);
            TemplateDocument document = Read(template);
            return Draft(template, document, TemplateValidator.Validate(document, kinds));
        },
        cancellation);

    /// <summary>A published version's document.</summary>
    /// <exception cref="RefusedException">The template or the version is not there, or not for this actor to see.</exception>
    public Task<TemplateDocument> GetVersionAsync(Actor actor, long templateId, int version, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            await FindAsync(context, actor, templateId, Right.View, token).ConfigureAwait(false);
            string document = await context.TemplateVersions.Where(v => v.TemplateId == templateId && v.Number == version)
                .Select(v => v.Document).FirstOrDefaultAsync(token).ConfigureAwait(false)
                ?? throw new NotFoundException($"version {version} of template {templateId}");
            return TemplateReader.Read(JsonSource.Read(document)).Document!;
        },
        cancellation);

    private static async Task<TemplateRow> FindAsync(MaatContext context, Actor actor, long templateId, Right right, CancellationToken cancellation)
    {
        TemplateRow? template = await context.Templates.FirstOrDefaultAsync(t => t.Id == templateId, cancellation).ConfigureAwait(false);
        Wording what = $"template {templateId}";
        actor.Demand(right, template?.ProjectId ?? throw new NotFoundException(what), what);
        return template;
    }

    private static TemplateDocument Read(TemplateRow template) => TemplateReader.Read(JsonSource.Read(template.Draft)).Document
        ?? throw new InvalidOperationException($"The stored draft of template {template.Id} cannot be read.");

    private static TemplateDraft Draft(TemplateRow template, TemplateDocument document, IReadOnlyList<Problem> problems) =>
        new(template.Id, template.ProjectId, template.Name, document, template.LatestVersion, template.Revision, problems);

    private static void DemandRevision(TemplateRow template, int revision)
    {
        if (template.Revision != revision)
        {
            throw Changed(template);
        }
    }

    private static ConflictException Changed(TemplateRow template) =>
        new($"'{template.Name}' was changed by {template.EditedBy} since you opened it. Look at the change, then try again.") { Revision = template.Revision };

    /// <summary>Without spaces at its ends, which some databases do not tell from a name without.</summary>
    private static string NameOf(TemplateDocument document) => document.Name.Trim();

    private static AuditRow Audit(DateTime now, Actor actor, string action, TemplateRow template) => new()
    {
        At = now,
        Actor = actor.Name,
        Action = action,
        ProjectId = template.ProjectId,
        Subject = $"template/{template.Name}",
    };
}
