using Microsoft.JSInterop;

namespace Maat.Web.Shell;

/// <summary>
/// The script of a page and the one view that it draws. Nothing that happens to the connection or to the page ends the circuit: a question
/// that was lost is asked again, and a browser that is gone needs no answer.
/// </summary>
/// <param name="module">The address of the script, an ES module that exports <c>attach(root, …)</c>, which takes down what it has attached to the same root before.</param>
/// <param name="leaving">Cancelled when the person leaves the page.</param>
public sealed class PageScript(IJSRuntime browser, string module, CancellationToken leaving) : IAsyncDisposable
{
    private IJSObjectReference? _script;
    private IJSObjectReference? _view;
    private object? _shown;

    /// <summary>Draws the view, unless it is drawn for the same already.</summary>
    /// <param name="shown">What the view is of.</param>
    /// <param name="arguments">What <c>attach</c> is called with.</param>
    public async Task AttachAsync(object shown, Func<object?[]> arguments)
    {
        if (shown.Equals(_shown))
            return;
        _shown = shown;
        await DetachAsync();
        await AskAsync(async cancellation =>
        {
            _script ??= await browser.InvokeAsync<IJSObjectReference>("import", cancellation, module);
            _view = await _script.InvokeAsync<IJSObjectReference>("attach", cancellation, arguments());
        });
    }

    /// <summary>Calls a function of the view, if it is there.</summary>
    public Task TellAsync(string function, object argument) => AskAsync(async cancellation =>
    {
        if (_view is { } view)
            await view.InvokeVoidAsync(function, cancellation, argument);
    });

    public async ValueTask DisposeAsync()
    {
        await DetachAsync();
        if (_script is { } script)
            await LeaveAsync(script.DisposeAsync);
    }

    private async Task DetachAsync()
    {
        if (_view is not { } view)
            return;
        _view = null;
        await LeaveAsync(() => view.InvokeVoidAsync("dispose"));
        await LeaveAsync(view.DisposeAsync);
    }

    private Task AskAsync(Func<CancellationToken, Task> ask) => BrowserQuestion.AskAsync(ask, leaving);

    private static async Task LeaveAsync(Func<ValueTask> tell)
    {
        try
        {
            await tell();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // What is to be taken down is gone with its browser.
        }
    }
}
