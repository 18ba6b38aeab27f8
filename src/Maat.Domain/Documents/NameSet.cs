namespace Maat.Domain.Documents;

/// <summary>
/// The names of a mapping that is being read. Nearly all have a handful, which are compared; a large document has a hundred thousand
/// mappings, and a hash table for each would take most of the time of reading it.
/// </summary>
/// <param name="entries">Grows with the names that <see cref="Add"/> finds new.</param>
public sealed class NameSet(List<SourceEntry> entries)
{
    private const int Compared = 8;

    private HashSet<string>? _names;

    /// <summary>Whether the name is new; if so, its entry must be added next.</summary>
    public bool Add(string name)
    {
        if (_names is null && entries.Count < Compared)
        {
            foreach (var entry in entries)
            {
                if (entry.Name == name)
                    return false;
            }

            return true;
        }

        _names ??= new HashSet<string>(entries.Select(entry => entry.Name), StringComparer.Ordinal);
        return _names.Add(name);
    }
}
