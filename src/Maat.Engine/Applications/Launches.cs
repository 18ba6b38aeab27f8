using Maat.Domain.Projects;
using Maat.Storage;
using Maat.Storage.Engine;

namespace Maat.Engine.Applications;

/// <summary>How use cases read what an application's next run is made from.</summary>
internal static class Launches
{
    /// <exception cref="NotFoundException">The application is not there, or not for this actor.</exception>
    /// <exception cref="ForbiddenException">The actor's role in its project does not give the right.</exception>
    public static async Task<Launch> ReadLaunchAsync(
        this IMaatDatabase database, Actor actor, long applicationId, Right right, CancellationToken cancellation)
    {
        Wording what = $"application {applicationId}";
        Launch launch = await database.TransactAsync(t => t.ReadLaunchAsync(applicationId), cancellation).ConfigureAwait(false)
            ?? throw new NotFoundException(what);
        actor.Demand(right, launch.ProjectId, what);
        return launch;
    }
}
