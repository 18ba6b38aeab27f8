using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Schedules;
using Maat.Domain.Values;
using Maat.Engine;
using Maat.Engine.Applications;
using Maat.Simulation.Documents;
using Maat.Simulation.Faults;
using Maat.Simulation.Invariants;
using Maat.Simulation.Processes;
using Maat.Simulation.Seeds;
using Maat.Storage;

namespace Maat.Simulation.People;

/// <summary>People and programs that use the product while it runs: through its use cases, on any process, also at the wrong moment.</summary>
internal sealed class Crowd(World world)
{
    /// <summary>No more runs than a schedule needs: most of what can go wrong goes wrong within one.</summary>
    private const int MostTriggers = 5;

    private static readonly Actor Somebody = Actor.Administrator("somebody");
    private static readonly string[] Arms = ["a", "b", "c"];

    private readonly List<(SimulatedProcess Process, string What, Task Task)> _requests = [];
    private readonly Dictionary<(long Application, string Key), long?> _keys = [];
    private readonly HashSet<long> _made = [];
    private int _withoutKey;

    public bool IsEmpty => _requests.Count == 0;

    /// <summary>Somebody does something.</summary>
    public void Act()
    {
        SimulatedProcess[] reachable = [.. world.Processes.Where(p => !p.IsStopped)];
        if (reachable.Length == 0)
        {
            return;
        }

        SimulatedProcess process = world.Choices.Pick(reachable);
        int dice = world.Choices.Below(100);
        if (dice < 6)
        {
            EditApplication(process);
        }
        else if (dice < 12)
        {
            EditSchedule(process);
        }
        else if (dice < 30 || !world.Model.Runs.Any())
        {
            Trigger(process);
        }
        else
        {
            ActOnRun(process, world.Choices.Pick([.. world.Model.Runs]));
        }
    }

    public void Trigger(SimulatedProcess process)
    {
        if (_withoutKey + _keys.Count >= MostTriggers)
        {
            return;
        }

        long application = world.Choices.Pick(world.Setting.Applications).Id;
        string? key = world.Choices.Chance(50) ? $"k{world.Choices.Below(3)}" : null;
        var overrides = new Dictionary<string, Value>();
        if (world.Choices.Chance(30))
        {
            overrides.Add(RandomTemplate.Variable, new NumberValue(world.Choices.Below(10)));
        }

        if (key is null)
        {
            _withoutKey++;
        }
        else
        {
            _keys.TryAdd((application, key), null);
        }

        Request(process, "triggers", application, TriggerAsync(process, application, key, overrides));
    }

    public void Resume(SimulatedProcess process, long runId) =>
        Request(process, "resumes run", runId, process.Actions.ResumeAsync(Somebody, runId, CancellationToken.None));

    /// <summary>Takes note of requests that ended since, and forgets those whose process died.</summary>
    public void Settle()
    {
        for (int i = _requests.Count - 1; i >= 0; i--)
        {
            (SimulatedProcess process, string what, Task task) = _requests[i];
            if (!task.IsCompleted && world.Processes.Contains(process))
            {
                continue;
            }

            _requests.RemoveAt(i);
            switch (task.Exception?.InnerException)
            {
                case null or InjectedFaultException or AmbiguousCommitException:
                    break;
                case RefusedException:
                    world.Coverage.Count(Happening.Refused);
                    break;
                case { } exception:
                    world.Violate(Invariant.NoDefect, $"Somebody {what}: {exception}");
                    break;
            }
        }
    }

    /// <summary>No request made two runs, and no key did.</summary>
    public void CheckRest()
    {
        int made = world.Model.Runs.Count(r => r.First.Kind == Storage.Runs.RunKind.Manual);
        if (made > _withoutKey + _keys.Count)
        {
            world.Violate(Invariant.OneRunPerRequest, $"{made} runs were made by {_withoutKey} requests without a key and {_keys.Count} keys.");
        }
    }

    private async Task TriggerAsync(SimulatedProcess process, long application, string? key, Dictionary<string, Value> overrides)
    {
        TriggerResult result = await process.Triggering
            .TriggerAsync(Somebody, application, new TriggerRequest(overrides, IdempotencyKey: key), CancellationToken.None).ConfigureAwait(false);
        world.Coverage.Count(result.Existed ? Happening.TriggeredAgainByKey : Happening.Triggered);
        if (key is null)
        {
            if (result.Existed || !_made.Add(result.RunId))
            {
                world.Violate(Invariant.OneRunPerRequest, $"A trigger without a key was answered with run {result.RunId}, which was there.");
            }

            return;
        }

        if (_keys[(application, key)] is { } known && known != result.RunId)
        {
            world.Violate(Invariant.OneRunPerRequest, $"The key {key} made run {known}, and now {result.RunId}.");
        }

        _keys[(application, key)] = result.RunId;
    }

    private void ActOnRun(SimulatedProcess process, ShadowRun run)
    {
        long id = run.First.Id;
        switch (world.Choices.Below(100))
        {
            case < 14:
                Request(process, "pauses run", id, process.Actions.PauseAsync(Somebody, id, CancellationToken.None), Happening.Paused);
                break;
            case < 32:
                Request(process, "resumes run", id, process.Actions.ResumeAsync(Somebody, id, CancellationToken.None), Happening.Resumed);
                break;
            case < 40:
                Request(process, "cancels run", id, process.Actions.CancelAsync(Somebody, id, CancellationToken.None), Happening.Cancelled);
                break;
            case < 58:
                Request(process, "retries what failed in run", id, process.Actions.RetryFailedAsync(Somebody, id, CancellationToken.None), Happening.RetriedFailed);
                break;
            case < 72:
                string[] nodes = [.. Enumerable.Range(0, world.Choices.Between(1, 2)).Select(_ => $"n{world.Choices.Below(run.Nodes.Length)}").Distinct()];
                Request(process, $"retries from {string.Join(", ", nodes)} run", id, process.Actions.RetryFromAsync(Somebody, id, nodes, CancellationToken.None), Happening.RetriedFrom);
                break;
            default:
                Mark(process, run);
                break;
        }
    }

    private void Mark(SimulatedProcess process, ShadowRun run)
    {
        ShadowNode node = world.Choices.Pick(run.Nodes);
        NodeState state = world.Choices.Of(NodeState.Succeeded, NodeState.Failed, NodeState.Skipped);
        string[]? arms = run.IsBranch(node.Ordinal) && state == NodeState.Succeeded ? Arms[..world.Choices.Between(0, 3)] : null;
        Happening happening = node.State.IsTerminal() ? Happening.MarkedEnded : node.State == NodeState.Running ? Happening.MarkedRunning : Happening.MarkedWaiting;
        Task marking = process.Actions.MarkAsync(Somebody, run.First.Id, $"n{node.Ordinal}", state, arms, CancellationToken.None);
        Request(process, $"marks n{node.Ordinal} as {state} in run", run.First.Id, marking, happening);
    }

    /// <summary>Changes what the next run is made from.</summary>
    private void EditApplication(SimulatedProcess process)
    {
        SimulatedApplication application = world.Choices.Pick(world.Setting.Applications);
        int version = world.Choices.Between(1, application.Versions), level = world.Choices.Below(10), active = world.Choices.Between(1, 4);
        Request(process, "edits application", application.Id, EditAsync(), Happening.ApplicationEdited);

        Task<bool> EditAsync() => process.Database.TransactAsync(
            _ =>
            {
                world.Database.Execute(
                    "UPDATE application SET version = $2, \"values\" = $3, max_active_runs = $4, revision = revision + 1 WHERE id = $1",
                    application.Id, (long)version, Setting.Values(level), (long)active);
                return ValueTask.FromResult(true);
            },
            CancellationToken.None);
    }

    /// <summary>Replaces a schedule, or pauses or resumes all of its application's.</summary>
    private void EditSchedule(SimulatedProcess process)
    {
        if (world.Choices.Chance(50))
        {
            long application = world.Choices.Pick(world.Setting.Applications).Id;
            Request(process, "pauses or resumes application", application, process.Scheduling.SetEnabledAsync(Somebody, application, world.Choices.Chance(60), CancellationToken.None), Happening.ApplicationPausedOrResumed);
        }
        else if (world.Setting.Schedules.Count > 0)
        {
            SimulatedSchedule schedule = world.Choices.Pick(world.Setting.Schedules);
            // The rarer crontabs only: under any policy they make few runs.
            var definition = new ScheduleDefinition(
                world.Choices.Pick([.. Setting.Crontabs.Skip(1)]),
                "UTC",
                Missed: world.Choices.Of(MissedFiringPolicy.RunLatest, MissedFiringPolicy.Skip),
                Overlap: world.Choices.Of(OverlapPolicy.Wait, OverlapPolicy.Skip),
                Enabled: world.Choices.Chance(75));
            Request(process, "edits schedule", schedule.Id, process.Scheduling.UpdateAsync(Somebody, schedule.ApplicationId, schedule.Id, null, definition, CancellationToken.None), Happening.ScheduleEdited);
        }
    }

    private void Request(SimulatedProcess process, string what, long subject, Task task, Happening? happening = null)
    {
        world.Trace.Note(what, subject, process.Number, 0, $"{subject} through process {process.Number}");
        _requests.Add((process, what, task));
        if (happening is { } counted && task.IsCompletedSuccessfully)
        {
            world.Coverage.Count(counted);
        }
    }
}
