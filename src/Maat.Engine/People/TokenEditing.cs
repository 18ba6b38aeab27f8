using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Audit;
using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.People;

/// <param name="ProjectId">The one project in which it acts; null for all and everything, which only an administrator may give.</param>
/// <param name="Role">What it may do in its project.</param>
/// <param name="Days">For how long it works.</param>
public sealed record TokenDefinition(string Name, long? ProjectId, Role Role, int Days)
{
    /// <summary>In characters: it stands beside its maker's name wherever something is done with it.</summary>
    public const int MaxNameLength = 64;

    /// <summary>A year: a token that outlives its reason is found when it ends.</summary>
    public const int MaxDays = 366;
}

/// <summary>A token, without what lets in.</summary>
/// <param name="ProjectName">Null for one that acts everywhere.</param>
public sealed record TokenView(
    long Id, string Name, long PersonId, string PersonName, long? ProjectId, string? ProjectName, Role Role, DateTime CreatedAt, DateTime ExpiresAt, DateTime? LastUsedAt);

/// <summary>A token that was made. It cannot be shown again.</summary>
public sealed record NewToken(long Id, string Token, DateTime ExpiresAt);

/// <summary>The tokens of programs: of a project for its owners, of all for administrators, one's own for everybody.</summary>
public sealed class TokenEditing(IMaatDatabase database, Identities identities, TimeProvider time)
{
    /// <summary>So that scanners for leaked secrets, and people, see what it is.</summary>
    internal const string Prefix = "maat_";

    /// <summary>One's own, and for administrators the installation's, the latest first.</summary>
    /// <exception cref="RefusedException">The cursor or the limit is wrong.</exception>
    public Task<Page<TokenView>> ListOwnAsync(Actor actor, PageRequest page, CancellationToken cancellation) =>
        ListAsync(
            tokens => actor.IsAdministrator
                ? tokens.Where(t => t.PersonId == actor.PersonId || t.PersonId == ApiTokenRow.OfTheInstallation)
                : tokens.Where(t => t.PersonId == actor.PersonId),
            page, cancellation);

    /// <summary>Everybody's in a project, the latest first.</summary>
    /// <exception cref="RefusedException">The project does not exist for this actor, or the actor does not own it.</exception>
    public Task<Page<TokenView>> ListAsync(Actor actor, long projectId, PageRequest page, CancellationToken cancellation)
    {
        actor.Demand(Right.Own, projectId, $"project {projectId}");
        return ListAsync(tokens => tokens.Where(t => t.ProjectId == projectId), page, cancellation);
    }

    /// <exception cref="RefusedException">Not allowed, the definition is wrong, or the actor is no person.</exception>
    public async Task<NewToken> CreateAsync(Actor actor, TokenDefinition definition, CancellationToken cancellation)
    {
        if (definition.ProjectId is { } project)
        {
            actor.Demand(Right.Own, project, $"project {project}");
        }
        else
        {
            actor.DemandAdministrator($"make a token for all projects");
        }

        if (actor.PersonId is not { } person)
        {
            throw new ForbiddenException($"A token belongs to a person. Sign in with your name and password to make one.");
        }

        DateTime now = time.GetUtcNow().UtcDateTime;
        Check(actor, definition, now);
        string token = Prefix + Passwords.NewCode();
        return await database.EditAsync(
            async (context, cancel) =>
            {
                if (definition.ProjectId is { } id && !await context.Projects.AnyAsync(p => p.Id == id, cancel).ConfigureAwait(false))
                {
                    throw new NotFoundException($"project {id}");
                }

                var row = new ApiTokenRow
                {
                    Name = definition.Name,
                    Hash = Passwords.Hash(token),
                    PersonId = person,
                    ProjectId = definition.ProjectId,
                    Role = definition.Role,
                    CreatedAt = now,
                    ExpiresAt = now.AddDays(definition.Days),
                };
                context.ApiTokens.Add(row);
                string rights = definition.ProjectId is null ? "administrator" : Names<Role>.Of(definition.Role);
                AuditTrail.Record(context, actor, now, "token.create", definition.ProjectId, $"token/{definition.Name}", $"{rights}, {definition.Days}d");
                await context.SaveChangesAsync(cancel).ConfigureAwait(false);
                return new NewToken(row.Id, token, row.ExpiresAt);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends a token at once: one's own, one of a project that one owns, or, for an administrator, any.</summary>
    /// <exception cref="NotFoundException">There is none, or not for this actor.</exception>
    public async Task RevokeAsync(Actor actor, long tokenId, CancellationToken cancellation)
    {
        await database.EditAsync(
            async (context, cancel) =>
            {
                ApiTokenRow? token = await context.ApiTokens.FirstOrDefaultAsync(t => t.Id == tokenId, cancel).ConfigureAwait(false);
                bool own = token is not null && token.PersonId == actor.PersonId;
                if (token is null || !(own || (token.ProjectId is { } project ? actor.Can(Right.Own, project) : actor.IsAdministrator)))
                {
                    throw new NotFoundException($"token {tokenId}");
                }

                context.ApiTokens.Remove(token);
                AuditTrail.Record(context, actor, time.GetUtcNow().UtcDateTime, "token.revoke", token.ProjectId, $"token/{token.Name}");
                return true;
            },
            cancellation).ConfigureAwait(false);
        identities.Changed();
    }

    private Task<Page<TokenView>> ListAsync(Func<IQueryable<ApiTokenRow>, IQueryable<ApiTokenRow>> which, PageRequest page, CancellationToken cancellation)
    {
        long before = page.Numbers(1) is [long last] ? last : long.MaxValue;
        return database.ReadAsync(
            async (context, cancel) =>
            {
                List<TokenView> read = await (
                    from token in which(context.ApiTokens).Where(t => t.Id < before).OrderByDescending(t => t.Id).Take(page.Read)
                    join person in context.People on token.PersonId equals person.Id into people
                    from person in people.DefaultIfEmpty()
                    join project in context.Projects on token.ProjectId equals project.Id into projects
                    from project in projects.DefaultIfEmpty()
                    orderby token.Id descending
                    select new TokenView(
                        token.Id, token.Name, token.PersonId, person == null ? Actor.System.Name : person.Name, token.ProjectId, project == null ? null : project.Name, token.Role,
                        token.CreatedAt, token.ExpiresAt, token.LastUsedAt)).ToListAsync(cancel).ConfigureAwait(false);
                return Page.Of(read, page, t => PageRequest.CursorOf(t.Id));
            },
            cancellation);
    }

    private static void Check(Actor actor, TokenDefinition definition, DateTime now)
    {
        var problems = new ProblemList();
        if (string.IsNullOrWhiteSpace(definition.Name) || definition.Name.Trim() != definition.Name || definition.Name.Length > TokenDefinition.MaxNameLength || definition.Name.Any(char.IsControl))
        {
            problems.Error(
                "bad_name", $"A name has 1 to {TokenDefinition.MaxNameLength} characters, no line breaks, and no spaces at its ends.", new ProblemPlace("/name", Field: "name"));
        }

        if (definition.Days is < 1 or > TokenDefinition.MaxDays)
        {
            problems.Error("out_of_range", $"A token works for 1 to {TokenDefinition.MaxDays} days.", new ProblemPlace("/days", Field: "days"));
        }
        else if (actor.Until is { } until && now.AddDays(definition.Days) > until)
        {
            problems.Error("out_of_range", $"A token makes none that outlives it. Choose fewer days, or sign in with your name and password.", new ProblemPlace("/days", Field: "days"));
        }

        if (!Enum.IsDefined(definition.Role) || (definition.ProjectId is { } project && !(actor.RoleIn(project) >= definition.Role)))
        {
            problems.Error("unknown_choice", $"A token's role is one of the roles up to your own.", new ProblemPlace("/role", Field: "role"));
        }

        PeopleEditing.Refuse(problems);
    }
}
