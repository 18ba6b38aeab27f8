using System.Text.Json;
using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Templates;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Templates;

/// <summary>What is to be said of a template's draft.</summary>
public enum DraftState
{
    /// <summary>Nothing of it has been published.</summary>
    Unpublished,

    /// <summary>It differs from the newest version.</summary>
    Changed,

    /// <summary>It is the newest version.</summary>
    Published,
}

/// <summary>Which templates of a project to list; what is null does not narrow the list.</summary>
/// <param name="Search">A part of the name.</param>
public sealed record TemplateFilter(string? Search = null, DraftState? Draft = null);

/// <summary>How many applications use a version.</summary>
public sealed record VersionUse(int Version, int Applications);

/// <summary>A template in a list.</summary>
/// <param name="Nodes">How many nodes its draft has.</param>
/// <param name="LatestVersion">0 before the first publication.</param>
/// <param name="Uses">The versions that applications use, the newest first.</param>
public sealed record TemplateOverview(
    long Id, string Name, int Nodes, int LatestVersion, DraftState Draft, DateTime EditedAt, string EditedBy, IReadOnlyList<VersionUse> Uses)
{
    public int Applications => Uses.Sum(use => use.Applications);
}

/// <summary>The templates of a project as people look for them.</summary>
public sealed class TemplateOverviews(IMaatDatabase database)
{
    /// <summary>By name.</summary>
    /// <exception cref="RefusedException">The project does not exist for this actor.</exception>
    public async Task<TurnedPage<TemplateOverview>> ListAsync(
        Actor actor, long projectId, TemplateFilter filter, PageTurn turn, CancellationToken cancellation)
    {
        actor.Demand(Right.View, projectId, $"project {projectId}");
        return await database.ReadAsync(
            async (context, token) =>
            {
                IQueryable<TemplateRow> rows = Ordered(Filtered(context, projectId, filter), turn);
                var read = await rows.Take(turn.Read)
                    .Select(t => new
                    {
                        Row = t,
                        IsPublished = context.TemplateVersions.Any(v => v.TemplateId == t.Id && v.Number == t.LatestVersion && v.Document == t.Draft),
                    })
                    .ToListAsync(token).ConfigureAwait(false);
                long[] ids = [.. read.Select(r => r.Row.Id)];
                var uses = await context.Applications.Where(a => ids.Contains(a.TemplateId)).GroupBy(a => new { a.TemplateId, a.Version })
                    .Select(g => new { g.Key.TemplateId, g.Key.Version, Count = g.Count() }).ToListAsync(token).ConfigureAwait(false);
                ILookup<long, VersionUse> byTemplate = uses.OrderByDescending(u => u.Version).ToLookup(u => u.TemplateId, u => new VersionUse(u.Version, u.Count));
                List<TemplateOverview> items =
                [
                    .. read.Select(r => new TemplateOverview(
                        r.Row.Id, r.Row.Name, CountNodes(r.Row.Draft), r.Row.LatestVersion, State(r.Row, r.IsPublished), r.Row.EditedAt, r.Row.EditedBy,
                        [.. byTemplate[r.Row.Id]])),
                ];
                return TurnedPage.Of(items, turn, t => t.Name);
            },
            cancellation).ConfigureAwait(false);
    }

    private static IQueryable<TemplateRow> Filtered(MaatContext context, long projectId, TemplateFilter filter)
    {
        IQueryable<TemplateRow> rows = context.Templates.Where(t => t.ProjectId == projectId);
        if (SearchText.Pattern(filter.Search) is { } pattern)
        {
            rows = rows.Where(t => EF.Functions.Like(t.FoldedName, pattern, SearchText.Escape));
        }

        return filter.Draft switch
        {
            null => rows,
            DraftState.Unpublished => rows.Where(t => t.LatestVersion == 0),
            DraftState.Changed => rows.Where(t => t.LatestVersion > 0
                && !context.TemplateVersions.Any(v => v.TemplateId == t.Id && v.Number == t.LatestVersion && v.Document == t.Draft)),
            _ => rows.Where(t => context.TemplateVersions.Any(v => v.TemplateId == t.Id && v.Number == t.LatestVersion && v.Document == t.Draft)),
        };
    }

    private static IQueryable<TemplateRow> Ordered(IQueryable<TemplateRow> rows, PageTurn turn)
    {
        string? cursor = turn.Cursor;
        return turn.IsBackward
            ? rows.Where(t => cursor == null || string.Compare(t.Name, cursor) < 0).OrderByDescending(t => t.Name)
            : rows.Where(t => cursor == null || string.Compare(t.Name, cursor) > 0).OrderBy(t => t.Name);
    }

    private static DraftState State(TemplateRow row, bool isPublished) =>
        row.LatestVersion == 0 ? DraftState.Unpublished : isPublished ? DraftState.Published : DraftState.Changed;

    private static int CountNodes(string draft)
    {
        using var document = JsonDocument.Parse(draft);
        return document.RootElement.TryGetProperty("nodes", out JsonElement nodes) && nodes.ValueKind == JsonValueKind.Array ? nodes.GetArrayLength() : 0;
    }
}
