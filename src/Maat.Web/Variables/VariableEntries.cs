using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Web.Variables;

/// <summary>A form that is generated from the variables of a template.</summary>
public sealed class VariableEntries
{
    private readonly Dictionary<string, Value> _strangers;

    private VariableEntries(List<VariableEntry> items, Dictionary<string, Value> strangers) => (Items, _strangers) = (items, strangers);

    /// <summary>In the order of the template.</summary>
    public IReadOnlyList<VariableEntry> Items { get; private set; }

    public int Changes => Items.Count(entry => entry.IsChanged) + _strangers.Count;

    public bool HasProblems => Items.Any(entry => entry.Problem is not EntryProblem.None);

    /// <summary>Values for which the template has no variable any more; they go with the next save.</summary>
    public IReadOnlyCollection<string> Strangers => _strangers.Keys;

    /// <summary>The form of an application: below each value lies the template's default.</summary>
    public static VariableEntries Of(IReadOnlyList<VariableDefinition> definitions, IReadOnlyDictionary<string, Value> own) => new(
        [.. definitions.Select(d => new VariableEntry(d, d.Default, own.GetValueOrDefault(d.Key)))],
        own.Where(v => definitions.All(d => d.Key != v.Key)).ToDictionary());

    /// <summary>The form of a run that is triggered: below each value lies the application's, and below that the default.</summary>
    public static VariableEntries Over(IReadOnlyList<VariableDefinition> definitions, IReadOnlyDictionary<string, Value> application) => new(
        [.. definitions.Select(d => new VariableEntry(d, application.GetValueOrDefault(d.Key) ?? d.Default, null))], []);

    /// <summary>The same form for what is stored now, or for another version: what was typed stays where there is still a variable for it.</summary>
    public void Rebase(IReadOnlyList<VariableDefinition> definitions, IReadOnlyDictionary<string, Value> own)
    {
        Dictionary<string, VariableEntry> known = Items.ToDictionary(entry => entry.Key);
        Items =
        [
            .. definitions.Select(definition =>
            {
                Value? stored = own.GetValueOrDefault(definition.Key);
                if (!known.TryGetValue(definition.Key, out VariableEntry? entry))
                    return new VariableEntry(definition, definition.Default, stored);
                entry.Rebase(definition, definition.Default, stored);
                return entry;
            }),
        ];
        _strangers.Clear();
        foreach ((string key, Value value) in own.Where(v => definitions.All(d => d.Key != v.Key)))
            _strangers[key] = value;
    }

    public void Discard()
    {
        foreach (VariableEntry entry in Items)
            entry.Discard();
    }

    /// <summary>Checks every field. Returns whether all can be sent.</summary>
    public bool Check()
    {
        foreach (VariableEntry entry in Items)
            entry.Check();
        return !HasProblems;
    }

    /// <summary>The values that are given here.</summary>
    public Dictionary<string, Value> Read() => Items.Select(entry => (entry.Key, Value: entry.Read())).Where(pair => pair.Value is not null)
        .ToDictionary(pair => pair.Key, pair => pair.Value!);

    /// <summary>Puts what the server refused under the fields. Returns the problems that belong to none.</summary>
    /// <param name="root">The path of the values in the server's places, for example <c>/values</c>.</param>
    public IReadOnlyList<Problem> Refuse(IReadOnlyList<Problem> problems, string root)
    {
        var others = new List<Problem>();
        foreach (Problem problem in problems)
        {
            VariableEntry? entry = problem.Place.Path.StartsWith(root + "/", StringComparison.Ordinal)
                ? Items.FirstOrDefault(e => JsonPointer.Field(root, e.Key) == problem.Place.Path)
                : null;
            if (entry is null)
                others.Add(problem);
            else
                entry.Refuse(problem.Wording);
        }

        return others;
    }
}
