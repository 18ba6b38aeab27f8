using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Applications;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Applications;

/// <summary>An application together with the names of what it refers to.</summary>
public sealed record ApplicationView(ApplicationRow Application, string TemplateName, string QueueName);

/// <summary>Applications as screens and programs read them.</summary>
public sealed class ApplicationViews(IMaatDatabase database)
{
    /// <summary>By name.</summary>
    /// <exception cref="RefusedException">The project does not exist for this actor.</exception>
    public async Task<Page<ApplicationView>> ListAsync(Actor actor, long projectId, PageRequest page, CancellationToken cancellation)
    {
        actor.Demand(Right.View, projectId, $"project {projectId}");
        return await database.ReadAsync(
            async (context, token) =>
            {
                if (!await context.Projects.AnyAsync(p => p.Id == projectId, token).ConfigureAwait(false))
                {
                    throw new NotFoundException($"project {projectId}");
                }

                IQueryable<ApplicationRow> applications = context.Applications
                    .Where(a => a.ProjectId == projectId && (page.Cursor == null || string.Compare(a.Name, page.Cursor) > 0))
                    .OrderBy(a => a.Name)
                    .Take(page.Read);
                List<ApplicationView> read = await Named(context, applications).ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, v => v.Application.Name);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <exception cref="NotFoundException">It does not exist for this actor.</exception>
    public Task<ApplicationView> GetAsync(Actor actor, long applicationId, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            Wording what = $"application {applicationId}";
            ApplicationView? view = await Named(context, context.Applications.Where(a => a.Id == applicationId)).FirstOrDefaultAsync(token).ConfigureAwait(false);
            actor.Demand(Right.View, view?.Application.ProjectId ?? throw new NotFoundException(what), what);
            return view;
        },
        cancellation);

    private static IQueryable<ApplicationView> Named(MaatContext context, IQueryable<ApplicationRow> applications) =>
        from application in applications
        join template in context.Templates on application.TemplateId equals template.Id
        join queue in context.Queues on application.QueueId equals queue.Id
        orderby application.Name
        select new ApplicationView(application, template.Name, queue.Name);
}
