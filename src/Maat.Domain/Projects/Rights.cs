namespace Maat.Domain.Projects;

/// <summary>What a member may do in a project; each role may do what those before it may. The numbers are stored; never change one.</summary>
public enum Role : byte
{
    Viewer = 0,
    Operator = 1,
    Editor = 2,
    Owner = 3,
}

/// <summary>A kind of action that needs a right.</summary>
public enum Right
{
    /// <summary>See templates, applications, runs, logs and outputs, secrets masked.</summary>
    View,

    /// <summary>Trigger, retry, cancel, pause, mark, backfill; enable and pause schedules.</summary>
    Operate,

    /// <summary>Edit drafts, applications, schedules; publish; choose which applications take a version.</summary>
    Edit,

    /// <summary>Secrets, members and roles, project settings, project tokens.</summary>
    Own,

    /// <summary>Queues, workers, users, other projects.</summary>
    Administer,
}

/// <summary>Who acts. <paramref name="Roles"/> holds the roles by project id; an administrator may do everything.</summary>
public sealed record Actor(string Name, bool IsAdministrator, IReadOnlyDictionary<long, Role> Roles)
{
    /// <summary>What Maat does by itself: the scheduler's firings, the first start's example.</summary>
    public static readonly Actor System = new("Maat", true, new Dictionary<long, Role>());

    /// <summary>The person who acts, or for whom a token acts; null for Maat itself and for the installation's own token.</summary>
    public long? PersonId { get; init; }

    /// <summary>When the token ends with which a program acts, UTC; null for people. What it makes ends no later.</summary>
    public DateTime? Until { get; init; }

    /// <summary>The role in a project; null for none. An administrator owns every project.</summary>
    public Role? RoleIn(long projectId) => IsAdministrator ? Role.Owner : Roles.TryGetValue(projectId, out Role role) ? role : null;

    public static Actor Administrator(string name) => new(name, true, new Dictionary<long, Role>());

    /// <summary>Whether the project exists for this actor at all.</summary>
    public bool Sees(long projectId) => Can(Right.View, projectId);

    public bool Can(Right right, long projectId) => IsAdministrator || right switch
    {
        Right.Administer => false,
        _ => Roles.TryGetValue(projectId, out Role role) && role >= Needed(right),
    };

    private static Role Needed(Right right) => right switch
    {
        Right.View => Role.Viewer,
        Right.Operate => Role.Operator,
        Right.Edit => Role.Editor,
        Right.Own => Role.Owner,
        _ => throw new ArgumentOutOfRangeException(nameof(right), right, "No role of a project gives this right."),
    };
}
