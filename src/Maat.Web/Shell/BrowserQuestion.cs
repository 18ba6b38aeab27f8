using Microsoft.JSInterop;

namespace Maat.Web.Shell;

/// <summary>Asks the browser until it answers: a question that was lost with the connection is never answered, though the connection comes back.</summary>
internal static class BrowserQuestion
{
    /// <summary>How long an answer is waited for: a big graph takes a second or two to draw; a connection that was lost meanwhile answers never.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks, again when no answer came, until there is one, the browser is gone for good, or nobody wants to know any more.</summary>
    /// <param name="ask">May be called more than once.</param>
    /// <param name="leaving">Cancelled when the answer is no longer needed.</param>
    /// <exception cref="JSException">What the script itself threw.</exception>
    public static async Task AskAsync(Func<CancellationToken, Task> ask, CancellationToken leaving)
    {
        while (!leaving.IsCancellationRequested)
        {
            using var asking = CancellationTokenSource.CreateLinkedTokenSource(leaving);
            asking.CancelAfter(Patience);
            try
            {
                await ask(asking.Token);
                return;
            }
            catch (OperationCanceledException)
            {
                // Nobody wants to know any more, or no answer came.
            }
            catch (JSDisconnectedException)
            {
                return;
            }
        }
    }
}
