using System.Globalization;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine;
using Maat.Engine.Runs;
using Maat.Web.Api;
using Maat.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Radzen;

namespace Maat.Web.Runs;

/// <summary>
/// One run. What never changes, what a person does, and what belongs to the chosen node are rendered here; states, counts, durations and
/// the log are written by the page's script, which follows the run over its own hub, so that a busy run costs the circuit nothing.
/// </summary>
public sealed partial class RunPage : IAsyncDisposable
{
    public const string LogTab = "log";
    public const string AttemptsTab = "attempts";
    public const string OutputsTab = "outputs";

    private readonly CancellationTokenSource _leaving = new();
    private ElementReference _root;
    private IJSObjectReference? _script;
    private IJSObjectReference? _view;
    private DotNetObjectReference<RunPage>? _self;
    private RefusedException? _refusal;
    private bool _busy;
    private long? _attached;
    private IReadOnlyList<AttemptView> _attempts = [];
    private IReadOnlyList<KeyValuePair<string, string>> _outputs = [];

    [Parameter]
    public long Id { get; set; }

    /// <summary>The key of the chosen node.</summary>
    [SupplyParameterFromQuery]
    public string? Node { get; set; }

    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <summary>Which claim's log; null for the latest.</summary>
    [SupplyParameterFromQuery]
    public long? Fence { get; set; }

    /// <summary>Only nodes in this state.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [Inject]
    internal LiveRuns Runs { get; set; } = null!;

    [Inject]
    internal RunViews Views { get; set; } = null!;

    [Inject]
    internal NodeRunViews Nodes { get; set; } = null!;

    [Inject]
    internal RunActions Actions { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    [Inject]
    internal IJSRuntime Browser { get; set; } = null!;

    private RunContext? Run { get; set; }

    /// <summary>The state when the page was opened; from then on the script writes it.</summary>
    private string InitialState { get; set; } = "";

    private CompiledNode? Selected => Node is null ? null : Run?.Template.Find(Node);

    private string ShownTab => Tab is AttemptsTab or OutputsTab ? Tab : LogTab;

    private CancellationToken Leaving => _leaving.Token;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        try
        {
            await DetachAsync();
            if (_script is not null)
                await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the script with it.
        }

        _self?.Dispose();
    }

    /// <summary>Called by the script when the chosen node has moved: its attempts and outputs may be others now.</summary>
    [JSInvokable]
    public async Task NodeMovedAsync()
    {
        await ReadSelectedAsync();
        StateHasChanged();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Run?.Facts.Id != Id)
        {
            try
            {
                Actor actor = await ActorAsync();
                Run = await Runs.FindAsync(actor, Id, Leaving);
                InitialState = Names<RunState>.Of((await Views.GetAsync(actor, Id, Leaving)).Run.State);
            }
            catch (NotFoundException)
            {
                Navigation.NotFound();
                return;
            }
        }

        await ReadSelectedAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Run is null)
            return;
        try
        {
            if (_attached != Id)
            {
                _attached = Id;
                await DetachAsync();
                _script ??= await Browser.InvokeAsync<IJSObjectReference>("import", Leaving, $"/{Assets["js/run.js"]}");
                _self ??= DotNetObjectReference.Create(this);
                _view = await _script.InvokeAsync<IJSObjectReference>("attach", Leaving, _root, ScriptOptions(Run), _self);
            }

            if (_view is not null)
                await _view.InvokeVoidAsync("show", Leaving, new { node = Selected?.Definition.Key, state = State, log = ShownTab == LogTab, fence = Fence });
        }
        catch (Exception left) when (left is JSDisconnectedException or OperationCanceledException)
        {
            // The person went on to another page while this one was being set up.
        }
    }

    private async Task DetachAsync()
    {
        if (_view is not { } view)
            return;
        _view = null;
        await view.InvokeVoidAsync("dispose");
        await view.DisposeAsync();
    }

    /// <summary>This page with another node or tab; what else the address says is kept.</summary>
    private string AddressOf(string? node, string? tab, long? fence) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["node"] = node,
        ["tab"] = tab == LogTab ? null : tab,
        ["fence"] = fence,
    });

    private async Task ReadSelectedAsync()
    {
        if (Selected is not { } node)
        {
            (_attempts, _outputs) = ([], []);
            return;
        }

        try
        {
            Actor actor = await ActorAsync();
            string key = node.Definition.Key;
            _attempts = (await Nodes.AttemptsAsync(actor, Id, key, new PageRequest(), Leaving)).Items;
            _outputs = _attempts.Count == 0
                ? []
                : [.. (await Nodes.GetAsync(actor, Id, key, Leaving)).Outputs.Members.Select(o => KeyValuePair.Create(o.Key, o.Value.ToJson()))];
        }
        catch (OperationCanceledException)
        {
            // The person left.
        }
    }

    private async Task CancelAsync()
    {
        RunDetail run = await Views.GetAsync(await ActorAsync(), Id, Leaving);
        if (await Dialogs.OpenAsync<CancelRunDialog>(L["Cancel.Title", Id], new() { [nameof(CancelRunDialog.Nodes)] = run.Nodes }, Confirmation) is true)
            await ActAsync(actor => Actions.CancelAsync(actor, Id, Leaving));
    }

    private async Task RetryFromAsync(CompiledNode node)
    {
        RunPlan plan = Run!.Template.Plan;
        IEnumerable<int> below = plan.WithDescendants([node.Ordinal]).Where(ordinal => ordinal != node.Ordinal);
        string[] names = [.. plan.Topological.ToArray().Intersect(below).Select(ordinal => NameOf(Run.Template.Nodes[ordinal]))];
        if (await Dialogs.OpenAsync<RetryFromDialog>(
            L["RetryFrom.Title", NameOf(node)], new() { [nameof(RetryFromDialog.Below)] = names }, Confirmation) is true)
            await ActAsync(actor => Actions.RetryFromAsync(actor, Id, [node.Definition.Key], Leaving));
    }

    private async Task MarkAsync(CompiledNode node)
    {
        IReadOnlyList<string>? arms = Run!.Template.Plan[node.Ordinal].Arms;
        if (await Dialogs.OpenAsync<MarkNodeDialog>(
            L["Mark.Title", NameOf(node)], new() { [nameof(MarkNodeDialog.Arms)] = arms }, Confirmation) is NodeMark mark)
            await ActAsync(actor => Actions.MarkAsync(actor, Id, node.Definition.Key, mark.State, mark.Arms, Leaving));
    }

    /// <summary>Asks a use case; what it refuses is shown on the page.</summary>
    private async Task ActAsync(Func<Actor, Task> act)
    {
        _busy = true;
        _refusal = null;
        try
        {
            await act(await ActorAsync());
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

    private static DialogOptions Confirmation => new() { Width = "480px", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = true, AutoFocusFirstElement = true };

    private static string NameOf(CompiledNode node) => node.Definition.Name ?? node.Definition.Key;

    private async Task<Actor> ActorAsync() => ApiActor.Of((await Authentication).User);

    private object ScriptOptions(RunContext run) => new
    {
        hub = RunHub.Path,
        runId = Id.ToString(CultureInfo.InvariantCulture),
        scheduledAt = run.Facts.ScheduledAt,
        words = new
        {
            duration = new
            {
                hours = Words("Duration.Hours"),
                minutes = Words("Duration.Minutes"),
                seconds = Words("Duration.Seconds"),
                tenths = Words("Duration.Seconds"),
            },
            states = Names<NodeState>.All.Concat(Names<RunState>.All).Append("cancelling").Distinct().ToDictionary(state => state, state => Words($"State.{state}")),
            attempt = Words("Run.Attempt"),
            startedAfter = Words("Run.StartedAfter"),
            startedAtOnce = Words("Run.StartedAtOnce"),
            done = Words("Run.Done"),
            allNodes = Words("Run.AllNodes"),
            noNodes = Words("Run.NoNodes"),
            logWaiting = Words("Log.Waiting"),
            logEmpty = Words("Log.Empty"),
            logEnd = Words("Log.End"),
            logEarlier = Words("Log.Earlier"),
        },
    };

    /// <summary>A text with its placeholders, for the script to fill.</summary>
    private string Words(string key) => L[key].Value;
}
