namespace Maat.Engine;

/// <summary>What became of one of many things that a person acted on at once.</summary>
/// <param name="Id">What was acted on.</param>
/// <param name="Refusal">Why it was left as it was; null when it was done.</param>
/// <param name="Made">The run that came of it, where one did.</param>
public sealed record BulkOutcome(long Id, RefusedException? Refusal, long? Made = null);

/// <summary>Acts on many things one after the other; what one of them refuses does not stop the rest.</summary>
public static class Bulk
{
    /// <summary>More are found by a filter and done in several goes: each is a transaction of its own, and a person waits for all.</summary>
    public const int Most = 500;

    /// <param name="act">Acts on one; answers with the run that it made, where it makes one.</param>
    /// <exception cref="InvalidInputException">There are too many.</exception>
    public static async Task<IReadOnlyList<BulkOutcome>> EachAsync(
        IReadOnlyCollection<long> ids, Func<long, Task<long?>> act)
    {
        if (ids.Count > Most)
        {
            throw new InvalidInputException($"At most {Most} at once; {ids.Count} were given, and none was touched.", []);
        }

        var outcomes = new List<BulkOutcome>(ids.Count);
        foreach (long id in ids.Distinct())
        {
            try
            {
                outcomes.Add(new BulkOutcome(id, null, await act(id).ConfigureAwait(false)));
            }
            catch (RefusedException refused)
            {
                outcomes.Add(new BulkOutcome(id, refused));
            }
        }

        return outcomes;
    }
}
