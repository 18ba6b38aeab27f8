using Maat.Domain.Documents;

namespace Maat.Engine;

/// <summary>A request that is refused; the message is for whoever made it and says what to do.</summary>
public abstract class RefusedException(string message) : Exception(message);

/// <summary>It is not there, or not for this person to know of.</summary>
public sealed class NotFoundException(string what) : RefusedException($"There is no {what}.");

/// <summary>The person may see it, but not do this.</summary>
public sealed class ForbiddenException(string message) : RefusedException(message);

/// <summary>What was given is wrong; each problem says where.</summary>
public sealed class InvalidInputException(string message, IReadOnlyList<Problem> problems) : RefusedException(message)
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}

/// <summary>It is not in a state in which this can be done, or somebody else changed it first.</summary>
public sealed class ConflictException(string message) : RefusedException(message)
{
    /// <summary>The revision that there is now, where another one was named; null where no revision is the matter.</summary>
    public int? Revision { get; init; }
}
