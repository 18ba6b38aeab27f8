using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Templates;

/// <summary>The ways in which a template comes into being: blank, from a file, and as a copy. None of them replaces another template unasked.</summary>
public sealed class TemplateCreation(IMaatDatabase database, TemplateEditing templates)
{
    /// <exception cref="RefusedException">The project is not there, the role does not allow it, or the name is wrong or taken.</exception>
    public Task<TemplateDraft> BlankAsync(Actor actor, long projectId, string name, CancellationToken cancellation) =>
        CreateAsync(actor, projectId, new TemplateDocument(name.Trim()), cancellation);

    /// <summary>Makes a template whose draft is another one's, in the same project.</summary>
    /// <exception cref="RefusedException">It is not there, the role does not allow it, or the name is wrong or taken.</exception>
    public async Task<TemplateDraft> CopyAsync(Actor actor, long templateId, string name, CancellationToken cancellation)
    {
        TemplateDraft original = await templates.GetAsync(actor, templateId, cancellation).ConfigureAwait(false);
        return await CreateAsync(actor, original.ProjectId, original.Document with { Name = name.Trim() }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes the text of a file, YAML or JSON, as a template's draft.</summary>
    /// <param name="replace">Whether the draft of a template of the same name is replaced; otherwise that is a conflict.</param>
    /// <exception cref="InvalidInputException">The text cannot be read as a template; each problem has its line and column where there is one.</exception>
    /// <exception cref="RefusedException">The project is not there, the role does not allow it, or the name is taken.</exception>
    public async Task<TemplateDraft> ImportAsync(Actor actor, long projectId, string text, bool replace, CancellationToken cancellation)
    {
        actor.Demand(Right.Edit, projectId, $"project {projectId}");
        TemplateReading reading = TemplateReader.Read(text.AsSpan().TrimStart().StartsWith("{") ? JsonSource.Read(text) : YamlSource.Read(text));
        if (reading.Document is null || reading.HasErrors)
        {
            throw new InvalidInputException($"The text is no template; nothing was imported.", reading.Problems);
        }

        return replace
            ? await templates.ImportAsync(actor, projectId, reading.Document, revision: null, cancellation).ConfigureAwait(false)
            : await CreateAsync(actor, projectId, reading.Document, cancellation).ConfigureAwait(false);
    }

    private async Task<TemplateDraft> CreateAsync(Actor actor, long projectId, TemplateDocument document, CancellationToken cancellation)
    {
        actor.Demand(Right.Edit, projectId, $"project {projectId}");
        string name = document.Name.Trim();
        if (await database.ReadAsync((context, token) => context.Templates.AnyAsync(t => t.ProjectId == projectId && t.Name == name, token), cancellation).ConfigureAwait(false))
        {
            throw new ConflictException($"This project has a template '{name}' already. Choose another name.");
        }

        return await templates.ImportAsync(actor, projectId, document, revision: null, cancellation).ConfigureAwait(false);
    }
}
