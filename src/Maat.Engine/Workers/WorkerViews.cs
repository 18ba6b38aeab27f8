using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Queues;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Workers;

/// <param name="Running">How many nodes it runs now.</param>
public sealed record WorkerView(WorkerRow Worker, int Running);

/// <summary>Worker processes, living and past.</summary>
public sealed class WorkerViews(IMaatDatabase database)
{
    /// <summary>The latest started first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <exception cref="RefusedException">The actor is no administrator, or the limit or the cursor is wrong.</exception>
    public async Task<Page<WorkerView>> ListAsync(Actor actor, WorkerState? state, PageRequest page, CancellationToken cancellation)
    {
        actor.DemandAdministrator($"see workers");
        long before = page.Numbers(1) is [long id] ? id : long.MaxValue;
        return await database.ReadAsync(
            async (context, token) =>
            {
                List<WorkerView> read = await context.Workers.Where(w => w.Id < before && (state == null || w.State == state))
                    .OrderByDescending(w => w.Id).Take(page.Read)
                    .Select(w => new WorkerView(w, context.Leases.Count(l => l.WorkerId == w.Id)))
                    .ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, v => PageRequest.CursorOf(v.Worker.Id));
            },
            cancellation).ConfigureAwait(false);
    }
}
