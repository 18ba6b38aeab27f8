using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Audit;
using Maat.Engine.People;
using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Projects;

/// <summary>A member of a project.</summary>
public sealed record MemberView(long PersonId, string Name, Role Role, bool Disabled);

/// <summary>Who belongs to a project, for its owners. A project that has owners keeps one.</summary>
public sealed class MemberEditing(IMaatDatabase database, Identities identities, TimeProvider time)
{
    /// <summary>By name.</summary>
    /// <exception cref="RefusedException">The project does not exist for this actor, or the actor does not own it.</exception>
    public async Task<Page<MemberView>> ListAsync(Actor actor, long projectId, PageRequest page, CancellationToken cancellation)
    {
        Demand(actor, projectId);
        return await database.ReadAsync(
            async (context, token) =>
            {
                List<MemberView> read = await (
                    from member in context.Members
                    join person in context.People on member.PersonId equals person.Id
                    where member.ProjectId == projectId && (page.Cursor == null || string.Compare(person.Name, page.Cursor) > 0)
                    orderby person.Name
                    select new MemberView(person.Id, person.Name, member.Role, person.Disabled)).Take(page.Read).ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, m => m.Name);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <exception cref="RefusedException">Not there, not allowed, or a member already.</exception>
    public Task AddAsync(Actor actor, long projectId, string name, Role role, CancellationToken cancellation) => EditAsync(
        actor,
        projectId,
        async (context, now, token) =>
        {
            CheckRole(role);
            PersonRow person = await context.People.FirstOrDefaultAsync(p => p.Name == name && !p.Disabled, token).ConfigureAwait(false)
                ?? throw new NotFoundException($"person '{name}'");
            if (await context.Members.AnyAsync(m => m.ProjectId == projectId && m.PersonId == person.Id, token).ConfigureAwait(false))
            {
                throw new ConflictException($"{name} is a member already. Change the role in the list.");
            }

            context.Members.Add(new MemberRow { ProjectId = projectId, PersonId = person.Id, Role = role });
            AuditTrail.Record(context, actor, now, "member.add", projectId, $"person/{name}", Names<Role>.Of(role));
        },
        cancellation);

    /// <exception cref="RefusedException">Not there, not allowed, or the last owner.</exception>
    public Task SetRoleAsync(Actor actor, long projectId, long personId, Role role, CancellationToken cancellation) => EditAsync(
        actor,
        projectId,
        async (context, now, token) =>
        {
            CheckRole(role);
            (MemberRow member, string name) = await FindAsync(context, projectId, personId, token).ConfigureAwait(false);
            await KeepOwnerAsync(context, member, name, role, token).ConfigureAwait(false);
            AuditTrail.Record(context, actor, now, "member.role", projectId, $"person/{name}", $"{Names<Role>.Of(member.Role)} → {Names<Role>.Of(role)}");
            member.Role = role;
        },
        cancellation);

    /// <exception cref="RefusedException">Not there, not allowed, or the last owner.</exception>
    public Task RemoveAsync(Actor actor, long projectId, long personId, CancellationToken cancellation) => EditAsync(
        actor,
        projectId,
        async (context, now, token) =>
        {
            (MemberRow member, string name) = await FindAsync(context, projectId, personId, token).ConfigureAwait(false);
            await KeepOwnerAsync(context, member, name, null, token).ConfigureAwait(false);
            context.Members.Remove(member);
            AuditTrail.Record(context, actor, now, "member.remove", projectId, $"person/{name}", Names<Role>.Of(member.Role));
        },
        cancellation);

    private async Task EditAsync(
        Actor actor, long projectId, Func<MaatContext, DateTime, CancellationToken, Task> edit, CancellationToken cancellation)
    {
        Demand(actor, projectId);
        await database.EditAsync(
            async (context, token) =>
            {
                if (!await context.Projects.AnyAsync(p => p.Id == projectId, token).ConfigureAwait(false))
                {
                    throw new NotFoundException($"project {projectId}");
                }

                await edit(context, time.GetUtcNow().UtcDateTime, token).ConfigureAwait(false);
                return true;
            },
            cancellation).ConfigureAwait(false);
        identities.Changed();
    }

    private static void Demand(Actor actor, long projectId) => actor.Demand(Right.Own, projectId, $"project {projectId}");

    private static void CheckRole(Role role)
    {
        if (!Enum.IsDefined(role))
        {
            throw new InvalidInputException($"There is no such role.", [new Problem(Severity.Error, "unknown_choice", $"There is no such role.", new ProblemPlace("/role", Field: "role"))]);
        }
    }

    private static async Task<(MemberRow Member, string Name)> FindAsync(MaatContext context, long projectId, long personId, CancellationToken cancellation)
    {
        MemberRow member = await context.Members.FirstOrDefaultAsync(m => m.ProjectId == projectId && m.PersonId == personId, cancellation).ConfigureAwait(false)
            ?? throw new NotFoundException($"member {personId} of project {projectId}");
        return (member, await context.People.Where(p => p.Id == personId).Select(p => p.Name).FirstAsync(cancellation).ConfigureAwait(false));
    }

    private static async Task KeepOwnerAsync(MaatContext context, MemberRow member, string name, Role? next, CancellationToken cancellation)
    {
        if (member.Role == Role.Owner && next != Role.Owner
            && !await context.Members.AnyAsync(
                m => m.ProjectId == member.ProjectId && m.PersonId != member.PersonId && m.Role == Role.Owner, cancellation).ConfigureAwait(false))
        {
            throw new ConflictException($"{name} is the last owner of this project. Make somebody else an owner first.");
        }
    }
}
