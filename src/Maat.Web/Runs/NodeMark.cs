using Maat.Domain.Runs;

namespace Maat.Web.Runs;

/// <summary>How a person says that a node ended.</summary>
/// <param name="Arms">The arms that a branch takes when it succeeded; null for any other.</param>
internal sealed record NodeMark(NodeState State, IReadOnlyList<string>? Arms);
