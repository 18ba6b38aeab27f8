using System.Text.Json;
using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Processes;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Registry;

/// <summary>A process of the installation.</summary>
/// <param name="Roles">What it does, by the names of <c>Maat:Roles</c>.</param>
/// <param name="Queues">What its scheduler and its worker serve; empty for every queue.</param>
/// <param name="Slots">How many nodes its worker runs at once; null when it has no worker.</param>
/// <param name="Running">How many it runs now.</param>
public sealed record ProcessView(ProcessRow Process, IReadOnlyList<string> Roles, IReadOnlyList<string> Queues, int? Slots, int Running);

/// <summary>The processes of the installation, for administrators.</summary>
public sealed class ProcessViews(IMaatDatabase database, TimeProvider time)
{
    /// <summary>How long those that have ended are shown: who looks for what happened last night finds it.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Those that live and those that ended in the last day, the latest started first.</summary>
    /// <exception cref="RefusedException">The actor is no administrator, or the limit or the cursor is wrong.</exception>
    public async Task<Page<ProcessView>> ListAsync(Actor actor, PageRequest page, CancellationToken cancellation)
    {
        actor.DemandAdministrator($"see processes");
        long before = page.Numbers(1) is [long id] ? id : long.MaxValue;
        DateTime since = time.GetUtcNow().UtcDateTime - Remembered;
        return await database.ReadAsync(
            async (context, token) =>
            {
                List<ProcessRow> rows = await context.Processes
                    .Where(p => p.Id < before && (p.State == ProcessState.Alive || p.State == ProcessState.Draining || p.EndedAt > since))
                    .OrderByDescending(p => p.Id).Take(page.Read).ToListAsync(token).ConfigureAwait(false);
                // A worker has a row of its own at each registration; its process has only one that lives.
                List<string> names = [.. rows.Select(p => p.Name).Distinct()];
                var workers = await context.Workers.Where(w => w.State != WorkerState.Dead && names.Contains(w.Name))
                    .Select(w => new { w.Name, w.Slots, Running = context.Leases.Count(l => l.WorkerId == w.Id && l.Kind == LeaseKind.Work) })
                    .ToListAsync(token).ConfigureAwait(false);
                return Page.Of([.. rows.Select(Viewed)], page, v => PageRequest.CursorOf(v.Process.Id));

                ProcessView Viewed(ProcessRow row)
                {
                    bool lives = row.State is ProcessState.Alive or ProcessState.Draining;
                    var worker = lives ? workers.FirstOrDefault(w => w.Name == row.Name) : null;
                    return new ProcessView(row, Read(row.Roles), Read(row.Queues), worker?.Slots, worker?.Running ?? 0);
                }
            },
            cancellation).ConfigureAwait(false);
    }

    private static string[] Read(string names) => JsonSerializer.Deserialize<string[]>(names) ?? [];
}
