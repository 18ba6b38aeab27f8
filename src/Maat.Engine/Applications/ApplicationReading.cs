using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Applications;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Applications;

/// <summary>All that the page of one application shows, save its schedules and runs.</summary>
/// <param name="Template">The version that its next run uses.</param>
/// <param name="Active">How many of its runs are queued, run or are paused.</param>
/// <param name="Queues">The queues of the installation, by name.</param>
public sealed record ApplicationFacts(
    ApplicationRow Application, string ProjectName, string ProjectZone, CompiledTemplate Template, string TemplateName, int LatestVersion,
    string QueueName, int Active, IReadOnlyList<string> Queues)
{
    /// <summary>More is a list of its own, and not a choice.</summary>
    public const int MostQueues = 200;
}

/// <summary>Reads one application for its page.</summary>
public sealed class ApplicationReading(IMaatDatabase database, TemplateCache templates)
{
    /// <summary>
    /// How far back in the project's trail the changes of one application are looked for: some milliseconds. What is older is found in
    /// the project's audit trail.
    /// </summary>
    private const long TrailReach = 20_000;

    /// <exception cref="NotFoundException">It does not exist for this actor.</exception>
    public async Task<ApplicationFacts> GetAsync(Actor actor, long applicationId, CancellationToken cancellation)
    {
        Wording what = $"application {applicationId}";
        var read = await database.ReadAsync(
            async (context, token) =>
            {
                var row = await (
                    from a in context.Applications.Where(a => a.Id == applicationId)
                    join project in context.Projects on a.ProjectId equals project.Id
                    join template in context.Templates on a.TemplateId equals template.Id
                    join queue in context.Queues on a.QueueId equals queue.Id
                    select new { Application = a, Project = project.Name, project.Zone, Template = template.Name, template.LatestVersion, Queue = queue.Name })
                    .FirstOrDefaultAsync(token).ConfigureAwait(false) ?? throw new NotFoundException(what);
                actor.Demand(Right.View, row.Application.ProjectId, what);
                int active = await ActiveRuns.Of(context, applicationId).CountAsync(token).ConfigureAwait(false);
                List<string> queues = await context.Queues.OrderBy(q => q.Name).Take(ApplicationFacts.MostQueues).Select(q => q.Name).ToListAsync(token).ConfigureAwait(false);
                return (Row: row, Active: active, Queues: queues);
            },
            cancellation).ConfigureAwait(false);
        CompiledTemplate compiled = await templates.GetAsync(read.Row.Application.TemplateId, read.Row.Application.Version, cancellation).ConfigureAwait(false);
        return new ApplicationFacts(
            read.Row.Application, read.Row.Project, read.Row.Zone, compiled, read.Row.Template, read.Row.LatestVersion, read.Row.Queue, read.Active, read.Queues);
    }

    /// <summary>A published version of a template of a project, for the form of an application that is to be made from it.</summary>
    /// <exception cref="RefusedException">The project does not exist for this actor, or the version is not there.</exception>
    public async Task<CompiledTemplate> VersionAsync(Actor actor, long projectId, long templateId, int version, CancellationToken cancellation)
    {
        actor.Demand(Right.View, projectId, $"project {projectId}");
        bool there = await database.ReadAsync(
            (context, token) => context.Templates.AnyAsync(t => t.Id == templateId && t.ProjectId == projectId && version >= 1 && version <= t.LatestVersion, token),
            cancellation).ConfigureAwait(false);
        return there
            ? await templates.GetAsync(templateId, version, cancellation).ConfigureAwait(false)
            : throw new NotFoundException($"version {version} of template {templateId}");
    }

    /// <summary>The last changes of the application and of its schedules, the newest first.</summary>
    /// <exception cref="NotFoundException">It does not exist for this actor.</exception>
    public Task<List<AuditRow>> ChangesAsync(Actor actor, long applicationId, int count, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            Wording what = $"application {applicationId}";
            var application = await context.Applications.Where(a => a.Id == applicationId).Select(a => new { a.ProjectId, a.Name })
                .FirstOrDefaultAsync(token).ConfigureAwait(false) ?? throw new NotFoundException(what);
            actor.Demand(Right.View, application.ProjectId, what);
            (string subject, string below) = ($"application/{application.Name}", $"application/{application.Name}/");
            long reach = (await context.Audit.MaxAsync(a => (long?)a.Id, token).ConfigureAwait(false) ?? 0) - TrailReach;
            return await context.Audit
                .Where(a => a.ProjectId == application.ProjectId && a.Id > reach && (a.Subject == subject || a.Subject.StartsWith(below)))
                .OrderByDescending(a => a.Id).Take(count).ToListAsync(token).ConfigureAwait(false);
        },
        cancellation);
}
