using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Audit;
using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Projects;

/// <param name="Zone">The time zone of manual runs and of new schedules, an IANA name.</param>
public sealed record ProjectDefinition(string Name, string Description = "", string Zone = "UTC")
{
    /// <summary>In characters: what a menu can show.</summary>
    public const int MaxNameLength = 128;
}

/// <summary>The spaces that teams work in.</summary>
public sealed class ProjectEditing(IMaatDatabase database, TimeProvider time)
{
    /// <summary>The projects that exist for this actor, by name.</summary>
    public Task<Page<ProjectRow>> ListAsync(Actor actor, PageRequest page, CancellationToken cancellation) => ListAsync(actor, null, page, cancellation);

    /// <param name="search">Only those whose name holds this, whatever the case of its Latin letters; null for all.</param>
    /// <inheritdoc cref="ListAsync(Actor, PageRequest, CancellationToken)"/>
    public Task<Page<ProjectRow>> ListAsync(Actor actor, string? search, PageRequest page, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) =>
        {
            IQueryable<ProjectRow> projects = context.Projects;
            if (!actor.IsAdministrator)
            {
                long[] own = [.. actor.Roles.Keys];
                projects = projects.Where(p => own.Contains(p.Id));
            }

            if (SearchText.Pattern(search) is { } pattern)
            {
                projects = projects.Where(p => EF.Functions.Like(p.FoldedName, pattern, SearchText.Escape));
            }

            if (page.Cursor is { } after)
            {
                projects = projects.Where(p => string.Compare(p.Name, after) > 0);
            }

            List<ProjectRow> read = await projects.OrderBy(p => p.Name).Take(page.Read).ToListAsync(token).ConfigureAwait(false);
            return Page.Of(read, page, p => p.Name);
        },
        cancellation);

    /// <exception cref="NotFoundException">It does not exist for this actor.</exception>
    public async Task<ProjectRow> GetAsync(Actor actor, long projectId, CancellationToken cancellation)
    {
        Wording what = $"project {projectId}";
        actor.Demand(Right.View, projectId, what);
        return await database.ReadAsync((context, token) => context.Projects.FirstOrDefaultAsync(p => p.Id == projectId, token), cancellation)
            .ConfigureAwait(false) ?? throw new NotFoundException(what);
    }

    /// <exception cref="RefusedException">The actor is no administrator, the definition is wrong, or the name is taken.</exception>
    public async Task<ProjectRow> CreateAsync(Actor actor, ProjectDefinition definition, CancellationToken cancellation)
    {
        actor.DemandAdministrator($"make projects");
        Check(definition);
        return await database.EditAsync(
            async (context, token) =>
            {
                if (await context.Projects.AnyAsync(p => p.Name == definition.Name, token).ConfigureAwait(false))
                {
                    throw new ConflictException($"There is a project '{definition.Name}' already. Choose another name.");
                }

                DateTime now = time.GetUtcNow().UtcDateTime;
                var project = new ProjectRow { Name = definition.Name, Description = definition.Description, Zone = definition.Zone, CreatedAt = now };
                context.Projects.Add(project);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                AuditTrail.Record(context, actor, now, "project.create", project.Id, $"project/{project.Name}");
                return project;
            },
            cancellation).ConfigureAwait(false);
    }

    /// <param name="revision">The revision that the change was made on: with another one nothing is changed.</param>
    /// <exception cref="RefusedException">Not there, not allowed, the definition is wrong, the name is taken, or it was changed in between.</exception>
    public async Task<ProjectRow> UpdateAsync(Actor actor, long projectId, int revision, ProjectDefinition definition, CancellationToken cancellation)
    {
        Wording changed = $"Somebody else changed the project while you looked; nothing of yours was saved. Look at it again.";
        Wording what = $"project {projectId}";
        actor.Demand(Right.Own, projectId, what);
        Check(definition);
        try
        {
            return await database.EditAsync(
                async (context, token) =>
                {
                    ProjectRow project = await context.Projects.FirstOrDefaultAsync(p => p.Id == projectId, token).ConfigureAwait(false)
                        ?? throw new NotFoundException(what);
                    if (project.Revision != revision)
                    {
                        throw new ConflictException(changed);
                    }

                    if (await context.Projects.AnyAsync(p => p.Name == definition.Name && p.Id != projectId, token).ConfigureAwait(false))
                    {
                        throw new ConflictException($"There is a project '{definition.Name}' already. Choose another name.");
                    }

                    (project.Name, project.Description, project.Zone) = (definition.Name, definition.Description, definition.Zone);
                    AuditTrail.Record(context, actor, time.GetUtcNow().UtcDateTime, "project.update", projectId, $"project/{project.Name}");
                    return project;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new ConflictException(changed);
        }
    }

    private static void Check(ProjectDefinition definition)
    {
        var problems = new ProblemList();
        if (string.IsNullOrWhiteSpace(definition.Name) || definition.Name.Trim() != definition.Name
            || definition.Name.Length > ProjectDefinition.MaxNameLength || definition.Name.Any(char.IsControl))
        {
            problems.Error(
                "bad_name", $"A name has 1 to {ProjectDefinition.MaxNameLength} characters, no line breaks, and no spaces at its ends.",
                new ProblemPlace("/name", Field: "name"));
        }

        if (definition.Description.Length > DocumentLimits.DescriptionLength)
        {
            problems.Error(
                "too_large", $"A description has at most {DocumentLimits.DescriptionLength} characters.", new ProblemPlace("/description", Field: "description"));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(definition.Zone, out _))
        {
            problems.Error(
                "unknown_zone", $"There is no time zone '{definition.Zone}'. Use an IANA name, such as Asia/Shanghai.", new ProblemPlace("/zone", Field: "zone"));
        }

        if (problems.Count > 0)
        {
            throw new InvalidInputException($"The project has errors; nothing was saved.", problems);
        }
    }
}
