using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine.Audit;
using Maat.Storage;
using Maat.Storage.Projects;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.People;

/// <summary>A person as administrators see one.</summary>
/// <param name="HasPassword">Whether the person has set a password.</param>
/// <param name="Projects">Of how many projects the person is a member.</param>
public sealed record PersonView(long Id, string Name, bool IsAdministrator, bool Disabled, bool HasPassword, int Projects, DateTime CreatedAt);

/// <summary>A code by which a person sets a password, once. It cannot be shown again.</summary>
public sealed record PasswordLink(long PersonId, string Code, DateTime ExpiresAt);

/// <summary>The people of the installation, for administrators. One administrator who can sign in always stays.</summary>
public sealed class PeopleEditing(IMaatDatabase database, Identities identities, TimeProvider time)
{
    /// <summary>In characters: what the navigation and the audit trail can show.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Long enough for somebody on holiday; a link in an old message opens nothing.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);

    private static readonly Wording What = $"manage people";

    /// <summary>Under these Maat itself and the data directory's token act.</summary>
    private static readonly string[] Reserved = [Actor.System.Name, InstallationToken.Name];

    /// <summary>By name.</summary>
    /// <param name="search">Only those whose name holds this, whatever the case of its Latin letters; null for all.</param>
    /// <exception cref="ForbiddenException">The actor is no administrator.</exception>
    public async Task<Page<PersonView>> ListAsync(Actor actor, string? search, PageRequest page, CancellationToken cancellation)
    {
        actor.DemandAdministrator($"see people");
        return await database.ReadAsync(
            async (context, token) =>
            {
                IQueryable<PersonRow> people = context.People.Where(p => page.Cursor == null || string.Compare(p.Name, page.Cursor) > 0);
                if (SearchText.Pattern(search) is { } pattern)
                {
                    people = people.Where(p => EF.Functions.Like(p.FoldedName, pattern, SearchText.Escape));
                }

                List<PersonView> read = await Viewed(context, people.OrderBy(p => p.Name).Take(page.Read)).ToListAsync(token).ConfigureAwait(false);
                return Page.Of(read, page, p => p.Name);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <exception cref="RefusedException">There is none, or the actor is no administrator.</exception>
    public async Task<PersonView> GetAsync(Actor actor, long personId, CancellationToken cancellation)
    {
        actor.DemandAdministrator($"see people");
        return await database.ReadAsync(
            async (context, token) => await Viewed(context, context.People.Where(p => p.Id == personId)).FirstOrDefaultAsync(token).ConfigureAwait(false)
                ?? throw NotFound(personId),
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes a person, who sets a password by the link.</summary>
    /// <exception cref="RefusedException">The actor is no administrator, or the name is wrong or taken.</exception>
    public async Task<PasswordLink> CreateAsync(Actor actor, string name, bool administrator, CancellationToken cancellation)
    {
        actor.DemandAdministrator(What);
        var problems = new ProblemList();
        CheckName(name, problems);
        Refuse(problems);
        return await database.EditAsync(
            async (context, token) =>
            {
                await RefuseTakenAsync(context, name, token).ConfigureAwait(false);
                DateTime now = time.GetUtcNow().UtcDateTime;
                var person = new PersonRow { Name = name, IsAdministrator = administrator, CreatedAt = now };
                string code = Link(person, now);
                context.People.Add(person);
                AuditTrail.Record(context, actor, now, "person.create", null, $"person/{name}", administrator ? "administrator" : "");
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                return new PasswordLink(person.Id, code, person.LinkExpiresAt!.Value);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes the password away, ends the person's sessions, and gives a link by which a new one is set.</summary>
    /// <exception cref="RefusedException">There is none, or the actor is no administrator.</exception>
    public async Task<PasswordLink> ResetPasswordAsync(Actor actor, long personId, CancellationToken cancellation)
    {
        PasswordLink? link = null;
        await ChangeAsync(actor, personId, "person.reset_password", (person, now) =>
        {
            string code = Link(person, now);
            (person.PasswordHash, person.Stamp) = (null, Passwords.NewCode());
            link = new PasswordLink(person.Id, code, person.LinkExpiresAt!.Value);
        }, cancellation).ConfigureAwait(false);
        return link!;
    }

    /// <summary>A disabled person cannot sign in, and neither sessions nor tokens of theirs work; what they made stays.</summary>
    /// <exception cref="RefusedException">There is none, the actor is no administrator, or it is the last administrator.</exception>
    public Task SetDisabledAsync(Actor actor, long personId, bool disabled, CancellationToken cancellation) => ChangeAsync(
        actor, personId, disabled ? "person.disable" : "person.enable", (person, _) =>
        {
            person.Disabled = disabled;
            // Sessions from before do not come back with the person.
            person.Stamp = Passwords.NewCode();
        }, cancellation);

    /// <exception cref="RefusedException">There is none, the actor is no administrator, or it is the last administrator.</exception>
    public Task SetAdministratorAsync(Actor actor, long personId, bool administrator, CancellationToken cancellation) => ChangeAsync(
        actor, personId, administrator ? "person.make_administrator" : "person.unmake_administrator", (person, _) => person.IsAdministrator = administrator, cancellation);

    internal static void CheckName(string name, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim() != name || name.Length > MaxNameLength || name.Any(char.IsControl) || Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            problems.Error(
                "bad_name", $"A name has 1 to {MaxNameLength} characters, no line breaks, and no spaces at its ends; {Wording.Join($" and ", Reserved.Select(Wording.Verbatim))} are Maat's own.",
                new ProblemPlace("/name", Field: "name"));
        }
    }

    internal static void Refuse(ProblemList problems)
    {
        if (problems.Count > 0)
        {
            throw new InvalidInputException($"{Wording.Join($" ", problems.Select(p => p.Wording))} Nothing was saved.", problems);
        }
    }

    internal static async Task RefuseTakenAsync(MaatContext context, string name, CancellationToken cancellation)
    {
        if (await context.People.AnyAsync(p => p.Name == name, cancellation).ConfigureAwait(false))
        {
            throw new ConflictException($"There is a person '{name}' already. Choose another name.");
        }
    }

    private async Task ChangeAsync(Actor actor, long personId, string action, Action<PersonRow, DateTime> change, CancellationToken cancellation)
    {
        actor.DemandAdministrator(What);
        await database.EditAsync(
            async (context, token) =>
            {
                PersonRow person = await context.People.FirstOrDefaultAsync(p => p.Id == personId, token).ConfigureAwait(false) ?? throw NotFound(personId);
                bool administered = person is { IsAdministrator: true, Disabled: false };
                DateTime now = time.GetUtcNow().UtcDateTime;
                change(person, now);
                if (administered && person is not { IsAdministrator: true, Disabled: false }
                    && !await SigningIn.Administrators(context).AnyAsync(p => p.Id != personId, token).ConfigureAwait(false))
                {
                    throw new ConflictException($"{person.Name} is the last administrator. Make somebody else an administrator first.");
                }

                AuditTrail.Record(context, actor, now, action, null, $"person/{person.Name}");
                return true;
            },
            cancellation).ConfigureAwait(false);
        identities.Changed();
    }

    private static string Link(PersonRow person, DateTime now)
    {
        string code = Passwords.NewCode();
        (person.LinkHash, person.LinkExpiresAt) = (Passwords.Hash(code), now + LinkLifetime);
        return code;
    }

    private static IQueryable<PersonView> Viewed(MaatContext context, IQueryable<PersonRow> people) => people.Select(p => new PersonView(
        p.Id, p.Name, p.IsAdministrator, p.Disabled, p.PasswordHash != null, context.Members.Count(m => m.PersonId == p.Id), p.CreatedAt));

    private static NotFoundException NotFound(long personId) => new($"person {personId}");
}
