using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Queues;
using Maat.Engine.Registry;
using Maat.Storage.Processes;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Maat.Web.Queues;

/// <summary>What waits and runs where, and who works: everybody sees the queues, administrators change them and see the processes.</summary>
public sealed partial class QueuesPage : ActingPage
{
    /// <summary>How often the page is read again: often enough to watch a queue empty.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>More processes than a page is good for; the API lists the rest.</summary>
    private const int MostProcesses = 100;

    private Page<QueueView>? _queues;
    private Page<ProcessView>? _processes;
    private bool _mayChange;

    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [Inject]
    internal QueueEditing Queues { get; set; } = null!;

    [Inject]
    internal ProcessViews Processes { get; set; } = null!;

    [Inject]
    internal DialogService Dialogs { get; set; } = null!;

    protected override Task OnParametersSetAsync() => ReadAsync(ReadPageAsync);

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            RefreshEvery(Interval, () => ReadAsync(ReadPageAsync));
    }

    private async Task ReadPageAsync(Actor actor)
    {
        _queues = await Queues.ListAsync(new PageRequest(After), Leaving);
        _mayChange = actor.IsAdministrator;
        if (_mayChange)
            _processes = await Processes.ListAsync(actor, new PageRequest(null, MostProcesses), Leaving);
    }

    private async Task OpenAsync(QueueView? queue)
    {
        string title = queue is null ? L["Queues.AddTitle"] : L["Queues.ChangeTitle", queue.Queue.Name];
        if (await Dialogs.OpenAsync<QueueDialog>(title, new() { [nameof(QueueDialog.Queue)] = queue?.Queue }, DialogShapes.Fields) is true)
            await ReadAsync(ReadPageAsync);
    }

    private Task<bool> PauseAsync(QueueView queue) => ActAsync(async actor =>
    {
        await Queues.UpdateAsync(
            actor, queue.Queue.Name, queue.Queue.Revision, new QueueSettings(queue.Queue.MaxRunning, !queue.Queue.Paused), Leaving);
        await ReadPageAsync(actor);
    });

    /// <summary>The state of a node that looks as a process in this state should.</summary>
    private static string ShownAs(ProcessState state) => state switch
    {
        ProcessState.Alive => "succeeded",
        ProcessState.Draining => "deferred",
        ProcessState.Ended => "cancelled",
        _ => "failed",
    };
}
