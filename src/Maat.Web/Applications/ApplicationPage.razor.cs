using System.Globalization;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Engine.Runs;
using Maat.Storage.Projects;
using Maat.Web.Keeping;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.Applications;

/// <summary>
/// One application: its last runs, its values, its schedules, what was changed. What is typed is kept until it is saved or discarded,
/// whatever else is read meanwhile.
/// </summary>
public sealed partial class ApplicationPage : LeafedPage
{
    private const string RunsTab = "runs";

    /// <summary>As many bars as the width has room for at 1280 px.</summary>
    private const int ShownBars = 40;

    private const int ShownChanges = 8;

    /// <summary>What happens within a run is on its own page, at once; here are its beginnings and ends.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private ApplicationFacts? _facts;
    private ApplicationEdits? _edits;
    private IReadOnlyList<RunBar> _bars = [];
    private IReadOnlyList<ScheduleView> _schedules = [];
    private IReadOnlyList<AuditRow> _changes = [];
    private IReadOnlyList<Problem> _others = [];
    private TurnedPage<RunView>? _runs;
    private bool _conflict;
    private Kept? _kept;

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [Inject]
    internal ApplicationReading Reading { get; set; } = null!;

    [Inject]
    internal ApplicationOverviews Overviews { get; set; } = null!;

    [Inject]
    internal ApplicationEditing Editing { get; set; } = null!;

    [Inject]
    internal ScheduleViews Schedules { get; set; } = null!;

    [Inject]
    internal Scheduling Scheduling { get; set; } = null!;

    [Inject]
    internal CurrentProject Current { get; set; } = null!;

    [Inject]
    internal RunViews Runs { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    private bool IsRuns => Tab == RunsTab;

    private bool MayOperate { get; set; }

    private bool MayEdit { get; set; }

    private string ListAddress => $"/projects/{_facts!.Application.ProjectId}/applications";

    protected override Task OnParametersSetAsync() => ReadAsync(async actor =>
    {
        if (_facts?.Application.Id != Id)
            _edits = null;
        await ReadPageAsync(actor);
    });

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            RefreshEvery(Interval, () => ReadAsync(ReadPageAsync));
    }

    private async Task ReadPageAsync(Actor actor)
    {
        ApplicationFacts facts = await Reading.GetAsync(actor, Id, Leaving);
        Current.Show(facts.Application.ProjectId);
        (MayOperate, MayEdit) = (actor.Can(Right.Operate, facts.Application.ProjectId), actor.Can(Right.Edit, facts.Application.ProjectId));
        if (IsRuns)
        {
            _runs = await Runs.LeafAsync(actor, new RunFilter(ApplicationId: Id), Turn, Leaving);
        }
        else
        {
            _bars = await Overviews.LastRunsAsync(actor, Id, ShownBars, Leaving);
            _schedules = await Schedules.ListAsync(actor, Id, CultureInfo.CurrentUICulture, Leaving);
            _changes = await Reading.ChangesAsync(actor, Id, ShownChanges, Leaving);
        }

        _facts = facts;
        // An open form is not touched by what is read meanwhile: whoever saves on an old revision is told.
        if (_edits is null || _edits.Changes == 0 && _edits.Revision != facts.Application.Revision)
            (_edits, _conflict) = (new ApplicationEdits(facts), false);
    }

    private Task<bool> ToggleAsync() => ActAsync(async actor =>
    {
        await Scheduling.SetEnabledAsync(actor, Id, !_facts!.Application.Enabled, Leaving);
        await ReadPageAsync(actor);
    });

    private Task<bool> TakeAsync(int version) => ActAsync(async actor =>
    {
        CompiledTemplate template = await Reading.VersionAsync(actor, _facts!.Application.ProjectId, _facts.Application.TemplateId, version, Leaving);
        _edits!.Take(version, template, _facts.Application);
    });

    private void Discard()
    {
        (_edits, _conflict, _others) = (new ApplicationEdits(_facts!), false, []);
        Refusal = null;
    }

    private Task DiscardAsync()
    {
        Discard();
        return ForgetAsync();
    }

    private Task ForgetAsync() => _kept?.ForgetAsync() ?? Task.CompletedTask;

    private async Task SaveAsync()
    {
        ApplicationEdits edits = _edits!;
        (_others, _conflict) = ([], false);
        edits.ForgetProblems();
        if (!edits.Values.Check())
            return;
        bool saved = await ActAsync(async actor =>
        {
            await Editing.UpdateAsync(actor, Id, edits.Revision, edits.Definition(), Leaving);
            _edits = null;
            await ReadPageAsync(actor);
        });
        if (saved)
        {
            await ForgetAsync();
            return;
        }

        switch (Refusal)
        {
            case InvalidInputException invalid:
                _others = edits.Refuse(invalid.Problems);
                Refusal = _others.Count > 0 ? null : Refusal;
                break;
            case ConflictException:
                await RebaseAsync(edits);
                break;
        }
    }

    /// <summary>If somebody saved in between, takes theirs below what was typed, and says so; any other conflict is left as it was told.</summary>
    private Task RebaseAsync(ApplicationEdits edits) => ReadAsync(async actor =>
    {
        ApplicationFacts facts = await Reading.GetAsync(actor, Id, Leaving);
        if (facts.Application.Revision == edits.Revision)
            return;
        CompiledTemplate template = edits.Version == facts.Application.Version
            ? facts.Template
            : await Reading.VersionAsync(actor, facts.Application.ProjectId, facts.Application.TemplateId, edits.Version, Leaving);
        edits.Rebase(facts, template);
        (_facts, _conflict) = (facts, true);
        Refusal = null;
    });

    private async Task TriggerAsync()
    {
        var parameters = new Dictionary<string, object?> { [nameof(TriggerDialog.Facts)] = _facts };
        if (await Dialogs.OpenAsync<TriggerDialog>(L["Application.TriggerTitle", _facts!.Application.Name], parameters, DialogShapes.Form) is long run)
            Navigation.NavigateTo($"/runs/{run}");
    }

    private async Task EditScheduleAsync(ScheduleView? schedule)
    {
        var parameters = new Dictionary<string, object?>
        {
            [nameof(ScheduleDialog.ApplicationId)] = Id,
            [nameof(ScheduleDialog.ProjectZone)] = _facts!.ProjectZone,
            [nameof(ScheduleDialog.Schedule)] = schedule?.Schedule,
        };
        if (await Dialogs.OpenAsync<ScheduleDialog>(L[schedule is null ? "Schedule.AddTitle" : "Schedule.EditTitle"], parameters, DialogShapes.Form) is true)
            await ReadAsync(ReadPageAsync);
    }

    private Task<bool> ToggleScheduleAsync(ScheduleView schedule) => ActAsync(async actor =>
    {
        await Scheduling.SetScheduleEnabledAsync(actor, Id, schedule.Schedule.Id, !schedule.Schedule.Enabled, Leaving);
        await ReadPageAsync(actor);
    });

    private async Task DeleteAsync()
    {
        var parameters = new Dictionary<string, object?> { [nameof(DeleteApplicationDialog.Name)] = _facts!.Application.Name, [nameof(DeleteApplicationDialog.Schedules)] = _schedules.Count };
        if (await Dialogs.OpenAsync<DeleteApplicationDialog>(L["Application.DeleteTitle"], parameters, DialogShapes.Question) is not true)
            return;
        if (await ActAsync(actor => Editing.DeleteAsync(actor, Id, Leaving)))
            Navigation.NavigateTo(ListAddress);
    }

    private string ActionName(string action) => action switch
    {
        "application.create" => L["Application.Did.Create"],
        "application.update" => L["Application.Did.Update"],
        "application.enable" => L["Application.Did.Enable"],
        "application.pause" => L["Application.Did.Pause"],
        "schedule.add" => L["Application.Did.AddSchedule"],
        "schedule.update" => L["Application.Did.UpdateSchedule"],
        "schedule.delete" => L["Application.Did.DeleteSchedule"],
        _ => action,
    };
}
