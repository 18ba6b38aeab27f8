using Maat.Domain.Documents;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Maat.Web.Api;

/// <summary>A problem document (RFC 9457) that says of each thing that is wrong where it is.</summary>
internal sealed class ApiProblem : ProblemDetails
{
    public const string MediaType = "application/problem+json";

    public IReadOnlyList<LocatedProblem>? Problems { get; init; }

    /// <summary>The revision that there is now, when another one was named: what to look at before trying again.</summary>
    public int? Revision { get; init; }
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Severity">An error prevents what was asked; a warning does not.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">What is wrong and what to do, for people: in English, or in the language that the request asks for.</param>
/// <param name="Path">The place as a JSON pointer (RFC 6901).</param>
/// <param name="Node">The key of the node that has it.</param>
/// <param name="Field">The field that has it.</param>
/// <param name="Line">Counted from 1: inside a script or an expression, or inside a file that cannot be read.</param>
/// <param name="Column">Counted from 1.</param>
internal sealed record LocatedProblem(
    Severity Severity, string Code, string Message, string Path, string? Node, string? Field, int? Line, int? Column)
{
    public static LocatedProblem Of(Problem problem) => new(
        problem.Severity, problem.Code, problem.Wording.Localized(), problem.Place.Path, problem.Place.Node, problem.Place.Field, problem.Place.Line, problem.Place.Column);

    public static IReadOnlyList<LocatedProblem> Of(IEnumerable<Problem> problems) => [.. problems.Select(Of)];
}
