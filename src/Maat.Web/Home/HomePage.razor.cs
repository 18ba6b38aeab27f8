using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Engine.Runs;
using Maat.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Maat.Web.Home;

/// <summary>The newest runs, and the applications that can be triggered. It reads again every few seconds while it is open.</summary>
public sealed partial class HomePage : IAsyncDisposable
{
    /// <summary>A list that is looked at for seconds; what happens within a run is on the run's own page, at once.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _leaving = new();
    private Task _refreshing = Task.CompletedTask;
    private IReadOnlyList<RecentRun>? _runs;
    private IReadOnlyList<OfferedApplication>? _applications;
    private RefusedException? _refusal;
    private bool _busy;

    /// <summary>Only this application's runs.</summary>
    [SupplyParameterFromQuery(Name = "application")]
    public long? ApplicationId { get; set; }

    /// <summary>Only runs older than this one.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    internal RecentRuns Recent { get; set; } = null!;

    [Inject]
    internal Triggering Triggering { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    private DateTime Now => Time.GetUtcNow().UtcDateTime;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _refreshing;
        _leaving.Dispose();
    }

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _refreshing = RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        using var timer = new PeriodicTimer(Interval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                await ReadAsync();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The person left.
        }
    }

    private async Task ReadAsync()
    {
        Actor actor = await ActorAsync();
        _applications = await Recent.ApplicationsAsync(actor, _leaving.Token);
        _runs = await Recent.ListAsync(actor, ApplicationId, Before, _leaving.Token);
    }

    private async Task TriggerAsync(OfferedApplication application)
    {
        _busy = true;
        _refusal = null;
        try
        {
            TriggerResult run = await Triggering.TriggerAsync(
                await ActorAsync(), application.Id, new TriggerRequest(new Dictionary<string, Value>()), _leaving.Token);
            Navigation.NavigateTo($"/runs/{run.RunId}");
        }
        catch (RefusedException refused)
        {
            _refusal = refused;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task<Actor> ActorAsync() => ApiActor.Of((await Authentication).User);
}
