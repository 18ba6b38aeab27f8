using System.Net;
using System.Text.RegularExpressions;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.People;
using Maat.Web.SignIn;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.SignIn;

/// <summary>Each test has a server of its own: attempts are counted, and codes work once.</summary>
public sealed partial class SignInTests : IAsyncDisposable
{
    private readonly MaatServer server = new();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Password_Right_SignsInWithACookieThatScriptsCannotRead()
    {
        await server.SetUpAsync();
        var browser = server.Nobody();
        var answer = await EnterAsync(browser, "/api");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/api", answer.Headers.Location!.AbsolutePath);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith(Session.CookieName, StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/"));
    }

    [Theory]
    [InlineData(MaatServer.AdministratorName, "correct horse batterz")]
    [InlineData("nobody", MaatServer.Password)]
    [InlineData("", "")]
    public async Task Password_OrNameWrong_IsRefusedInTheSameWords(string name, string password)
    {
        await server.SetUpAsync();
        var browser = server.Nobody();
        var answer = await EnterAsync(browser, "/", name, password);
        Assert.Contains("Not signed in. The name or the password is wrong", await TextAsync(answer), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(browser, "/"));
    }

    [Fact]
    public async Task FirstStart_LinkFromTheConsole_MakesOneAdministratorAndNoSecond()
    {
        _ = server.Server;
        var code = LinkOnTheConsole().Match(server.Console.ToString()).Value.Split("code=")[1];
        var closed = await server.Nobody().GetStringAsync("/set-up?code=guess", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<form", closed, StringComparison.Ordinal);
        // Nobody has a password yet that could be used instead.
        string stale = await server.Nobody().GetStringAsync("/sign-in?code=guess", TestContext.Current.CancellationToken);
        Assert.Contains("Restart Maat for a new one", stale, StringComparison.Ordinal);
        Assert.DoesNotContain("your name and password", stale, StringComparison.Ordinal);

        var browser = server.Nobody();
        var link = await browser.GetAsync($"/sign-in?code={code}", TestContext.Current.CancellationToken);
        Assert.Equal($"/set-up?code={code}", link.Headers.Location?.PathAndQuery);
        Assert.Contains("A password has 12 to 256 characters", await TextAsync(await SetUpAsync(browser, code, "short", "short")), StringComparison.Ordinal);
        Assert.Contains("The two passwords differ", await TextAsync(await SetUpAsync(browser, code, MaatServer.Password, "another")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await SetUpAsync(browser, code, MaatServer.Password, MaatServer.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/"));

        Assert.DoesNotContain("<form", await server.Nobody().GetStringAsync($"/set-up?code={code}", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConflictException>(server.SetUpAsync);
    }

    [Fact]
    public async Task Session_OfADisabledPersonOrUnderAnOldPassword_HasEnded()
    {
        var ada = await server.SetUpAsync();
        var people = server.Services.GetRequiredService<PeopleEditing>();
        var signingIn = server.Services.GetRequiredService<SigningIn>();
        var actor = Actor.System;
        var link = await people.CreateAsync(actor, "bob", administrator: false, TestContext.Current.CancellationToken);
        await signingIn.SetPasswordAsync(link.Code, MaatServer.Password, TestContext.Current.CancellationToken);
        var bob = server.Nobody();
        await EnterAsync(bob, "/", "bob", MaatServer.Password);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bob, "/"));

        await people.SetDisabledAsync(actor, link.PersonId, disabled: true, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(bob, "/"));
        Assert.Contains("Not signed in", await TextAsync(await EnterAsync(bob, "/", "bob", MaatServer.Password)), StringComparison.Ordinal);

        var browser = server.Nobody();
        await EnterAsync(browser, "/");
        await signingIn.ChangePasswordAsync(actor with { Name = ada.Name, PersonId = ada.PersonId }, MaatServer.Password, "another long password", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(browser, "/"));
    }

    [Fact]
    public async Task Form_WithoutItsAntiforgeryToken_IsRefused()
    {
        await server.SetUpAsync();
        using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Name", MaatServer.AdministratorName), new("Password", MaatServer.Password)]);
        var answer = await server.Nobody().PostAsync("/sign-in", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Not understood", await TextAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_FromTheConsole_SignsInOnce()
    {
        await server.SetUpAsync();
        var link = LinkOnTheConsole().Match(server.Console.ToString()).Value;
        Assert.NotEmpty(link);

        var browser = server.Nobody();
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(browser, link));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/"));

        var other = server.Nobody();
        var second = await other.GetAsync(link, TestContext.Current.CancellationToken);
        Assert.Contains("The link works once", await TextAsync(second), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(other, "/"));
    }

    [Theory]
    [InlineData("/api?x=1#y", "/api?x=1#y")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData(@"/\evil.example/", "/")]
    [InlineData(@"\\evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("", "/")]
    public async Task ReturnUrl_AfterSigningIn_StaysHere(string returnUrl, string expected)
    {
        await server.SetUpAsync();
        var answer = await EnterAsync(server.Nobody(), returnUrl);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(new Uri(server.ClientOptions.BaseAddress, expected), new Uri(server.ClientOptions.BaseAddress, answer.Headers.Location!));
    }

    [Fact]
    public async Task Attempts_MoreThanTheLimit_AreRefusedWithATimeToWait()
    {
        var browser = server.Nobody();
        for (var attempt = 0; attempt < SignInRateLimit.Attempts; attempt++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/sign-in?code=guess"));

        var refused = await browser.GetAsync("/sign-in?code=guess", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(SignInRateLimit.Window, refused.Headers.RetryAfter?.Delta);
        Assert.Contains("Too many attempts", await TextAsync(refused), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/sign-in"));
    }

    [Fact]
    public async Task SignOut_ThatWasSignedIn_EndsTheSession()
    {
        await server.SetUpAsync();
        var browser = server.Nobody();
        await EnterAsync(browser, "/");
        var answer = await browser.PostAsync("/sign-out", null, TestContext.Current.CancellationToken);
        Assert.Equal(SignInSetup.Path, answer.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(browser, "/"));
    }

    [Fact]
    public async Task SignOut_EndsEveryCopyOfTheCookie()
    {
        await server.SetUpAsync();
        var browser = server.Nobody();
        string cookie = SessionCookie(await EnterAsync(browser, "/"));
        Assert.Equal(HttpStatusCode.OK, await StatusWithCookieAsync(server, cookie));
        await browser.PostAsync("/sign-out", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, await StatusWithCookieAsync(server, cookie));
    }

    [Fact]
    public async Task Session_OfAnOpenPage_LastsAsLongAsItIsUsedAndNotLonger()
    {
        var time = new ShiftedTime();
        ActorIdentity? opened = null;
        await using var shifted = new MaatServer(time: time, atTheEnd: app => app.Run(context =>
        {
            opened ??= (ActorIdentity)context.User.Identity!;
            return Task.CompletedTask;
        }));
        await shifted.SetUpAsync();
        var browser = shifted.Nobody();
        await EnterAsync(browser, "/");
        await StatusAsync(browser, "/nowhere");
        Assert.True(await opened!.RefreshAsync(TestContext.Current.CancellationToken));

        // In its second half it slides with each request, and the page that was opened before with it.
        time.Shift += TimeSpan.FromHours(7);
        await StatusAsync(browser, "/health/live");
        time.Shift += TimeSpan.FromHours(11);
        Assert.True(await opened.RefreshAsync(TestContext.Current.CancellationToken));
        time.Shift += TimeSpan.FromHours(1);
        Assert.False(await opened.RefreshAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(browser, "/"));
    }

    [Fact]
    public async Task Session_AcrossARestart_Lives()
    {
        using var data = new TemporaryData();
        string cookie;
        await using (var first = new MaatServer(data.Path))
        {
            await first.SetUpAsync();
            cookie = SessionCookie(await EnterAsync(first.Nobody(), "/"));
        }

        await using var restarted = new MaatServer(data.Path);
        Assert.Equal(HttpStatusCode.OK, await StatusWithCookieAsync(restarted, cookie));
    }

    [Fact]
    public async Task Console_AtTheFirstStartOnly_ShowsTheToken()
    {
        using var data = new TemporaryData();
        string token;
        await using (var first = new MaatServer(data.Path))
        {
            token = first.Token;
            Assert.Contains(token, first.Console.ToString(), StringComparison.Ordinal);
        }

        await using var restarted = new MaatServer(data.Path);
        Assert.Equal(token, restarted.Token);
        Assert.DoesNotContain(token, restarted.Console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_AfterSigningIn_HoldsNeitherTokenNorCodeNorPassword()
    {
        await using var talkative = new MaatServer(server.Data, logEverything: true);
        var token = talkative.Token;
        await talkative.SetUpAsync();
        var link = LinkOnTheConsole().Match(talkative.Console.ToString()).Value;
        await talkative.Nobody().GetAsync(link, TestContext.Current.CancellationToken);
        await EnterAsync(talkative.Nobody(), "/");
        await talkative.Bearer().GetAsync("/", TestContext.Current.CancellationToken);
        await talkative.DisposeAsync();

        var log = string.Concat(Directory.GetFiles(Path.Combine(talkative.Data, "logs")).Select(File.ReadAllText));
        Assert.Contains("/sign-in", log, StringComparison.Ordinal);
        Assert.DoesNotContain(token, log, StringComparison.Ordinal);
        Assert.DoesNotContain(MaatServer.Password, log, StringComparison.Ordinal);
        Assert.DoesNotContain(link.Split("code=")[1], log, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> EnterAsync(
        HttpClient browser, string returnUrl, string name = MaatServer.AdministratorName, string password = MaatServer.Password) =>
        SendFormAsync(browser, $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", "sign-in", new("Name", name), new("Password", password));

    private static Task<HttpResponseMessage> SetUpAsync(HttpClient browser, string code, string password, string again) => SendFormAsync(
        browser, $"/set-up?code={code}", "set-up", new("Name", MaatServer.AdministratorName), new("Password", password), new("Again", again));

    private static async Task<HttpResponseMessage> SendFormAsync(HttpClient browser, string address, string name, params KeyValuePair<string, string>[] fields)
    {
        var page = await browser.GetStringAsync(address, TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(
            [new("_handler", name), new("__RequestVerificationToken", AntiforgeryField().Match(page).Groups[1].Value), .. fields]);
        return await browser.PostAsync(address, form, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address) =>
        (await client.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode;

    private static async Task<HttpStatusCode> StatusWithCookieAsync(MaatServer server, string cookie)
    {
        var browser = server.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        browser.DefaultRequestHeaders.Add("Cookie", cookie);
        return await StatusAsync(browser, "/");
    }

    private static string SessionCookie(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith(Session.CookieName, StringComparison.Ordinal)).Split(';')[0];

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>The machine's time, and how much later a test wants it to be.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }

    [GeneratedRegex("/sign-in\\?code=\\S+")]
    private static partial Regex LinkOnTheConsole();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
