using Maat.Domain.Documents;
using Maat.Domain.Values;

namespace Maat.Domain.Variables;

/// <summary>
/// The values with which a run starts: one for each variable of its template, in the template's order, null where there is none.
/// </summary>
public sealed class VariableValues
{
    private VariableValues(OrderedDictionary<string, Value> values, IReadOnlyList<Problem> problems)
    {
        ByKey = values;
        Problems = problems;
    }

    /// <summary>By the variable's key; a secret's value is its name. What had a problem has the next weaker value.</summary>
    public IReadOnlyDictionary<string, Value> ByKey { get; }

    /// <summary>Each with the variable as its field, and a pointer into the values (<c>/region</c>) as its path.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>
    /// Resolves in the order of precedence, weakest first: template default, application value, override given at trigger. A
    /// null value at one level means that the level gives none.
    /// </summary>
    public static VariableValues Resolve(
        IReadOnlyList<VariableDefinition> definitions,
        IReadOnlyDictionary<string, Value> application,
        IReadOnlyDictionary<string, Value> overrides)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(overrides);
        var problems = new ProblemList();
        var values = new OrderedDictionary<string, Value>(StringComparer.Ordinal);
        foreach (var definition in definitions)
            values[definition.Key] = Resolve(definition, application, overrides, problems);
        var suggestion = new Suggestion();
        RefuseUnknown(values, application, key => $"there is a value for '{key}', but the template has no such variable", suggestion, problems);
        RefuseUnknown(values, overrides, key => $"there is an override for '{key}', but the template has no such variable", suggestion, problems);
        return new VariableValues(values, problems);
    }

    private static Value Resolve(
        VariableDefinition definition,
        IReadOnlyDictionary<string, Value> application,
        IReadOnlyDictionary<string, Value> overrides,
        ProblemList problems)
    {
        Value? strongest = null;
        int refusals = 0;
        foreach (var value in new[] { overrides.GetValueOrDefault(definition.Key), application.GetValueOrDefault(definition.Key), definition.Default })
        {
            if (value is null or NullValue)
                continue;
            if (VariableRules.Refuse(definition, value) is not { } refused)
            {
                strongest ??= value;
                continue;
            }

            // A weaker value that is hidden by a good one does no harm to this run.
            if (strongest is not null)
                continue;
            refusals++;
            problems.Error(refused.Code, refused.Wording, Place(definition.Key));
        }

        if (strongest is null && definition.Required && refusals == 0)
            problems.Error("missing_value", $"'{definition.Key}' needs a value", Place(definition.Key));
        return strongest ?? Value.Null;
    }

    private static void RefuseUnknown(
        OrderedDictionary<string, Value> known, IReadOnlyDictionary<string, Value> given, Func<string, Wording> refuse, Suggestion suggestion, ProblemList problems)
    {
        foreach (string key in given.Keys)
        {
            if (!known.ContainsKey(key))
                problems.Error("unknown_variable", $"{refuse(key)}{suggestion.For(key, known.Keys)}", Place(key));
        }
    }

    private static ProblemPlace Place(string key) => new(JsonPointer.Field("", key), Field: key);
}
