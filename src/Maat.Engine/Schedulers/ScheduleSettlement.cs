using Maat.Domain.Documents;
using Maat.Domain.Schedules;
using Maat.Domain.Variables;
using Maat.Engine.Runs;
using Maat.Storage.Engine;

namespace Maat.Engine.Schedulers;

/// <summary>What is decided about a locked schedule and not written yet.</summary>
/// <param name="Values">With problems, when the application's values do not fit its template: then nothing is started.</param>
public sealed record ScheduleSettlement(LockedSchedule Schedule, Launch Launch, CompiledTemplate Template, FiringPlan Plan, VariableValues Values)
{
    /// <summary>The runs to make, in the order of their firings.</summary>
    public IEnumerable<RunToLaunch> Runs => Plan.Firings.Where(Starts).Select(
        firing => new RunToLaunch(Launch, Template, Values, RunLauncher.Scheduled(firing.DueAt.UtcDateTime, Schedule.Zone)));

    /// <param name="runs">The ids of the runs that were made, this schedule's first.</param>
    public IEnumerable<DecidedFiring> Fates(Queue<long> runs)
    {
        foreach (Firing firing in Plan.Firings)
        {
            if (Starts(firing))
            {
                yield return ScheduleRules.Decided(firing, runs.Dequeue());
            }
            else if (firing.Fate is FiringFate.Started or FiringFate.StartedLate)
            {
                string reason = "The application's values do not fit its template: " + string.Join("; ", Values.Problems.Select(p => p.Message));
                yield return ScheduleRules.Decided(firing with { Fate = FiringFate.Skipped }, reason: reason);
            }
            else
            {
                yield return ScheduleRules.Decided(firing);
            }
        }
    }

    private bool Starts(Firing firing) => firing.Fate is FiringFate.Started or FiringFate.StartedLate && Values.Problems.Count == 0;
}
