using System.Net;
using System.Text.RegularExpressions;
using Maat.Web.SignIn;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Maat.Web.Tests.SignIn;

/// <summary>Each test has a server of its own: attempts are counted, and codes work once.</summary>
public sealed partial class SignInTests : IAsyncDisposable
{
    private readonly MaatServer server = new();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Token_Pasted_SignsInWithACookieThatScriptsCannotRead()
    {
        var browser = server.Nobody();
        var answer = await PasteAsync(browser, server.Token, "/api");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/api", answer.Headers.Location!.AbsolutePath);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith(Session.CookieName, StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/"));
    }

    [Fact]
    public async Task Token_Wrong_IsRefusedInWords()
    {
        var browser = server.Nobody();
        var answer = await PasteAsync(browser, "maat_wrong", "/");
        Assert.Contains("This is not the token of this Maat", await TextAsync(answer), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(browser, "/"));
    }

    [Fact]
    public async Task Form_WithoutItsAntiforgeryToken_IsRefused()
    {
        using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Token", server.Token)]);
        var answer = await server.Nobody().PostAsync("/sign-in", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Not understood", await TextAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_FromTheConsole_SignsInOnce()
    {
        _ = server.Server;
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
        var answer = await PasteAsync(server.Nobody(), server.Token, returnUrl);
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
        var browser = server.Nobody();
        await PasteAsync(browser, server.Token, "/");
        var answer = await browser.PostAsync("/sign-out", null, TestContext.Current.CancellationToken);
        Assert.Equal(SignInSetup.Path, answer.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(browser, "/"));
    }

    [Fact]
    public async Task Session_AcrossARestart_LivesAsLongAsItsToken()
    {
        using var data = new TemporaryData();
        string cookie;
        await using (var first = new MaatServer(data.Path))
            cookie = (await PasteAsync(first.Nobody(), first.Token, "/")).Headers.GetValues("Set-Cookie").Single(value => value.StartsWith(Session.CookieName, StringComparison.Ordinal)).Split(';')[0];

        await using (var restarted = new MaatServer(data.Path))
            Assert.Equal(HttpStatusCode.OK, await StatusWithCookieAsync(restarted, cookie));

        File.Delete(Path.Combine(data.Path, "token.sha256"));
        await using (var renewed = new MaatServer(data.Path))
            Assert.Equal(HttpStatusCode.Found, await StatusWithCookieAsync(renewed, cookie));
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
    public async Task Log_AfterSigningIn_HoldsNeitherTokenNorCode()
    {
        await using var talkative = new MaatServer(server.Data, logEverything: true);
        var token = talkative.Token;
        var link = LinkOnTheConsole().Match(talkative.Console.ToString()).Value;
        await talkative.Nobody().GetAsync(link, TestContext.Current.CancellationToken);
        await PasteAsync(talkative.Nobody(), token, "/");
        await talkative.Bearer().GetAsync("/", TestContext.Current.CancellationToken);
        await talkative.DisposeAsync();

        var log = string.Concat(Directory.GetFiles(Path.Combine(talkative.Data, "logs")).Select(File.ReadAllText));
        Assert.Contains("/sign-in", log, StringComparison.Ordinal);
        Assert.DoesNotContain(token, log, StringComparison.Ordinal);
        Assert.DoesNotContain(link.Split("code=")[1], log, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PasteAsync(HttpClient browser, string token, string returnUrl)
    {
        var address = $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";
        var page = await browser.GetStringAsync(address, TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"),
            new("__RequestVerificationToken", AntiforgeryField().Match(page).Groups[1].Value),
            new("Token", token),
        ]);
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

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    [GeneratedRegex("/sign-in\\?code=\\S+")]
    private static partial Regex LinkOnTheConsole();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
