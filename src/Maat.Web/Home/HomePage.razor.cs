using System.Globalization;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Engine;
using Maat.Engine.Home;
using Maat.Engine.Runs;
using Maat.Storage.Projects;
using Maat.Web.Lists;
using Maat.Web.Runs;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.Home;

/// <summary>What needs attention, what runs, what is due: of all projects of a person. It reads again every few seconds while it is open.</summary>
public sealed partial class HomePage : ActingPage
{
    private const string Retried = "Runs.Retried";

    /// <summary>Looked at in passing, or left open on a wall.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private HomeView? _view;
    private Actor? _actor;
    private ProjectRow? _project;
    private IReadOnlyList<BulkOutcome>? _outcomes;

    [Inject]
    internal HomeViews Views { get; set; } = null!;

    /// <summary>What is begun from Home is begun in it, and times are on its clock.</summary>
    [Inject]
    internal CurrentProject Current { get; set; } = null!;

    [Inject]
    internal RunViews Runs { get; set; } = null!;

    [Inject]
    internal RunActions Actions { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    private long[] Retryable => _view is { } view ? [.. view.Attention.Where(need => need.Kind == AttentionKind.Failed && MayRetry(need)).Select(need => need.RunId!.Value)] : [];

    protected override Task OnInitializedAsync() => ReadAsync(ReadPageAsync);

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            RefreshEvery(Interval, () => ReadAsync(ReadPageAsync));
    }

    private async Task ReadPageAsync(Actor actor)
    {
        _actor = actor;
        _project = await Current.GetAsync(Leaving);
        _view = await Views.GetAsync(actor, Leaving);
    }

    private bool May(Right right, long project) => _actor is { } actor && actor.Can(right, project);

    private bool MayRetry(Attention need) => May(Right.Operate, need.ProjectId);

    /// <summary>Whether the next step is this person's: all may look at what there is, not all may draw.</summary>
    private bool MayTake(Beginning beginning) => beginning != Beginning.NoTemplate || _project is null || May(Right.Edit, _project.Id);

    private string NextStep(Beginning beginning) => beginning switch
    {
        _ when _project is null => "/projects",
        Beginning.NoTemplate => $"/projects/{_project.Id}/templates?new=true",
        _ => $"/projects/{_project.Id}/applications",
    };

    private Task<bool> RetryAsync(long run) => ActAsync(async actor =>
    {
        await Actions.RetryFailedAsync(actor, run, Leaving);
        await ReadPageAsync(actor);
    });

    private async Task RetryAllAsync()
    {
        List<RunView> runs = [];
        if (!await ActAsync(async actor => runs = await Runs.ReadAsync(actor, Retryable, Leaving)))
            return;
        object? confirmed = await Dialogs.OpenAsync<BulkRunsDialog>(L["Runs.RetryTitle"], new()
        {
            [nameof(BulkRunsDialog.Touched)] = runs.Where(run => run.State == RunState.Failed).ToArray(),
            [nameof(BulkRunsDialog.Left)] = runs.Where(run => run.State != RunState.Failed).ToArray(),
            [nameof(BulkRunsDialog.Confirm)] = "Runs.RetryConfirm",
        }, DialogShapes.QuestionWithList);
        if (confirmed is not true)
            return;
        await ActAsync(async actor =>
        {
            _outcomes = await Actions.RetryFailedAsync(actor, [.. runs.Where(run => run.State == RunState.Failed).Select(run => run.Facts.Id)], Leaving);
            await ReadPageAsync(actor);
        });
    }

    /// <summary>A number that is counted only so far.</summary>
    private static string Count(int number) => number >= HomeViews.MostCounted ? $"{Grouped(HomeViews.MostCounted)}+" : Grouped(number);

    /// <summary>In groups of three, with a space that does not break.</summary>
    private static string Grouped(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u00A0');

    /// <summary>Never 100 while something failed.</summary>
    private static int Percent(HomeView view) => (int)Math.Floor(100.0 * view.Succeeded / view.Finished);
}
