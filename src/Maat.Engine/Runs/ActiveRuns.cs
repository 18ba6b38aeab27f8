using Maat.Domain.Runs;
using Maat.Storage;
using Maat.Storage.Runs;

namespace Maat.Engine.Runs;

/// <summary>Runs that have not ended. Named by their states, for that is what the indexes begin with.</summary>
internal static class ActiveRuns
{
    public static readonly RunState[] States = [RunState.Queued, RunState.Running, RunState.Paused];

    public static IQueryable<RunRow> Of(MaatContext context, long applicationId) =>
        context.Runs.Where(r => r.ApplicationId == applicationId && States.Contains(r.State));
}
