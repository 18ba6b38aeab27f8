using System.Globalization;
using Maat.Domain.Documents;

namespace Maat.Domain.Tests.Documents;

/// <summary>Problems as one line each, for tables: <c>code path line:column</c>, a warning with a question mark before it.</summary>
internal static class Shown
{
    public static string[] Lines(IEnumerable<Problem> problems) => [.. problems.Select(Line)];

    private static string Line(Problem problem)
    {
        string place = problem.Place.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $" {line}:{problem.Place.Column}") : "";
        return $"{(problem.Severity == Severity.Warning ? "?" : "")}{problem.Code} {problem.Place.Path}{place}";
    }
}
