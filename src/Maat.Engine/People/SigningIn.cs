using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Audit;
using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.People;

/// <summary>Somebody who was let in.</summary>
/// <param name="Stamp">With which the session lives; see <see cref="Identities.OfPersonAsync"/>.</param>
public sealed record SignedIn(long PersonId, string Name, string Stamp);

/// <summary>How people get in: the first administrator, by password, by a link to set one, and whoever has the console.</summary>
public sealed class SigningIn(IMaatDatabase database, Passwords passwords, Identities identities, TimeProvider time)
{
    /// <summary>Whether nobody may administer yet: the first administrator is still to be made.</summary>
    public Task<bool> NeedsSetUpAsync(CancellationToken cancellation) =>
        database.ReadAsync(async (context, token) => !await Administrators(context).AnyAsync(token).ConfigureAwait(false), cancellation);

    /// <summary>Makes the first administrator. Of two who do it at once one is refused: edits are one after the other.</summary>
    /// <exception cref="RefusedException">There is an administrator already, or the name or the password is wrong.</exception>
    public async Task<SignedIn> SetUpAsync(string name, string password, CancellationToken cancellation)
    {
        var problems = new ProblemList();
        PeopleEditing.CheckName(name, problems);
        Passwords.Check(name, password, problems);
        PeopleEditing.Refuse(problems);
        return await database.EditAsync(
            async (context, token) =>
            {
                if (await Administrators(context).AnyAsync(token).ConfigureAwait(false))
                {
                    throw new ConflictException($"There is an administrator already. Sign in instead.");
                }

                await PeopleEditing.RefuseTakenAsync(context, name, token).ConfigureAwait(false);
                DateTime now = time.GetUtcNow().UtcDateTime;
                var person = new PersonRow { Name = name, IsAdministrator = true, CreatedAt = now };
                passwords.Set(person, password);
                context.People.Add(person);
                AuditTrail.Record(context, Actor.System, now, "person.set_up", null, $"person/{name}");
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                return Of(person);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Null for a wrong name, a wrong password, and a person who is disabled: the answer and its time tell none from another.</summary>
    public async Task<SignedIn?> WithPasswordAsync(string name, string password, CancellationToken cancellation)
    {
        PersonRow? person = await database.ReadAsync(
            (context, token) => context.People.FirstOrDefaultAsync(p => p.Name == name, token), cancellation).ConfigureAwait(false);
        if (!passwords.Verify(person, password, out bool outdated) || person!.Disabled)
        {
            return null;
        }

        if (outdated)
        {
            await database.EditAsync(
                async (context, token) =>
                {
                    // Only what was verified is replaced: the password may have changed meanwhile.
                    PersonRow? row = await context.People.FirstOrDefaultAsync(p => p.Id == person.Id && p.PasswordHash == person.PasswordHash, token)
                        .ConfigureAwait(false);
                    if (row is not null)
                    {
                        passwords.Renew(row, password);
                    }

                    return true;
                },
                cancellation).ConfigureAwait(false);
        }

        return Of(person);
    }

    /// <summary>The first of the administrators, for whoever has the console; null when there is none.</summary>
    public Task<SignedIn?> AsFirstAdministratorAsync(CancellationToken cancellation) => database.ReadAsync(
        async (context, token) => await Administrators(context).OrderBy(p => p.Id).FirstOrDefaultAsync(token).ConfigureAwait(false) is { } person ? Of(person) : null,
        cancellation);

    /// <summary>The name of whoever a link to set a password is for; null when it was used, has ended, or is none.</summary>
    public Task<string?> NameOfLinkAsync(string code, CancellationToken cancellation) => database.ReadAsync(
        async (context, token) => (await OfLinkAsync(context, code, token).ConfigureAwait(false))?.Name, cancellation);

    /// <summary>Sets a password by a link, once.</summary>
    /// <exception cref="RefusedException">The link was used or has ended, or the password is wrong.</exception>
    public async Task<SignedIn> SetPasswordAsync(string code, string password, CancellationToken cancellation)
    {
        SignedIn person = await database.EditAsync(
            async (context, token) =>
            {
                PersonRow row = await OfLinkAsync(context, code, token).ConfigureAwait(false)
                    ?? throw new ConflictException($"The link was used, or has ended. Ask an administrator for another.");
                var problems = new ProblemList();
                Passwords.Check(row.Name, password, problems);
                PeopleEditing.Refuse(problems);
                passwords.Set(row, password);
                AuditTrail.Record(context, Actor.System with { Name = row.Name }, time.GetUtcNow().UtcDateTime, "person.set_password", null, $"person/{row.Name}");
                return Of(row);
            },
            cancellation).ConfigureAwait(false);
        identities.Changed();
        return person;
    }

    /// <summary>Changes one's own password; one's other sessions end.</summary>
    /// <returns>The session to go on with.</returns>
    /// <exception cref="RefusedException">The present password is wrong, the new one is too weak, or the actor is a program.</exception>
    public async Task<SignedIn> ChangePasswordAsync(Actor actor, string present, string next, CancellationToken cancellation)
    {
        if (actor is not { PersonId: { } id, Until: null })
        {
            throw new ForbiddenException($"A program changes no passwords. Sign in with your name and password.");
        }

        SignedIn person = await database.EditAsync(
            async (context, token) =>
            {
                PersonRow row = await context.People.FirstOrDefaultAsync(p => p.Id == id, token).ConfigureAwait(false) ?? throw new NotFoundException($"person {id}");
                var problems = new ProblemList();
                if (!passwords.Verify(row, present, out _))
                {
                    problems.Error("wrong_password", $"This is not your present password.", new ProblemPlace("/present", Field: "present"));
                }

                Passwords.Check(row.Name, next, problems);
                PeopleEditing.Refuse(problems);
                passwords.Set(row, next);
                AuditTrail.Record(context, actor, time.GetUtcNow().UtcDateTime, "person.change_password", null, $"person/{row.Name}");
                return Of(row);
            },
            cancellation).ConfigureAwait(false);
        identities.Changed();
        return person;
    }

    internal static IQueryable<PersonRow> Administrators(MaatContext context) => context.People.Where(p => p.IsAdministrator && !p.Disabled);

    private async Task<PersonRow?> OfLinkAsync(MaatContext context, string code, CancellationToken cancellation)
    {
        string hash = Passwords.Hash(code);
        DateTime now = time.GetUtcNow().UtcDateTime;
        return await context.People.FirstOrDefaultAsync(p => p.LinkHash == hash && p.LinkExpiresAt > now && !p.Disabled, cancellation).ConfigureAwait(false);
    }

    private static SignedIn Of(PersonRow person) => new(person.Id, person.Name, person.Stamp);
}
