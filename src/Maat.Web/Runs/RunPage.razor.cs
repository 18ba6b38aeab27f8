using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Engine.Runs;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;

namespace Maat.Web.Runs;

/// <summary>
/// One run. What never changes, what a person does, and what belongs to the chosen node are rendered here; states, counts, durations and
/// the log are written by the page's script, which follows the run over its own hub, so that a busy run costs the circuit nothing.
/// </summary>
public sealed partial class RunPage : ActingPage
{
    public const string GraphTab = "graph";
    public const string ListTab = "list";
    public const string GanttTab = "gantt";
    public const string ContextTab = "context";
    public const string EventsTab = "events";

    public const string LogTab = "log";
    public const string AttemptsTab = "attempts";
    public const string ParametersTab = "parameters";
    public const string OutputsTab = "outputs";

    /// <summary>As many of the run's values as stand in a line; the rest is in the context.</summary>
    private const int MaxFacts = 3;

    /// <summary>Stands for the run where the ordinals of nodes do.</summary>
    private const int RunItself = -1;

    private ElementReference _root;

    /// <summary>What is on the page: a run may have been read since, and its element is not there yet.</summary>
    private RunContext? _drawn;

    private PageScript? _script;
    private DotNetObjectReference<RunPage>? _self;
    private IReadOnlyList<AttemptView> _attempts = [];
    private IReadOnlyList<KeyValuePair<string, string>> _outputs = [];
    private IReadOnlyList<ExpressionView> _expressions = [];
    private WaitReason _wait = WaitReason.None;

    /// <summary>The node of which nobody wants to know why it waits, or <see cref="RunItself"/>.</summary>
    private int? _whyClosed;
    private bool _wide;
    private TimeSpan? _usual;

    [Parameter]
    public long Id { get; set; }

    /// <summary>The key of the chosen node.</summary>
    [SupplyParameterFromQuery]
    public string? Node { get; set; }

    /// <summary>Which view of the run.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <summary>Which tab of the chosen node's panel.</summary>
    [SupplyParameterFromQuery]
    public string? Panel { get; set; }

    /// <summary>Only what has this text in it: nodes of the list, values of the context.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    /// <summary>By what the list is sorted.</summary>
    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    /// <summary>Which claim's log; null for the latest.</summary>
    [SupplyParameterFromQuery]
    public long? Fence { get; set; }

    /// <summary>Only nodes in this state.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    [Inject]
    internal LiveRuns Runs { get; set; } = null!;

    [Inject]
    internal RunViews Views { get; set; } = null!;

    [Inject]
    internal ApplicationOverviews Overviews { get; set; } = null!;

    [Inject]
    internal NodeRunViews Nodes { get; set; } = null!;

    [Inject]
    internal NodeExpressions Expressions { get; set; } = null!;

    [Inject]
    internal RunActions Actions { get; set; } = null!;

    [Inject]
    internal WaitReasons Waits { get; set; } = null!;

    [Inject]
    internal RetryPreview Retries { get; set; } = null!;

    [Inject]
    internal CurrentProject Current { get; set; } = null!;

    [Inject]
    internal RunRepeating Repeating { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    [Inject]
    internal IJSRuntime Browser { get; set; } = null!;

    private RunContext? Run { get; set; }

    /// <summary>The state when the page was opened; from then on the script writes it.</summary>
    private string InitialState { get; set; } = "";

    /// <summary>The chosen node, or the run when none is.</summary>
    private int Waiting => Selected?.Ordinal ?? RunItself;

    private CompiledNode? Selected => Node is null ? null : Run?.Template.Find(Node);

    private string ShownTab => Tab is ListTab or GanttTab or ContextTab or EventsTab ? Tab : GraphTab;

    private string ShownPanel => Panel is AttemptsTab or ParametersTab or OutputsTab ? Panel : LogTab;

    private bool MayOperate { get; set; }

    /// <summary>The values with which the run was made, in the order of the template.</summary>
    private IReadOnlyList<RunVariable> Variables { get; set; } = [];

    private string VersionAddress => $"/templates/{Run!.Facts.TemplateId}/versions/{Run.Facts.Version}";

    private IEnumerable<(string Tab, string Text)> Tabs =>
    [
        (GraphTab, L["Run.Graph"]),
        (ListTab, L["Run.List"]),
        (GanttTab, L["Run.Gantt"]),
        (ContextTab, L["Run.Context"]),
        (EventsTab, L["Run.Events"]),
    ];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_script is not null)
            await _script.DisposeAsync();
        _self?.Dispose();
    }

    /// <summary>Called by the script when the chosen node has moved, or the run when none is chosen: what is shown of it may be other now.</summary>
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
            Run = null;
            await ReadAsync(async actor =>
            {
                Run = await Runs.FindAsync(actor, Id, Leaving);
                InitialState = Names<RunState>.Of((await Views.GetAsync(actor, Id, Leaving)).Run.State);
                MayOperate = actor.Can(Right.Operate, Run.Facts.ProjectId);
                Variables = RunVariable.Of(Run);
                _usual = await Overviews.UsualDurationAsync(actor, Run.Facts, Leaving);
            });
        }

        if (Run is null)
            return;
        // Every address of the page is another one, and forgets whose it was.
        Current.Show(Run.Facts.ProjectId);
        await ReadSelectedAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_drawn is not { } run)
            return;
        _script ??= new PageScript(Browser, $"/{Assets["js/run.js"]}", Leaving);
        _self ??= DotNetObjectReference.Create(this);
        await _script.AttachAsync(run.Facts.Id, () => [_root, ScriptOptions(run), _self]);
        await _script.TellAsync("show", new
        {
            tab = ShownTab,
            node = Selected?.Definition.Key,
            state = State,
            q = Q,
            sort = Sort,
            log = ShownPanel == LogTab,
            fence = Fence,
        });
    }

    /// <summary>This page with another node or tab of its panel; what else the address says is kept.</summary>
    private string AddressOf(string? node, string? panel, long? fence) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["node"] = node,
        ["panel"] = panel == LogTab ? null : panel,
        ["fence"] = fence,
    });

    /// <summary>This page with another view.</summary>
    private string TabAddress(string tab) => Navigation.GetUriWithQueryParameter("tab", tab == GraphTab ? null : tab);

    private async Task ReadSelectedAsync()
    {
        if (Selected is not { } node)
        {
            (_attempts, _outputs, _expressions, _wait) = ([], [], [], WaitReason.None);
            await ReadAsync(async actor => _wait = await Waits.FindOfRunAsync(actor, Id, Leaving));
            return;
        }

        await ReadAsync(async actor =>
        {
            string key = node.Definition.Key;
            _wait = await Waits.FindAsync(actor, Id, key, Leaving);
            _attempts = (await Nodes.AttemptsAsync(actor, Id, key, new PageRequest(), Leaving)).Items;
            _expressions = ShownPanel == ParametersTab ? await Expressions.ListAsync(actor, Id, key, Leaving) : [];
            _outputs = _attempts.Count == 0
                ? []
                : [.. (await Nodes.GetAsync(actor, Id, key, Leaving)).Outputs.Members.Select(o => KeyValuePair.Create(o.Key, o.Value.ToJson()))];
        });
    }

    private async Task CancelAsync()
    {
        RunDetail? run = null;
        if (!await ActAsync(async actor => run = await Views.GetAsync(actor, Id, Leaving)))
            return;
        if (await Dialogs.OpenAsync<CancelRunDialog>(L["Cancel.Title", Id], new() { [nameof(CancelRunDialog.Nodes)] = run!.Nodes }, DialogShapes.Question) is true)
            await ActAsync(actor => Actions.CancelAsync(actor, Id, Leaving));
    }

    private Task<bool> RetryFailedAsync() => RetryAsync(
        L["Retry.FailedTitle", Id], (actor, id) => Retries.FailedAsync(actor, id, Leaving), actor => Actions.RetryFailedAsync(actor, Id, Leaving));

    private Task<bool> RetryFromAsync(CompiledNode node) => RetryAsync(
        L["Retry.FromTitle", NameOf(node)],
        (actor, id) => Retries.FromAsync(actor, id, [node.Definition.Key], Leaving),
        actor => Actions.RetryFromAsync(actor, Id, [node.Definition.Key], Leaving));

    /// <summary>From every node that has none before it: everything.</summary>
    private Task<bool> RetryAllAsync()
    {
        RunPlan plan = Run!.Template.Plan;
        string[] roots = [.. Enumerable.Range(0, plan.Count).Where(ordinal => plan.Parents(ordinal).IsEmpty).Select(ordinal => plan[ordinal].Key)];
        return RetryAsync(
            L["Retry.AllTitle", Id], (actor, id) => Retries.FromAsync(actor, id, roots, Leaving), actor => Actions.RetryFromAsync(actor, Id, roots, Leaving));
    }

    /// <summary>Asks what would be touched, shows it, and does it when that is what the person wants.</summary>
    private Task<bool> RetryAsync(string title, Func<Actor, long, Task<RetryPlan>> preview, Func<Actor, Task> retry) => ActAsync(async actor =>
    {
        RetryPlan plan = await preview(actor, Id);
        var about = new Dictionary<string, object?>
        {
            [nameof(RetryDialog.Failed)] = NamesOf(plan.Failed),
            [nameof(RetryDialog.Others)] = NamesOf(plan.Others),
            [nameof(RetryDialog.Run)] = Run,
            [nameof(RetryDialog.Succession)] = await Repeating.FindAsync(actor, Id, Leaving),
        };
        object? answer = await Dialogs.OpenAsync<RetryDialog>(title, about, DialogShapes.Question);
        if (answer is RetryAnswer.Retry)
            await retry(actor);
        else if (answer is RetryAnswer.Repeat)
            await RepeatAsync(actor);
    });

    private IReadOnlyList<string> NamesOf(IEnumerable<string> keys) => [.. keys.Select(key => NameOf(Run!.Template.Find(key)!))];

    /// <summary>Another run, with the values of this one.</summary>
    private async Task RepeatAsync(Actor actor)
    {
        TriggerResult made = await Repeating.RepeatAsync(actor, Id, idempotencyKey: null, Leaving);
        Navigation.NavigateTo($"/runs/{made.RunId}");
    }

    private async Task MarkAsync(CompiledNode node)
    {
        IReadOnlyList<string>? arms = Run!.Template.Plan[node.Ordinal].Arms;
        if (await Dialogs.OpenAsync<MarkNodeDialog>(
            L["Mark.Title", NameOf(node)], new() { [nameof(MarkNodeDialog.Arms)] = arms }, DialogShapes.Question) is NodeMark mark)
            await ActAsync(actor => Actions.MarkAsync(actor, Id, node.Definition.Key, mark.State, mark.Arms, Leaving));
    }

    private static string NameOf(CompiledNode node) => node.Definition.Name ?? node.Definition.Key;
}
