using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Templates;
using Maat.Storage;
using Maat.Storage.Applications;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Applications;

/// <summary>An application of a template, and what another version would do to it.</summary>
/// <param name="Version">The version that it uses.</param>
/// <param name="Follows">Whether it is preselected when a version is published.</param>
/// <param name="NextFireAt">When its schedules start its next run, UTC; null when none does.</param>
/// <param name="Breaks">Why it cannot take the other version; empty when it can.</param>
public sealed record TemplateUser(long Id, string Name, int Version, bool Follows, DateTime? NextFireAt, IReadOnlyList<Problem> Breaks);

/// <summary>
/// Moves applications to another version of their template: to a new one when it is published, to an old one when it is rolled back. One
/// that the version would break stays as it is.
/// </summary>
public sealed class VersionTaking(IMaatDatabase database, TemplateEditing templates, ApplicationEditing applications)
{
    /// <summary>
    /// The applications of a template by name, at most <see cref="Bulk.Most"/>: as many as are moved at once. Each with what a version would do
    /// to it.
    /// </summary>
    /// <param name="version">The version; null for the draft.</param>
    /// <exception cref="NotFoundException">The template or the version does not exist for this actor.</exception>
    public async Task<IReadOnlyList<TemplateUser>> UsersAsync(Actor actor, long templateId, int? version, CancellationToken cancellation)
    {
        TemplateDocument document = version is { } number
            ? await templates.GetVersionAsync(actor, templateId, number, cancellation).ConfigureAwait(false)
            : (await templates.GetAsync(actor, templateId, cancellation).ConfigureAwait(false)).Document;
        IReadOnlyList<Problem> missing = await applications.UnknownQueuesAsync(document, cancellation).ConfigureAwait(false);
        return await database.ReadAsync(
            async (context, token) =>
            {
                var rows = await context.Applications.Where(a => a.TemplateId == templateId).OrderBy(a => a.Name).Take(Bulk.Most)
                    .Select(a => new
                    {
                        a.Id,
                        a.Name,
                        a.Version,
                        a.Follows,
                        a.Values,
                        NextFireAt = context.Schedules.Where(s => s.ApplicationId == a.Id && s.Enabled).Min(s => s.NextFireAt),
                    }).ToListAsync(token).ConfigureAwait(false);
                return (IReadOnlyList<TemplateUser>)[.. rows.Select(row => new TemplateUser(
                    row.Id, row.Name, row.Version, row.Follows, row.NextFireAt,
                    [.. ApplicationEditing.WrongValues(document, ((ObjectValue)Value.ParseJson(row.Values)).Members), .. missing]))];
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Lets applications of a template use one of its versions, each if its values and queues fit.</summary>
    /// <exception cref="RefusedException">The template does not exist for this actor, the role does not allow it, or there are too many.</exception>
    public async Task<IReadOnlyList<BulkOutcome>> TakeAsync(
        Actor actor, long templateId, int version, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        await database.ReadAsync(
            async (context, token) => await DemandAsync(context, actor, templateId, Right.Edit, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return await Bulk.EachAsync(ids, async id =>
        {
            await TakeAsync(actor, templateId, version, id, cancellation).ConfigureAwait(false);
            return null;
        }).ConfigureAwait(false);
    }

    /// <summary>Answers with the template's project.</summary>
    private static async Task<long> DemandAsync(MaatContext context, Actor actor, long templateId, Right right, CancellationToken cancellation)
    {
        Wording what = $"template {templateId}";
        long project = await context.Templates.Where(t => t.Id == templateId).Select(t => (long?)t.ProjectId).FirstOrDefaultAsync(cancellation).ConfigureAwait(false)
            ?? throw new NotFoundException(what);
        actor.Demand(right, project, what);
        return project;
    }

    private async Task TakeAsync(Actor actor, long templateId, int version, long applicationId, CancellationToken cancellation)
    {
        var found = await database.ReadAsync(
            (context, token) => (
                from application in context.Applications
                where application.Id == applicationId && application.TemplateId == templateId
                join queue in context.Queues on application.QueueId equals queue.Id
                select new { Row = application, Queue = queue.Name }).FirstOrDefaultAsync(token),
            cancellation).ConfigureAwait(false);
        ApplicationRow row = found?.Row ?? throw new NotFoundException($"application {applicationId}");
        if (row.Version == version)
        {
            return;
        }

        var definition = new ApplicationDefinition(
            row.Name, templateId, ((ObjectValue)Value.ParseJson(row.Values)).Members, version, found.Queue, row.MaxActiveRuns,
            row.Description, JsonSerializer.Deserialize<string[]>(row.Tags), row.Follows);
        await applications.UpdateAsync(actor, applicationId, row.Revision, definition, cancellation).ConfigureAwait(false);
    }
}
