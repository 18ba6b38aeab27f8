using Maat.Domain.Projects;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Templates;

/// <summary>A template in a list: without its document.</summary>
public sealed record TemplateSummary(
    long Id, long ProjectId, string Name, int LatestVersion, DateTime CreatedAt, DateTime EditedAt, string EditedBy, int Revision);

/// <summary>A published version in a list: without its document.</summary>
public sealed record TemplateVersionSummary(int Number, string Comment, DateTime PublishedAt, string PublishedBy);

/// <summary>Lists of templates and of their versions.</summary>
public sealed class TemplateViews(IMaatDatabase database)
{
    /// <summary>By name.</summary>
    /// <exception cref="RefusedException">The project does not exist for this actor.</exception>
    public async Task<Page<TemplateSummary>> ListAsync(Actor actor, long projectId, PageRequest page, CancellationToken cancellation)
    {
        actor.Demand(Right.View, projectId, $"project {projectId}");
        return await database.ReadAsync(
            async (context, token) =>
            {
                if (!await context.Projects.AnyAsync(p => p.Id == projectId, token).ConfigureAwait(false))
                {
                    throw new NotFoundException($"project {projectId}");
                }

                List<TemplateSummary> read = await context.Templates
                    .Where(t => t.ProjectId == projectId && (page.Cursor == null || string.Compare(t.Name, page.Cursor) > 0))
                    .OrderBy(t => t.Name)
                    .Take(page.Read)
                    .Select(t => new TemplateSummary(t.Id, t.ProjectId, t.Name, t.LatestVersion, t.CreatedAt, t.EditedAt, t.EditedBy, t.Revision))
                    .ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, t => t.Name);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>The newest first.</summary>
    /// <exception cref="RefusedException">The template does not exist for this actor.</exception>
    public Task<Page<TemplateVersionSummary>> VersionsAsync(Actor actor, long templateId, PageRequest page, CancellationToken cancellation) =>
        database.ReadAsync(
            async (context, token) =>
            {
                Wording what = $"template {templateId}";
                long? project = await context.Templates.Where(t => t.Id == templateId).Select(t => (long?)t.ProjectId)
                    .FirstOrDefaultAsync(token).ConfigureAwait(false);
                actor.Demand(Right.View, project ?? throw new NotFoundException(what), what);
                long before = page.Numbers(1) is [long number] ? number : long.MaxValue;
                List<TemplateVersionSummary> read = await context.TemplateVersions
                    .Where(v => v.TemplateId == templateId && v.Number < before)
                    .OrderByDescending(v => v.Number)
                    .Take(page.Read)
                    .Select(v => new TemplateVersionSummary(v.Number, v.Comment, v.PublishedAt, v.PublishedBy))
                    .ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, v => PageRequest.CursorOf(v.Number));
            },
            cancellation);
}
