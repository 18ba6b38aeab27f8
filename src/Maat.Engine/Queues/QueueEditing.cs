using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Processes;
using Maat.Storage.Projects;
using Maat.Storage.Queues;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Queues;

/// <param name="MaxRunning">How many of its nodes may run at once; null for no limit.</param>
/// <param name="Paused">Nothing of a paused queue is started; what runs goes on.</param>
public sealed record QueueSettings(int? MaxRunning = null, bool Paused = false)
{
    /// <summary>More nodes than any number of workers runs at once; a larger number is a slip.</summary>
    public const int MostRunning = 1_000_000;
}

/// <param name="Running">How many of its nodes run now.</param>
/// <param name="Waiting">How many could start if a slot were free, counted up to <see cref="MostCounted"/>.</param>
/// <param name="Workers">How many living workers serve it: without one nothing of it starts.</param>
/// <param name="Schedulers">How many living schedulers serve it: without one no schedule of its applications fires.</param>
public sealed record QueueView(QueueRow Queue, int Running, int Waiting, int Workers, int Schedulers)
{
    /// <summary>Counting further tells nobody more, and would read a long queue whole.</summary>
    public const int MostCounted = 10_000;
}

/// <summary>The queues of the installation. Everybody sees them, to choose one; an administrator changes them.</summary>
public sealed class QueueEditing(IMaatDatabase database, EngineSignals signals, TimeProvider time)
{
    /// <summary>As <see cref="ProcessRow.Roles"/> has it.</summary>
    private const string SchedulerRole = "scheduler";

    /// <summary>By name.</summary>
    /// <exception cref="InvalidInputException">The limit is wrong.</exception>
    public Task<Page<QueueView>> ListAsync(PageRequest page, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            IQueryable<QueueRow> queues = context.Queues.Where(q => page.Cursor == null || string.Compare(q.Name, page.Cursor) > 0)
                .OrderBy(q => q.Name).Take(page.Read);
            List<QueueView> read = await ViewedAsync(context, queues, token).ConfigureAwait(false);
            return Page.Of(read, page, v => v.Queue.Name);
        },
        cancellation);

    /// <exception cref="NotFoundException">There is none of this name.</exception>
    public Task<QueueView> GetAsync(string name, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) => (await ViewedAsync(context, context.Queues.Where(q => q.Name == name), token).ConfigureAwait(false)).FirstOrDefault()
            ?? throw new NotFoundException($"queue '{name}'"),
        cancellation);

    /// <exception cref="RefusedException">The actor is no administrator, the name or a setting is wrong, or the name is taken.</exception>
    public async Task CreateAsync(Actor actor, string name, QueueSettings settings, CancellationToken cancellation)
    {
        actor.DemandAdministrator($"make queues");
        Check(name, settings);
        await database.EditAsync(
            async (context, token) =>
            {
                if (await context.Queues.AnyAsync(q => q.Name == name, token).ConfigureAwait(false))
                {
                    throw new ConflictException($"There is a queue '{name}' already. Choose another name.");
                }

                context.Queues.Add(new QueueRow { Name = name, MaxRunning = settings.MaxRunning, Paused = settings.Paused });
                context.Audit.Add(Audit(actor, "queue.create", name, settings));
                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    /// <param name="revision">The revision that the change was made on; null to replace whatever is there.</param>
    /// <exception cref="RefusedException">Not there, the actor is no administrator, a setting is wrong, or it was changed in between.</exception>
    public async Task UpdateAsync(Actor actor, string name, int? revision, QueueSettings settings, CancellationToken cancellation)
    {
        Wording changed = $"Somebody else changed the queue while you looked; nothing of yours was saved. Look at it again.";
        actor.DemandAdministrator($"change queues");
        Check(name, settings);
        try
        {
            await database.EditAsync(
                async (context, token) =>
                {
                    QueueRow queue = await context.Queues.FirstOrDefaultAsync(q => q.Name == name, token).ConfigureAwait(false)
                        ?? throw new NotFoundException($"queue '{name}'");
                    if (revision is { } expected && queue.Revision != expected)
                    {
                        throw new ConflictException(changed);
                    }

                    (queue.MaxRunning, queue.Paused) = (settings.MaxRunning, settings.Paused);
                    context.Audit.Add(Audit(actor, "queue.update", name, settings));
                    return true;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new ConflictException(changed);
        }

        // What waited behind a pause or a smaller limit may be claimed now.
        signals.Tell(WakeUp.Ready);
    }

    private static async Task<List<QueueView>> ViewedAsync(MaatContext context, IQueryable<QueueRow> queues, CancellationToken cancellation)
    {
        var read = await queues.Select(q => new { Queue = q, Running = context.Leases.Count(l => l.QueueId == q.Id && l.Kind == LeaseKind.Work) })
            .ToListAsync(cancellation).ConfigureAwait(false);
        List<string> workers = await context.Workers.Where(w => w.State == WorkerState.Alive).Select(w => w.Queues).ToListAsync(cancellation).ConfigureAwait(false);
        List<ProcessRow> processes = await context.Processes.Where(p => p.State == ProcessState.Alive).ToListAsync(cancellation).ConfigureAwait(false);
        string[] schedulers = [.. processes.Where(p => Names(p.Roles).Contains(SchedulerRole, StringComparer.Ordinal)).Select(p => p.Queues)];
        var views = new List<QueueView>(read.Count);
        foreach (var item in read)
        {
            int waiting = await CountWaitingAsync(context, item.Queue.Id, QueueView.MostCounted, cancellation).ConfigureAwait(false);
            views.Add(new QueueView(item.Queue, item.Running, waiting, workers.Count(Serves), schedulers.Count(Serves)));

            bool Serves(string queues) => Names(queues) is not { Length: > 0 } named || named.Contains(item.Queue.Name, StringComparer.Ordinal);
        }

        return views;
    }

    /// <summary>How many nodes of a queue could start if a slot were free, counted up to <paramref name="most"/>.</summary>
    /// <remarks>A query of its own: within another one it would be a cut subquery that refers to the row around it, which MariaDB cannot do.</remarks>
    internal static Task<int> CountWaitingAsync(MaatContext context, long queue, int most, CancellationToken cancellation) =>
        context.Ready.Where(r => r.QueueId == queue).Select(r => r.NodeRunId).Take(most).CountAsync(cancellation);

    private static string[] Names(string array) => JsonSerializer.Deserialize<string[]>(array) ?? [];

    private static void Check(string name, QueueSettings settings)
    {
        var problems = new ProblemList();
        if (!QueueName.IsValid(name))
        {
            problems.Error("bad_name", $"'{name}' cannot be the name of a queue: {QueueName.Rule}.", new ProblemPlace("/name", Field: "name"));
        }

        if (settings.MaxRunning is < 1 or > QueueSettings.MostRunning)
        {
            problems.Error(
                "out_of_range", $"The limit of running nodes is between 1 and {QueueSettings.MostRunning}, or null for none. To start nothing, pause the queue.",
                new ProblemPlace("/max_running", Field: "max_running"));
        }

        if (problems.Count > 0)
        {
            throw new InvalidInputException($"The queue has errors; nothing was saved.", problems);
        }
    }

    private AuditRow Audit(Actor actor, string action, string name, QueueSettings settings) => new()
    {
        At = time.GetUtcNow().UtcDateTime,
        Actor = actor.Name,
        Action = action,
        Subject = $"queue/{name}",
        Detail = $"limit {settings.MaxRunning?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}{(settings.Paused ? ", paused" : "")}",
    };
}
