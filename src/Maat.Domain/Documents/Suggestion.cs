namespace Maat.Domain.Documents;

/// <summary>
/// Finds what somebody may have meant by a name that does not exist. One instance serves one document, and stops looking when its
/// budget is spent: ten thousand wrong names among ten thousand right ones would take minutes.
/// </summary>
internal sealed class Suggestion
{
    /// <summary>Comparisons of two names for one document: some 50 ms.</summary>
    private const int Budget = 200_000;

    private int _spent;

    /// <summary>Text for the end of a message, such as <c>; did you mean 'retries'?</c>, or nothing.</summary>
    public Wording For(string name, IEnumerable<string> known)
    {
        string? best = null;
        int least = Tolerance(name) + 1;
        foreach (string candidate in known)
        {
            if (_spent >= Budget)
                break;
            if (Math.Abs(candidate.Length - name.Length) >= least || candidate.Length > Key.MaxLength)
                continue;
            _spent++;
            int distance = Distance(name, candidate);
            if (distance < least)
                (best, least) = (candidate, distance);
        }

        return best is null ? Wording.Nothing : Wording.Of($"; did you mean '{best}'?");
    }

    /// <summary>The same, naming all that exist when there is nothing similar and they are few.</summary>
    public Wording OrList(string name, IReadOnlyCollection<string> known)
    {
        Wording meant = For(name, known);
        return !meant.IsNothing || known.Count == 0 || known.Count > 20 ? meant : $"; there are: {Wording.List(known)}";
    }

    private static int Tolerance(string name) => name.Length > Key.MaxLength ? -1 : name.Length <= 3 ? 1 : Math.Min(3, 1 + (name.Length / 4));

    /// <summary>Edits that turn one into the other, a swap of neighbours counting as one (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1], last = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            last.CopyTo(before);
            row.CopyTo(last);
        }

        return last[b.Length];
    }
}
