using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Storage;
using Maat.Storage.Engine;
using Microsoft.EntityFrameworkCore;

namespace Maat.Engine.Runs;

/// <summary>How the application and the template of a run stand by now.</summary>
/// <param name="Version">The version that the application uses by now: a repetition is made with it.</param>
/// <param name="LatestVersion">The newest version of its template.</param>
public sealed record RunSuccession(int Version, int LatestVersion);

/// <summary>
/// Does a run once more, as its application stands now. A retry stays with the version that its run was made with, so a mended template
/// reaches what failed only as another run: of the same values and for the same time.
/// </summary>
public sealed class RunRepeating(IMaatDatabase database, LiveRuns runs, TemplateCache templates, Triggering triggering)
{
    /// <summary>With which version a repetition would be made; null when the application is gone.</summary>
    /// <exception cref="NotFoundException">The run does not exist for this actor.</exception>
    public async Task<RunSuccession?> FindAsync(Actor actor, long runId, CancellationToken cancellation)
    {
        RunContext run = await runs.FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        return await database.ReadAsync(
            (context, token) => (
                from application in context.Applications
                where application.Id == run.Facts.ApplicationId
                join template in context.Templates on application.TemplateId equals template.Id
                select new RunSuccession(application.Version, template.LatestVersion)).FirstOrDefaultAsync(token),
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes the other run. Values of variables that the application's version does not have any more are left out.</summary>
    /// <param name="idempotencyKey">The same key for the same application makes no second run.</param>
    /// <exception cref="RefusedException">The run or its application is not there, the values do not fit, or the role does not allow it.</exception>
    public async Task<TriggerResult> RepeatAsync(Actor actor, long runId, string? idempotencyKey, CancellationToken cancellation)
    {
        RunContext run = await runs.FindAsync(actor, runId, cancellation).ConfigureAwait(false);
        long application = run.Facts.ApplicationId;
        Launch launch = await database.ReadLaunchAsync(actor, application, Right.Operate, cancellation).ConfigureAwait(false);
        CompiledTemplate template = await templates.GetAsync(launch.TemplateId, launch.Version, cancellation).ConfigureAwait(false);
        HashSet<string> known = [.. template.Document.Variables.Select(variable => variable.Key)];
        Dictionary<string, Value> values = run.Values.Members.Where(value => known.Contains(value.Key)).ToDictionary();
        var request = new TriggerRequest(values, run.Facts.ScheduledAt, idempotencyKey, $"#{runId}");
        return await triggering.TriggerAsync(actor, application, request, cancellation).ConfigureAwait(false);
    }
}
