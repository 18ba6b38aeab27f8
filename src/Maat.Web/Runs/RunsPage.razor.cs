using System.Globalization;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Engine.Runs;
using Maat.Storage.Runs;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.Runs;

/// <summary>
/// Runs of a project, or of all: filtered by the address, leafed through by key. Rows that are shown are read again every few seconds and
/// stay where they are; newer runs are announced, and come when the person asks for them.
/// </summary>
public sealed partial class RunsPage : LeafedPage
{
    /// <summary>A list that is looked at for seconds; what happens within a run is on the run's own page, at once.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>What <c>datetime-local</c> takes and gives, by HTML.</summary>
    private const string TimeFormat = "yyyy-MM-ddTHH:mm";

    private readonly HashSet<long> _chosen = [];
    private TurnedPage<RunView>? _page;
    private IReadOnlyList<(string Value, string Name)> _applications = [];
    private IReadOnlyList<BulkOutcome>? _outcomes;
    private Func<int, string> _done = _ => "";
    private Actor? _actor;
    private bool _newer;

    /// <summary>Null for the runs of all projects.</summary>
    [Parameter]
    public long? ProjectId { get; set; }

    [SupplyParameterFromQuery]
    public string? State { get; set; }

    [SupplyParameterFromQuery]
    public long? Application { get; set; }

    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery]
    public string? By { get; set; }

    [SupplyParameterFromQuery]
    public DateTime? From { get; set; }

    [SupplyParameterFromQuery]
    public DateTime? To { get; set; }

    [Inject]
    internal RunViews Views { get; set; } = null!;

    [Inject]
    internal RunActions Actions { get; set; } = null!;

    [Inject]
    internal ApplicationOverviews Applications { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    private static Dictionary<string, object?> First => new() { ["after"] = null, ["before"] = null, ["last"] = null };

    private string ListAddress => ProjectId is { } project ? $"/projects/{project}/runs" : "/runs";

    private bool IsNarrowed => State is not null || Application is not null || Kind is not null || By is not null || From is not null || To is not null;

    private RunFilter Filter => new(
        ProjectId, Application, Parsed<RunState>(State), Parsed<RunKind>(Kind), By, Utc(From), Utc(To));

    protected override async Task OnParametersSetAsync()
    {
        _chosen.Clear();
        await ReadAsync(ReadPageAsync);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            RefreshEvery(Interval, () => ReadAsync(RefreshAsync));
    }

    private async Task ReadPageAsync(Actor actor)
    {
        (_actor, _newer) = (actor, false);
        if (ProjectId is { } project)
            _applications = [.. (await Applications.NamesAsync(actor, project, Leaving)).Select(a => (a.Id.ToString(CultureInfo.InvariantCulture), a.Name))];
        _page = await Views.LeafAsync(actor, Filter, Turn, Leaving);
    }

    /// <summary>Reads the rows that are shown again, in their order, and looks whether there are newer ones.</summary>
    private async Task RefreshAsync(Actor actor)
    {
        if (_page is not { } page)
            return;
        if (page.Items.Count == 0)
        {
            await ReadPageAsync(actor);
            return;
        }

        List<RunView> rows = await Views.ReadAsync(actor, [.. page.Items.Select(run => run.Facts.Id)], Leaving);
        bool newer = IsFirst && (await Views.LeafAsync(
            actor, Filter, new PageTurn(Before: PageCursor(page.Items[0]), Limit: 1), Leaving)).Items.Count > 0;
        // Meanwhile the person may have turned the page.
        if (ReferenceEquals(_page, page))
            (_page, _newer) = (page with { Items = rows }, newer);
    }

    private Task ShowNewestAsync() => ReadAsync(ReadPageAsync);

    private bool MayOperate(RunView run) => _actor is { } actor && actor.Can(Right.Operate, run.Facts.ProjectId);

    private void Choose(long run)
    {
        if (!_chosen.Remove(run))
            _chosen.Add(run);
    }

    private void ChooseAll(bool all)
    {
        _chosen.Clear();
        if (all && _page is { } page)
            _chosen.UnionWith(page.Items.Where(MayOperate).Select(run => run.Facts.Id));
    }

    private Task RetryAsync() => ConfirmAsync(
        L["Runs.RetryTitle"], run => run.State is RunState.Failed or RunState.Cancelled, "Runs.RetryConfirm", isDanger: false,
        (actor, runs) => Actions.RetryFailedAsync(actor, runs, Leaving), done => L["Runs.Retried", done]);

    private Task CancelAsync() => ConfirmAsync(
        L["Runs.CancelTitle"], run => !run.State.IsTerminal(), "Runs.CancelConfirm", isDanger: true,
        (actor, runs) => Actions.CancelAsync(actor, runs, Leaving), done => L["Runs.Cancelled", done]);

    /// <summary>Shows what is touched and what is not, and does it when it is confirmed.</summary>
    private async Task ConfirmAsync(
        string title, Func<RunView, bool> touched, string confirm, bool isDanger, Func<Actor, long[], Task<IReadOnlyList<BulkOutcome>>> act, Func<int, string> done)
    {
        RunView[] chosen = [.. _page!.Items.Where(run => _chosen.Contains(run.Facts.Id))];
        object? confirmed = await Dialogs.OpenAsync<BulkRunsDialog>(title, new()
        {
            [nameof(BulkRunsDialog.Touched)] = chosen.Where(touched).ToArray(),
            [nameof(BulkRunsDialog.Left)] = chosen.Where(run => !touched(run)).ToArray(),
            [nameof(BulkRunsDialog.Confirm)] = confirm,
            [nameof(BulkRunsDialog.IsDanger)] = isDanger,
        }, DialogShapes.QuestionWithList);
        if (confirmed is not true)
            return;
        await ActAsync(async actor =>
        {
            _outcomes = await act(actor, [.. chosen.Where(touched).Select(run => run.Facts.Id)]);
            _done = done;
            _chosen.Clear();
            await RefreshAsync(actor);
        });
    }

    private static string PageCursor(RunView run) => run.Facts.Id.ToString(CultureInfo.InvariantCulture);

    private static TEnum? Parsed<TEnum>(string? name)
        where TEnum : struct, Enum => name is not null && Names<TEnum>.TryParse(name, out TEnum member) ? member : null;

    /// <summary>The address names times in UTC, so that it means the same to whoever is given it.</summary>
    private static DateTime? Utc(DateTime? time) => time is { } given ? DateTime.SpecifyKind(given, DateTimeKind.Utc) : null;

    private static string? Shown(DateTime? time) => time?.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string? Typed(ChangeEventArgs changed) => changed.Value?.ToString() is { Length: > 0 } time ? time : null;
}
