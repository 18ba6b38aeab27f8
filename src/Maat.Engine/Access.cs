using Maat.Domain.Projects;

namespace Maat.Engine;

/// <summary>The one way in which use cases ask the table of rights.</summary>
public static class Access
{
    /// <exception cref="NotFoundException">The project does not exist for this actor.</exception>
    /// <exception cref="ForbiddenException">The actor's role does not give the right.</exception>
    public static void Demand(this Actor actor, Right right, long projectId, Wording what)
    {
        if (!actor.Sees(projectId))
        {
            throw new NotFoundException(what);
        }

        if (!actor.Can(right, projectId))
        {
            throw new ForbiddenException($"Your role in this project does not allow this. Ask one of its owners for the right to {Verb(right)}.");
        }
    }

    /// <param name="doing">What only an administrator may do, as a verb.</param>
    /// <exception cref="ForbiddenException">The actor is no administrator.</exception>
    public static void DemandAdministrator(this Actor actor, Wording doing)
    {
        if (!actor.IsAdministrator)
        {
            throw new ForbiddenException($"Only an administrator may {doing}.");
        }
    }

    private static Wording Verb(Right right) => right switch
    {
        Right.View => $"see it",
        Right.Operate => $"operate its runs",
        Right.Edit => $"edit it",
        Right.Own => $"manage it",
        Right.Administer => $"administer this installation",
        _ => throw new ArgumentOutOfRangeException(nameof(right), right, "Not a right."),
    };
}
