using Maat.Domain.Documents;

namespace Maat.Engine;

/// <summary>A request that is refused; the wording is for whoever made it and says what to do.</summary>
public abstract class RefusedException(Wording wording) : Exception
{
    public Wording Wording => wording;

    /// <summary>In English, for programs and logs.</summary>
    public override string Message => wording.ToString();
}

/// <summary>It is not there, or not for this person to know of.</summary>
/// <param name="what">Names it, such as <c>project 3</c>.</param>
public sealed class NotFoundException(Wording what) : RefusedException($"There is no {what}.");

/// <summary>The person may see it, but not do this.</summary>
public sealed class ForbiddenException(Wording wording) : RefusedException(wording);

/// <summary>What was given is wrong; each problem says where.</summary>
public sealed class InvalidInputException(Wording wording, IReadOnlyList<Problem> problems) : RefusedException(wording)
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}

/// <summary>It is not in a state in which this can be done, or somebody else changed it first.</summary>
public sealed class ConflictException(Wording wording) : RefusedException(wording)
{
    /// <summary>The revision that there is now, where another one was named; null where no revision is the matter.</summary>
    public int? Revision { get; init; }
}
