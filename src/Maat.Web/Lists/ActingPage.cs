using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Maat.Web.Lists;

/// <summary>A page or dialog that asks use cases in the name of who is signed in, and keeps what they refuse.</summary>
public abstract class ActingPage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Task _refreshing = Task.CompletedTask;

    protected ActingPage() => Leaving = _leaving.Token;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    protected RefusedException? Refusal { get; set; }

    /// <summary>Whether something is being done: no button starts another.</summary>
    protected bool Busy { get; private set; }

    /// <summary>Buttons of a page that is not interactive yet would do nothing.</summary>
    protected bool Idle => !Busy && RendererInfo.IsInteractive;

    /// <summary>Cancelled when the person leaves the page.</summary>
    protected CancellationToken Leaving { get; }

    protected DateTime Now => Time.GetUtcNow().UtcDateTime;

    public virtual async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _refreshing;
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks a use case for what the page shows; what is not there makes it a page that is not there.</summary>
    protected async Task ReadAsync(Func<Actor, Task> read)
    {
        // A page whose sign-in has ended stays as it is; the layout says so, and what to do.
        if ((await Authentication).User.Identity is not { IsAuthenticated: true })
            return;
        try
        {
            await read(await ActorAsync());
        }
        catch (NotFoundException)
        {
            Navigation.NotFound();
        }
        catch (RefusedException refused)
        {
            Refusal = refused;
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // The person left.
        }
    }

    /// <summary>Asks a use case to do something. Returns whether it was done; what it refuses is kept in <see cref="Refusal"/>.</summary>
    protected async Task<bool> ActAsync(Func<Actor, Task> act)
    {
        Busy = true;
        Refusal = null;
        try
        {
            await act(await ActorAsync());
            return true;
        }
        catch (RefusedException refused)
        {
            Refusal = refused;
            return false;
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>Begins to read again every so often, until the person leaves.</summary>
    protected void RefreshEvery(TimeSpan interval, Func<Task> read) => _refreshing = RefreshAsync(interval, read);

    private async Task<Actor> ActorAsync() => ApiActor.Of((await Authentication).User);

    private async Task RefreshAsync(TimeSpan interval, Func<Task> read)
    {
        using var timer = new PeriodicTimer(interval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(Leaving))
            {
                await read();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The person left.
        }
    }
}
