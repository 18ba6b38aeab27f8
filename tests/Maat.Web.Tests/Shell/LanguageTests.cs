using System.Net;
using Maat.Web.Tests.Hosting;

namespace Maat.Web.Tests.Shell;

public sealed class LanguageTests(MaatServer server) : IClassFixture<MaatServer>
{
    [Theory]
    [InlineData(null, "lang=\"en\"", "Sign in")]
    [InlineData("en-GB,en;q=0.9", "lang=\"en\"", "Sign in")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "lang=\"zh-Hans\"", "登录")]
    [InlineData("zh-TW", "lang=\"zh-Hans\"", "登录")]
    [InlineData("fr,zh;q=0.5", "lang=\"zh-Hans\"", "登录")]
    [InlineData("fr", "lang=\"en\"", "Sign in")]
    public async Task Language_WithoutAChoice_IsTheBrowsers(string? accept, string lang, string title)
    {
        var client = server.Nobody();
        if (accept is not null)
            client.DefaultRequestHeaders.Add("Accept-Language", accept);
        var page = await client.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
        Assert.Contains(lang, page, StringComparison.Ordinal);
        Assert.Contains(title, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Language_Chosen_StaysChosen()
    {
        var browser = server.Nobody();
        browser.DefaultRequestHeaders.Add("Accept-Language", "en");
        var answer = await browser.GetAsync("/preferences/language?language=zh&returnUrl=%2Fsign-in", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location?.OriginalString);
        Assert.Contains("lang=\"zh-Hans\"", await browser.GetStringAsync("/sign-in", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xx")]
    [InlineData("zh; path=/; domain=evil.example")]
    [InlineData("")]
    public async Task Language_NotOurs_ChangesNothing(string language)
    {
        var answer = await server.Nobody().GetAsync($"/preferences/language?language={Uri.EscapeDataString(language)}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData(@"/\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task ReturnUrl_ToAnotherSite_LeadsHome(string returnUrl)
    {
        var answer = await server.Nobody().GetAsync($"/preferences/language?language=en&returnUrl={Uri.EscapeDataString(returnUrl)}", TestContext.Current.CancellationToken);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("dark", "data-theme=\"dark\"")]
    [InlineData("light", "data-theme=\"light\"")]
    [InlineData(null, "<html lang=\"en\">")]
    [InlineData("\"><script>", "<html lang=\"en\">")]
    public async Task Theme_FromTheCookie_IsInTheFirstPaint(string? cookie, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        if (cookie is not null)
            request.Headers.Add("Cookie", $"maat-theme={Uri.EscapeDataString(cookie)}");
        var answer = await server.Nobody().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
