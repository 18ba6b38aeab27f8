using System.Net;
using System.Text.RegularExpressions;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.People;
using Maat.Engine.Templates;
using Maat.MariaDb;
using Maat.Storage;
using Maat.Web.SignIn;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace Maat.Web.Tests.Peers;

/// <summary>Two servers on one MariaDB: what somebody does at one counts at the other.</summary>
public sealed partial class TwoServersTests : IAsyncLifetime
{
    private MariaDbServer mariaDb = null!;
    private MaatServer here = null!;
    private MaatServer there = null!;

    /// <summary>What opened the last page at the other server: a page asks it again and again.</summary>
    private ActorIdentity? opened;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        mariaDb = await MariaDbServer.StartAsync(cancellation: Cancellation);
        var address = new MySqlConnectionStringBuilder { Server = "127.0.0.1", Port = (uint)mariaDb.Port, UserID = MariaDbServer.User, Password = MariaDbServer.Password };
        await using (var connection = new MySqlConnection(address.ConnectionString))
        {
            await connection.OpenAsync(Cancellation);
            await using MySqlCommand command = connection.CreateCommand();
            command.CommandText = "CREATE DATABASE shared";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        address.Database = "shared";
        here = new MaatServer(database: address.ConnectionString);
        there = new MaatServer(database: address.ConnectionString, atTheEnd: app => app.Run(context =>
        {
            opened = (ActorIdentity)context.User.Identity!;
            return Task.CompletedTask;
        }));
        _ = here.Server;
        _ = there.Server;
    }

    public async ValueTask DisposeAsync()
    {
        await there.DisposeAsync();
        await here.DisposeAsync();
        await mariaDb.DisposeAsync();
    }

    [Fact]
    public async Task Session_BegunAtOneServer_IsGoodAtTheOtherUntilItIsSignedOut()
    {
        await here.SetUpAsync();
        (HttpClient browser, string cookie) = await SignInAsync(here, MaatServer.AdministratorName);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(there, cookie, "/"));
        await AskAsync(there, cookie, "/nowhere");
        ActorIdentity page = opened!;
        Assert.True(await page.RefreshAsync(Cancellation));

        await browser.PostAsync("/sign-out", null, Cancellation);
        await TellAsync();
        await Eventually.BecomesAsync(() => page.RefreshAsync(Cancellation).AsTask(), open => !open, _ => false, "the page is nobody's");
        // A copy of the cookie lets nobody in either.
        Assert.Equal(HttpStatusCode.Found, await AskAsync(there, cookie, "/"));
    }

    [Fact]
    public async Task Session_SignedOut_IsRefusedByAServerThatStartsLater()
    {
        await here.SetUpAsync();
        (HttpClient browser, string cookie) = await SignInAsync(here, MaatServer.AdministratorName);
        await browser.PostAsync("/sign-out", null, Cancellation);
        await using var later = new MaatServer(database: ConnectionString());
        Assert.Equal(HttpStatusCode.Found, await AskAsync(later, cookie, "/"));
    }

    [Fact]
    public async Task Person_DisabledAtOneServer_IsOutAtTheOther()
    {
        await here.SetUpAsync();
        PasswordLink bob = await here.Services.GetRequiredService<PeopleEditing>().CreateAsync(Actor.System, "bob", administrator: false, Cancellation);
        await there.Services.GetRequiredService<SigningIn>().SetPasswordAsync(bob.Code, MaatServer.Password, Cancellation);
        (_, string cookie) = await SignInAsync(there, "bob");
        await AskAsync(there, cookie, "/nowhere");
        ActorIdentity page = opened!;

        await here.Services.GetRequiredService<PeopleEditing>().SetDisabledAsync(Actor.System, bob.PersonId, disabled: true, Cancellation);
        await TellAsync();
        await Eventually.BecomesAsync(() => page.RefreshAsync(Cancellation).AsTask(), open => !open, _ => false, "the page is nobody's");
        Assert.Equal(HttpStatusCode.Found, await AskAsync(there, cookie, "/"));
    }

    /// <summary>Behind one address nobody chooses at which server the link is opened.</summary>
    [Fact]
    public async Task LinkOfTheConsole_OpenedAtTheOtherServer_SignsInOnce()
    {
        string first = LinkOnTheConsole().Match(here.Console.ToString()).Value;
        using HttpResponseMessage toSetUp = await there.Nobody().GetAsync(new Uri(first, UriKind.Relative), Cancellation);
        Assert.StartsWith("/set-up?code=", toSetUp.Headers.Location?.PathAndQuery, StringComparison.Ordinal);

        await here.SetUpAsync();
        using HttpResponseMessage signedIn = await there.Nobody().GetAsync(new Uri(first, UriKind.Relative), Cancellation);
        Assert.Contains(signedIn.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith(Session.CookieName, StringComparison.Ordinal));
        using HttpResponseMessage again = await here.Nobody().GetAsync(new Uri(first, UriKind.Relative), Cancellation);
        Assert.Contains("The link works once", await again.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_OpenAtBothServers_ShowsEachTheOther()
    {
        long template = await here.Services.GetRequiredService<IMaatDatabase>().ReadAsync(
            (context, token) => context.Templates.Select(t => t.Id).FirstAsync(token), Cancellation);
        await here.Services.GetRequiredService<DraftPresence>().MeetAsync(Actor.Administrator("Ann"), template, "a", leaving: false, Cancellation);
        DraftMeeting met = await there.Services.GetRequiredService<DraftPresence>().MeetAsync(Actor.Administrator("Bob"), template, "b", leaving: false, Cancellation);
        Assert.Equal(["Ann"], met.Others);
    }

    private string ConnectionString() => here.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Maat.Web.Settings.MaatOptions>>().Value.Database.ConnectionString!;

    /// <summary>What a server tells its peers by itself when it knows where they are; these two listen nowhere.</summary>
    private async Task TellAsync()
    {
        string said = here.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Maat.Peers.Wake.v1").Protect($"{(int)WakeUp.People}");
        using HttpResponseMessage answer = await there.Nobody().PostAsync(new Uri("/peers/wake", UriKind.Relative), new StringContent(said), Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static async Task<(HttpClient Browser, string Cookie)> SignInAsync(MaatServer server, string name)
    {
        HttpClient browser = server.Nobody();
        string page = await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Cancellation);
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"), new("__RequestVerificationToken", FormToken().Match(page).Groups[1].Value), new("Name", name), new("Password", MaatServer.Password),
        ]);
        using HttpResponseMessage answer = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), form, Cancellation);
        string cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith(Session.CookieName, StringComparison.Ordinal));
        return (browser, cookie.Split(';')[0]);
    }

    private static async Task<HttpStatusCode> AskAsync(MaatServer server, string cookie, string path)
    {
        using HttpClient client = server.CreateDefaultClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        using HttpResponseMessage answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    [GeneratedRegex("/sign-in\\?code=\\S+")]
    private static partial Regex LinkOnTheConsole();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
