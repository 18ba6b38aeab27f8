using System.Collections.Concurrent;

namespace Maat.Soak;

/// <summary>What was found to be wrong, each thing once.</summary>
internal sealed class Violations
{
    private readonly ConcurrentDictionary<string, bool> found = [];

    public int Count => found.Count;

    public IEnumerable<string> All => found.Keys.Order(StringComparer.Ordinal);

    /// <summary>Writes it at once, too: who looks at the logs then knows when.</summary>
    public void Add(string violation, DateTimeOffset at)
    {
        if (found.TryAdd(violation, true))
            Console.WriteLine($"{at:HH:mm:ss.fff} VIOLATION {violation}");
    }
}
