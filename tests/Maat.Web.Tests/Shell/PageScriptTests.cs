using Maat.Web.Shell;
using Microsoft.JSInterop;

namespace Maat.Web.Tests.Shell;

public class PageScriptTests
{
    [Theory]
    [InlineData("import")]
    [InlineData("attach")]
    public async Task Attaching_WhoseAnswerIsLostWithTheConnection_IsAskedAgain(string lost)
    {
        var browser = new Browser(call => call == lost ? new TaskCanceledException() : null, times: 1);
        await using var script = new PageScript(browser, "/run.js", CancellationToken.None);
        await script.AttachAsync(7L, () => ["root"]);
        await script.TellAsync("show", "a node");
        string[] expected = lost == "import" ? ["import", "import", "attach", "show"] : ["import", "attach", "attach", "show"];
        Assert.Equal(expected, browser.Calls);
    }

    [Fact]
    public async Task Attaching_ToTheSame_IsDoneOnceAndToAnotherTakesDownTheFirst()
    {
        var browser = new Browser(_ => null);
        await using var script = new PageScript(browser, "/run.js", CancellationToken.None);
        await script.AttachAsync(7L, () => []);
        await script.AttachAsync(7L, () => []);
        await script.AttachAsync(8L, () => []);
        Assert.Equal(["import", "attach", "dispose", "attach"], browser.Calls);
    }

    [Fact]
    public async Task Attaching_OfAPageThatWasLeft_EndsAtOnce()
    {
        using var leaving = new CancellationTokenSource();
        var browser = new Browser(_ => null);
        await using var script = new PageScript(browser, "/run.js", leaving.Token);
        await leaving.CancelAsync();
        await script.AttachAsync(7L, () => []);
        Assert.Empty(browser.Calls);
    }

    /// <summary>What a page throws when it is left ends the circuit, and with it whatever page the person is on by then.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposing_WithoutABrowserThatAnswers_ThrowsNothing(bool gone)
    {
        bool left = false;
        var browser = new Browser(_ => !left ? null : gone ? new JSDisconnectedException("gone") : new TaskCanceledException());
        var script = new PageScript(browser, "/run.js", CancellationToken.None);
        await script.AttachAsync(7L, () => []);
        left = true;
        await script.DisposeAsync();
        Assert.Equal(["import", "attach", "dispose"], browser.Calls);
    }

    /// <summary>Answers every call with itself, or fails it as <paramref name="failure"/> says, so many times.</summary>
    private sealed class Browser(Func<string, Exception?> failure, int times = int.MaxValue) : IJSRuntime, IJSObjectReference
    {
        private int _left = times;

        public List<string> Calls { get; } = [];

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, CancellationToken.None, args);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
        {
            Calls.Add(identifier);
            if (failure(identifier) is { } failed && _left-- > 0)
                return ValueTask.FromException<TValue>(failed);
            return ValueTask.FromResult(this is TValue itself ? itself : default!);
        }

        public ValueTask DisposeAsync() => failure("dispose") is { } failed ? ValueTask.FromException(failed) : ValueTask.CompletedTask;
    }
}
