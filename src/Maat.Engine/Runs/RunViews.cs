using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>Which runs to list; what is null does not narrow the list.</summary>
/// <param name="TriggeredBy">The name of who or what made the run.</param>
/// <param name="From">Made at this time or later, UTC.</param>
/// <param name="To">Made before this time, UTC.</param>
public sealed record RunFilter(
    long? ProjectId = null,
    long? ApplicationId = null,
    RunState? State = null,
    RunKind? Kind = null,
    string? TriggeredBy = null,
    DateTime? From = null,
    DateTime? To = null);

/// <summary>A run in a list.</summary>
/// <param name="Open">How many of its nodes have not ended.</param>
public sealed record RunView(
    RunFacts Facts, string ApplicationName, RunState State, int Open, int Round, bool CancelRequested, DateTime? StartedAt, DateTime? EndedAt);

/// <summary>A run by itself.</summary>
/// <param name="Values">The value of every variable with which it was made; of a secret, its name.</param>
/// <param name="Nodes">How many nodes are in which state; empty while the run is queued.</param>
public sealed record RunDetail(RunView Run, ObjectValue Values, IReadOnlyDictionary<NodeState, int> Nodes);

/// <summary>Runs as screens and programs read them.</summary>
public sealed class RunViews(IMaatDatabase database)
{
    /// <summary>The newest first. Of what does not exist for this actor there are no runs.</summary>
    /// <exception cref="InvalidInputException">The limit or the cursor is wrong.</exception>
    public Task<Page<RunView>> ListAsync(Actor actor, RunFilter filter, PageRequest page, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            long? from = page.Numbers(1) is [long number] ? number : null;
            List<long> ids = await RunSearch.FindAsync(context, actor, filter, from, backward: false, page.Read, token).ConfigureAwait(false);
            return Page.Of(await ReadAsync(context, ids, token).ConfigureAwait(false), page, v => PageRequest.CursorOf(v.Facts.Id));
        },
        cancellation);

    /// <summary>The same list, to be leafed through in both directions.</summary>
    /// <exception cref="InvalidInputException">The limit or a cursor is wrong.</exception>
    public Task<TurnedPage<RunView>> LeafAsync(Actor actor, RunFilter filter, PageTurn turn, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            List<long> ids = await RunSearch.FindAsync(context, actor, filter, turn.Number, turn.IsBackward, turn.Read, token).ConfigureAwait(false);
            return TurnedPage.Of(await ReadAsync(context, ids, token).ConfigureAwait(false), turn, v => PageRequest.CursorOf(v.Facts.Id));
        },
        cancellation);

    /// <summary>Runs by their ids, those that exist for this actor, in the order of the ids given: what rows that are shown have become.</summary>
    public Task<List<RunView>> ReadAsync(Actor actor, IReadOnlyCollection<long> ids, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            List<RunView> read = await ReadAsync(context, [.. ids], token).ConfigureAwait(false);
            read.RemoveAll(run => !actor.Sees(run.Facts.ProjectId));
            return read;
        },
        cancellation);

    /// <exception cref="NotFoundException">It does not exist for this actor.</exception>
    public Task<RunDetail> GetAsync(Actor actor, long runId, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            RunView run = await FindAsync(context, actor, runId, token).ConfigureAwait(false);
            string values = await context.Runs.Where(r => r.Id == runId).Select(r => r.Values).FirstAsync(token).ConfigureAwait(false);
            (long first, long end) = NodeRuns(runId);
            var counts = await context.NodeRuns.Where(n => n.Id >= first && n.Id < end)
                .GroupBy(n => n.State).Select(g => new { State = g.Key, Count = g.Count() })
                .ToListAsync(token).ConfigureAwait(false);
            return new RunDetail(run, (ObjectValue)Value.ParseJson(values), counts.ToDictionary(c => c.State, c => c.Count));
        },
        cancellation);

    /// <exception cref="NotFoundException">It does not exist for this actor.</exception>
    internal static async Task<RunView> FindAsync(MaatContext context, Actor actor, long runId, CancellationToken cancellation)
    {
        Wording what = $"run {runId}";
        RunView run = await Viewed(context, context.Runs.Where(r => r.Id == runId)).FirstOrDefaultAsync(cancellation).ConfigureAwait(false)
            ?? throw new NotFoundException(what);
        actor.Demand(Right.View, run.Facts.ProjectId, what);
        return run;
    }

    /// <summary>The ids of a run's nodes: from the first up to, but not with, the end.</summary>
    internal static (long First, long End) NodeRuns(long runId) => (NodeRunId.Of(runId, 0), NodeRunId.Of(runId + 1, 0));

    private static async Task<List<RunView>> ReadAsync(MaatContext context, List<long> ids, CancellationToken cancellation)
    {
        List<RunView> read = ids.Count == 0 ? [] : await Viewed(context, context.Runs.Where(r => ids.Contains(r.Id))).ToListAsync(cancellation).ConfigureAwait(false);
        Dictionary<long, RunView> byId = read.ToDictionary(run => run.Facts.Id);
        return [.. ids.Where(byId.ContainsKey).Select(id => byId[id])];
    }

    /// <summary>The newest first, without the values, which may be large.</summary>
    private static IQueryable<RunView> Viewed(MaatContext context, IQueryable<RunRow> runs) =>
        from run in runs
        join application in context.Applications on run.ApplicationId equals application.Id into applications
        from application in applications.DefaultIfEmpty()
        orderby run.Id descending
        select new RunView(
            new RunFacts(
                run.Id, run.ProjectId, run.ApplicationId, run.TemplateId, run.Version, run.Kind, run.ScheduledAt, run.Zone, run.QueueId,
                run.TriggeredBy, run.CreatedAt),
            application == null ? "" : application.Name, run.State, run.Open, run.Round, run.CancelRequested, run.StartedAt, run.EndedAt);
}
