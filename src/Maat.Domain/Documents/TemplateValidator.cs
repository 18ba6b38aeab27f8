using Maat.Domain.Kinds;

namespace Maat.Domain.Documents;

/// <summary>
/// Says everything that is wrong with a document, each problem at its node and field. The cost grows with the size of the document,
/// and with nodes times edges divided by 64 for the question what is upstream of what: ten thousand nodes and a hundred thousand
/// edges take a fraction of a second.
/// </summary>
public static class TemplateValidator
{
    /// <summary>
    /// The problems of reading together with those of what could be read. Where reading already found an error, what follows from
    /// it is not reported again.
    /// </summary>
    public static IReadOnlyList<Problem> Validate(TemplateReading reading, NodeKindCatalog kinds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Document is null)
            return reading.Problems;
        var found = Validate(reading.Document, kinds);
        if (reading.Problems.Count == 0)
            return found;
        var problems = new ProblemList();
        foreach (var problem in reading.Problems)
            problems.Add(problem);
        var unread = reading.Problems.Select(problem => problem.Place.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var problem in found.Where(problem => !IsWithin(unread, problem.Place.Path)))
            problems.Add(problem);
        return problems;
    }

    /// <summary>Empty when the document can be published as it is; warnings do not prevent that.</summary>
    public static IReadOnlyList<Problem> Validate(TemplateDocument document, NodeKindCatalog kinds)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(kinds);
        var problems = new ProblemList();
        TextRules.Name(document.Name, required: true, new ProblemPlace("/name", Field: "name"), problems);
        TextRules.Description(document.Description, new ProblemPlace("/description", Field: "description"), problems);
        if (!CheckLimits(document, problems))
            return problems;

        var suggestion = new Suggestion();
        var ordinals = Ordinals(document);
        var edges = new EdgeCheck(document, ordinals, kinds, problems, suggestion);
        edges.Check();
        var graph = new TemplateGraph(document.Nodes.Count, edges.Sound);
        var references = new ReferenceCheck(document, graph, ordinals, problems, suggestion);
        VariableCheck.Check(document.Variables, problems);
        new NodeCheck(document, ordinals, kinds, references).Check();
        GraphCheck.Check(document, graph, edges, problems);
        UnusedVariables(document, references);
        Layout(document, ordinals, problems);
        return problems;
    }

    private static bool CheckLimits(TemplateDocument document, ProblemList problems)
    {
        foreach (var (field, count, limit) in new[]
                 {
                     ("variables", document.Variables.Count, DocumentLimits.Variables),
                     ("nodes", document.Nodes.Count, DocumentLimits.Nodes),
                     ("edges", document.Edges.Count, DocumentLimits.Edges),
                 })
        {
            if (count > limit)
                problems.Error("too_many", $"there are {count} {field}, at most {limit} are allowed", new ProblemPlace(JsonPointer.Field("", field), Field: field));
        }

        return !problems.Any(problem => problem.Code == "too_many");
    }

    /// <summary>Of several nodes with one key the first counts; the others are reported as nodes.</summary>
    private static Dictionary<string, int> Ordinals(TemplateDocument document)
    {
        var ordinals = new Dictionary<string, int>(document.Nodes.Count, StringComparer.Ordinal);
        for (int i = 0; i < document.Nodes.Count; i++)
            ordinals.TryAdd(document.Nodes[i].Key, i);
        return ordinals;
    }

    private static void UnusedVariables(TemplateDocument document, ReferenceCheck references)
    {
        if (references.Incomplete)
            return;
        for (int i = 0; i < document.Variables.Count; i++)
        {
            string key = document.Variables[i].Key;
            if (!references.IsUsed(key))
                references.Problems.Warning("unused_variable", $"nothing uses the variable '{key}'", new ProblemPlace(JsonPointer.Item("/variables", i), Field: key));
        }
    }

    private static void Layout(TemplateDocument document, Dictionary<string, int> ordinals, ProblemList problems)
    {
        foreach (var position in document.Layout)
        {
            if (!ordinals.ContainsKey(position.Node))
                problems.Warning("unknown_node", $"the layout places '{position.Node}', which is no node", new ProblemPlace(JsonPointer.Field("/layout", position.Node), Field: "layout"));
        }
    }

    private static bool IsWithin(HashSet<string> unread, string path)
    {
        for (string place = path; ; place = place[..place.LastIndexOf('/')])
        {
            if (unread.Contains(place))
                return true;
            if (place.Length == 0)
                return false;
        }
    }
}
