using System.Collections;

namespace Maat.Domain.Documents;

/// <summary>
/// Collects what is wrong with one document. Past <see cref="DocumentLimits.Problems"/> it only counts, and says so in a last problem.
/// </summary>
public sealed class ProblemList : IReadOnlyList<Problem>
{
    private readonly List<Problem> _problems = [];
    private int _omitted;

    public int Count => _problems.Count;

    public bool HasErrors { get; private set; }

    public Problem this[int index] => _problems[index];

    public void Add(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        HasErrors |= problem.Severity == Severity.Error;
        if (_problems.Count < DocumentLimits.Problems)
        {
            _problems.Add(problem);
            return;
        }

        _omitted++;
        _problems[^1] = new Problem(HasErrors ? Severity.Error : Severity.Warning, "too_many_problems", $"{_omitted + 1} more problems are not listed: mend some of these first", new ProblemPlace(""));
    }

    public void Error(string code, Wording wording, ProblemPlace place) => Add(new Problem(Severity.Error, code, wording, place));

    public void Warning(string code, Wording wording, ProblemPlace place) => Add(new Problem(Severity.Warning, code, wording, place));

    public IEnumerator<Problem> GetEnumerator() => _problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
