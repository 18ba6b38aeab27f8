using Maat.Domain.Projects;
using Maat.Storage.Applications;
using Maat.Storage.Runs;

namespace Maat.Engine.Home;

/// <summary>The projects that Home speaks of: those that exist for the actor.</summary>
internal sealed class HomeScope(Actor actor)
{
    private readonly bool _all = actor.IsAdministrator;
    private readonly long[] _own = [.. actor.Roles.Keys];

    public IQueryable<RunRow> Of(IQueryable<RunRow> runs) => _all ? runs : runs.Where(r => _own.Contains(r.ProjectId));

    public IQueryable<ApplicationRow> Of(IQueryable<ApplicationRow> applications) => _all ? applications : applications.Where(a => _own.Contains(a.ProjectId));
}
