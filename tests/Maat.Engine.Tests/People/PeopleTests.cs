using Maat.Domain.Projects;
using Maat.Engine.Audit;
using Maat.Engine.People;
using Maat.Engine.Projects;
using Maat.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Maat.Engine.Tests.People;

/// <summary>People, members and tokens on a database of their own.</summary>
public sealed class PeopleTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private static readonly PageRequest Page = new();

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly FakeTimeProvider _clock = new();
    private readonly Passwords _passwords = new();
    private SqliteDatabase _database = null!;
    private Identities _identities = null!;
    private SigningIn _signingIn = null!;
    private PeopleEditing _people = null!;
    private MemberEditing _members = null!;
    private TokenEditing _tokens = null!;
    private Actor _ada = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _connection.OpenAsync(Cancellation);
        _database = SqliteDatabase.OnConnection(_connection, "test", _clock);
        await _database.MigrateAsync(Cancellation);
        _identities = new Identities(_database, _clock);
        _signingIn = new SigningIn(_database, _passwords, _identities, _clock);
        _people = new PeopleEditing(_database, _identities, _clock);
        _members = new MemberEditing(_database, _identities, _clock);
        _tokens = new TokenEditing(_database, _identities, _clock);
        _ada = await ActorAsync(await _signingIn.SetUpAsync("ada", Password, Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task SetUp_BySeveralAtOnce_MakesOneAdministrator()
    {
        await _database.EditAsync((context, token) => context.People.ExecuteDeleteAsync(token), Cancellation);
        Exception?[] refused = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Record.ExceptionAsync(() => _signingIn.SetUpAsync($"p{i}", Password, Cancellation)).AsTask()));
        Assert.Single(refused, r => r is null);
        Assert.All(refused.Where(r => r is not null), r => Assert.IsType<ConflictException>(r));
        Assert.Single((await _people.ListAsync(_ada, null, Page, Cancellation)).Items);
    }

    [Theory]
    [InlineData("bob", "elevenchars")]
    [InlineData("bob.the.builder", "bob.the.builder")]
    [InlineData("", Password)]
    [InlineData(" bob", Password)]
    [InlineData("token", Password)]
    [InlineData("maat", Password)]
    public async Task Person_WithABadNameOrAWeakPassword_IsRefused(string name, string password)
    {
        await _database.EditAsync((context, token) => context.People.ExecuteDeleteAsync(token), Cancellation);
        await Assert.ThrowsAsync<InvalidInputException>(() => _signingIn.SetUpAsync(name, password, Cancellation));
    }

    [Fact]
    public async Task Link_ToSetAPassword_WorksOnceAndInTime()
    {
        PasswordLink first = await _people.CreateAsync(_ada, "bob", administrator: false, Cancellation);
        PasswordLink late = await _people.CreateAsync(_ada, "eve", administrator: false, Cancellation);
        Assert.Equal("bob", await _signingIn.NameOfLinkAsync(first.Code, Cancellation));
        await _signingIn.SetPasswordAsync(first.Code, Password, Cancellation);
        await Assert.ThrowsAsync<ConflictException>(() => _signingIn.SetPasswordAsync(first.Code, Password, Cancellation));
        Assert.NotNull(await _signingIn.WithPasswordAsync("bob", Password, Cancellation));

        _clock.Advance(PeopleEditing.LinkLifetime);
        await Assert.ThrowsAsync<ConflictException>(() => _signingIn.SetPasswordAsync(late.Code, Password, Cancellation));
        Assert.Null(await _signingIn.WithPasswordAsync("eve", "", Cancellation));
    }

    [Fact]
    public async Task Session_AfterAnotherProcessDisabledThePerson_EndsWithinSeconds()
    {
        SignedIn bob = await PersonAsync("bob");
        Assert.NotNull(await _identities.OfPersonAsync(bob.PersonId, bob.Stamp, Cancellation));
        var elsewhere = new PeopleEditing(_database, new Identities(_database, _clock), _clock);
        await elsewhere.SetDisabledAsync(_ada, bob.PersonId, disabled: true, Cancellation);
        Assert.NotNull(await _identities.OfPersonAsync(bob.PersonId, bob.Stamp, Cancellation));
        _clock.Advance(Identities.Kept);
        Assert.Null(await _identities.OfPersonAsync(bob.PersonId, bob.Stamp, Cancellation));

        await elsewhere.SetDisabledAsync(_ada, bob.PersonId, disabled: false, Cancellation);
        Assert.Null(await _identities.OfPersonAsync(bob.PersonId, bob.Stamp, Cancellation));
    }

    [Fact]
    public async Task LastAdministrator_CannotBeDisabledOrUnmade()
    {
        await Assert.ThrowsAsync<ConflictException>(() => _people.SetDisabledAsync(_ada, _ada.PersonId!.Value, disabled: true, Cancellation));
        await Assert.ThrowsAsync<ConflictException>(() => _people.SetAdministratorAsync(_ada, _ada.PersonId!.Value, administrator: false, Cancellation));
        Assert.True((await _people.GetAsync(_ada, _ada.PersonId!.Value, Cancellation)) is { IsAdministrator: true, Disabled: false });

        SignedIn bob = await PersonAsync("bob");
        await _people.SetAdministratorAsync(_ada, bob.PersonId, administrator: true, Cancellation);
        await _people.SetDisabledAsync(_ada, _ada.PersonId!.Value, disabled: true, Cancellation);
        await Assert.ThrowsAsync<ConflictException>(() => _people.SetAdministratorAsync(_ada, bob.PersonId, administrator: false, Cancellation));
    }

    [Fact]
    public async Task LastOwner_OfAProject_Stays()
    {
        long project = await ProjectAsync();
        SignedIn bob = await PersonAsync("bob");
        SignedIn eve = await PersonAsync("eve");
        await _members.AddAsync(_ada, project, "bob", Role.Owner, Cancellation);
        Actor owner = await ActorAsync(bob);
        await Assert.ThrowsAsync<ConflictException>(() => _members.SetRoleAsync(owner, project, bob.PersonId, Role.Viewer, Cancellation));
        await Assert.ThrowsAsync<ConflictException>(() => _members.RemoveAsync(owner, project, bob.PersonId, Cancellation));
        await Assert.ThrowsAsync<ConflictException>(() => _members.AddAsync(owner, project, "bob", Role.Viewer, Cancellation));

        await _members.AddAsync(owner, project, "eve", Role.Owner, Cancellation);
        await _members.RemoveAsync(owner, project, bob.PersonId, Cancellation);
        Assert.False((await ActorAsync(bob)).Sees(project));
        Assert.Equal(Role.Owner, (await ActorAsync(eve)).RoleIn(project));
    }

    [Fact]
    public async Task Token_OfAnOwner_ActsWithItsRoleUntilItsMakerLosesIt()
    {
        long project = await ProjectAsync();
        SignedIn bob = await PersonAsync("bob");
        await PersonAsync("eve");
        await _members.AddAsync(_ada, project, "eve", Role.Owner, Cancellation);
        await _members.AddAsync(_ada, project, "bob", Role.Owner, Cancellation);
        NewToken made = await _tokens.CreateAsync(await ActorAsync(bob), new TokenDefinition("ci", project, Role.Editor, 30), Cancellation);

        Actor actor = (await _identities.OfTokenAsync(made.Token, Cancellation))!;
        Assert.Equal("bob (ci)", actor.Name);
        Assert.False(actor.IsAdministrator);
        Assert.Equal(new Dictionary<long, Role> { [project] = Role.Editor }, actor.Roles);
        Assert.Null(await _identities.OfTokenAsync(made.Token + "x", Cancellation));
        await _database.ReadAsync(
            async (context, token) =>
            {
                Assert.DoesNotContain(made.Token, (await context.ApiTokens.SingleAsync(token)).Hash, StringComparison.Ordinal);
                Assert.NotNull((await context.ApiTokens.SingleAsync(token)).LastUsedAt);
                return true;
            },
            Cancellation);

        await _members.SetRoleAsync(_ada, project, bob.PersonId, Role.Operator, Cancellation);
        Assert.Null(await _identities.OfTokenAsync(made.Token, Cancellation));
        await _members.SetRoleAsync(_ada, project, bob.PersonId, Role.Editor, Cancellation);
        Assert.NotNull(await _identities.OfTokenAsync(made.Token, Cancellation));
        await _people.SetDisabledAsync(_ada, bob.PersonId, disabled: true, Cancellation);
        Assert.Null(await _identities.OfTokenAsync(made.Token, Cancellation));
        await _people.SetDisabledAsync(_ada, bob.PersonId, disabled: false, Cancellation);
        _clock.Advance(TimeSpan.FromDays(30));
        Assert.Null(await _identities.OfTokenAsync(made.Token, Cancellation));
    }

    [Fact]
    public async Task Token_ThatActs_MakesNoneThatOutlivesItAndChangesNoPassword()
    {
        NewToken made = await _tokens.CreateAsync(_ada, new TokenDefinition("all", null, Role.Viewer, 10), Cancellation);
        Actor actor = (await _identities.OfTokenAsync(made.Token, Cancellation))!;
        Assert.True(actor.IsAdministrator);
        await Assert.ThrowsAsync<InvalidInputException>(() => _tokens.CreateAsync(actor, new TokenDefinition("longer", null, Role.Viewer, 11), Cancellation));
        await _tokens.CreateAsync(actor, new TokenDefinition("shorter", null, Role.Viewer, 10), Cancellation);
        await Assert.ThrowsAsync<ForbiddenException>(() => _signingIn.ChangePasswordAsync(actor, Password, Password + "!", Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => _tokens.CreateAsync(Actor.System, new TokenDefinition("x", null, Role.Viewer, 1), Cancellation));
    }

    [Fact]
    public async Task Token_Revoked_EndsAtOnceAndOnlyByWhomItConcerns()
    {
        long project = await ProjectAsync();
        SignedIn bob = await PersonAsync("bob");
        NewToken made = await _tokens.CreateAsync(_ada, new TokenDefinition("ci", project, Role.Viewer, 30), Cancellation);
        await Assert.ThrowsAsync<NotFoundException>(async () => await _tokens.RevokeAsync(await ActorAsync(bob), made.Id, Cancellation));
        Assert.NotNull(await _identities.OfTokenAsync(made.Token, Cancellation));
        await _members.AddAsync(_ada, project, "bob", Role.Owner, Cancellation);
        await _tokens.RevokeAsync(await ActorAsync(bob), made.Id, Cancellation);
        Assert.Null(await _identities.OfTokenAsync(made.Token, Cancellation));
    }

    [Fact]
    public async Task Audit_OfAProject_IsPagedAndFiltered()
    {
        long project = await ProjectAsync();
        await PersonAsync("bob");
        await _members.AddAsync(_ada, project, "bob", Role.Viewer, Cancellation);
        long bob = (await _members.ListAsync(_ada, project, Page, Cancellation)).Items[0].PersonId;
        await _members.SetRoleAsync(_ada, project, bob, Role.Editor, Cancellation);
        await _members.RemoveAsync(_ada, project, bob, Cancellation);
        var trail = new AuditTrail(_database);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await trail.ListAsync(_ada, project, new AuditFilter(), new PageRequest(cursor, 1), Cancellation);
            seen.AddRange(page.Items.Select(a => $"{a.Actor} {a.Action} {a.Subject} {a.Detail}".TrimEnd()));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(
            ["ada member.remove person/bob editor", "ada member.role person/bob viewer → editor", "ada member.add person/bob viewer", "ada project.create project/p"], seen);
        Assert.Equal(["member.add"], (await trail.ListAsync(_ada, project, new AuditFilter("ada", "member.add"), Page, Cancellation)).Items.Select(a => a.Action));
        Assert.Empty((await trail.ListAsync(_ada, project, new AuditFilter("bob"), Page, Cancellation)).Items);
    }

    [Fact]
    public async Task Search_ForPeople_TakesPatternSignsAsTheyAre()
    {
        await PersonAsync("a%b");
        await PersonAsync("a_b");
        await PersonAsync("axb");
        Assert.Equal(["a%b"], (await _people.ListAsync(_ada, "A%B", Page, Cancellation)).Items.Select(p => p.Name));
        Assert.Equal(["a_b"], (await _people.ListAsync(_ada, "a_b", Page, Cancellation)).Items.Select(p => p.Name));
    }

    private async Task<long> ProjectAsync() => (await new ProjectEditing(_database, _clock).CreateAsync(_ada, new ProjectDefinition("p"), Cancellation)).Id;

    private async Task<SignedIn> PersonAsync(string name) =>
        await _signingIn.SetPasswordAsync((await _people.CreateAsync(_ada, name, administrator: false, Cancellation)).Code, Password, Cancellation);

    private async Task<Actor> ActorAsync(SignedIn person) => (await _identities.OfPersonAsync(person.PersonId, person.Stamp, Cancellation))!;
}
