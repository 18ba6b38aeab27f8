using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Audit;

/// <param name="Actor">Only what this one did, by the exact name; null for everybody.</param>
/// <param name="Action">Only this kind of action, such as <c>run.cancel</c>; null for all.</param>
public sealed record AuditFilter(string? Actor = null, string? Action = null);

/// <summary>Who did what: a project's trail for its owners, the installation's for administrators.</summary>
public sealed class AuditTrail(IMaatDatabase database)
{
    /// <summary>The latest first.</summary>
    /// <param name="projectId">Only what was done in this project; null for the whole installation.</param>
    /// <exception cref="RefusedException">The project does not exist for this actor, or the actor has not the right.</exception>
    public async Task<Page<AuditRow>> ListAsync(Actor actor, long? projectId, AuditFilter filter, PageRequest page, CancellationToken cancellation)
    {
        if (projectId is { } id)
        {
            actor.Demand(Right.Own, id, $"project {id}");
        }
        else
        {
            actor.DemandAdministrator($"see what was done in the whole installation");
        }

        long before = page.Numbers(1) is [long last] ? last : long.MaxValue;
        return await database.ReadAsync(
            async (context, token) =>
            {
                IQueryable<AuditRow> rows = context.Audit.Where(a => a.Id < before);
                if (projectId is not null)
                {
                    rows = rows.Where(a => a.ProjectId == projectId);
                }

                if (filter.Actor is { } name)
                {
                    rows = rows.Where(a => a.Actor == name);
                }

                if (filter.Action is { } action)
                {
                    rows = rows.Where(a => a.Action == action);
                }

                List<AuditRow> read = await rows.OrderByDescending(a => a.Id).Take(page.Read).ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, a => PageRequest.CursorOf(a.Id));
            },
            cancellation).ConfigureAwait(false);
    }

    internal static void Record(MaatContext context, Actor actor, DateTime at, string action, long? projectId, string subject, string detail = "") =>
        context.Audit.Add(new AuditRow { At = at, Actor = actor.Name, Action = action, ProjectId = projectId, Subject = subject, Detail = detail });
}
