using Maat.Domain.Documents;
using Maat.Domain.Tests.Kinds;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Documents;

/// <summary>Which nodes may read which others' outputs, in any graph, and in the largest that is allowed.</summary>
public class UpstreamTests
{
    [Fact]
    public void Validate_AnyGraph_AllowsWhatCanBeReached()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int count = random.Next(2, 13);
            var edges = new HashSet<(int From, int To)>();
            for (int i = random.Next(2 * count); i > 0; i--)
                edges.Add((random.Next(count), random.Next(count)));
            var reached = Reachable(count, edges.Where(edge => edge.From != edge.To).ToHashSet());

            // A line for each node that is read, so that a problem's line says which.
            string condition = string.Join(" or\n", Enumerable.Range(0, count).Select(read => $"nodes.n{read}.outputs.x == 1"));

            var document = new TemplateDocument("x")
            {
                Nodes = Enumerable.Range(0, count).Select(i => Task(i, condition)).ToItemList(),
                Edges = edges.Select(edge => new EdgeDefinition($"n{edge.From}", $"n{edge.To}")).ToItemList(),
            };
            var problems = TemplateValidator.Validate(document, TestKinds.Catalog);

            var expected = Enumerable.Range(0, count)
                .SelectMany(reader => Enumerable.Range(0, count).Where(read => read == reader || !reached[read, reader]).Select(read => ($"n{reader}", read + 1)));
            Assert.Equal(expected, problems.Where(problem => problem.Code == "not_upstream").Select(problem => (problem.Place.Node!, problem.Place.Line!.Value)));

            // A group of nodes that reach one another is one problem, and there is one whenever there is such a pair.
            var inCycles = Enumerable.Range(0, count).Where(i => Enumerable.Range(0, count).Any(j => i != j && reached[i, j] && reached[j, i])).ToList();
            int groups = inCycles.Count(i => !inCycles.Any(j => j < i && reached[i, j] && reached[j, i]));
            Assert.Equal(groups, problems.Count(problem => problem.Code == "cycle"));
        }
    }

    [Fact]
    public void Validate_LargestGraph_FindsTheFewProblemsInIt()
    {
        const int Count = DocumentLimits.Nodes;
        var edges = Enumerable.Range(1, Count).SelectMany(step => Enumerable.Range(0, Count - step).Select(from => new EdgeDefinition($"n{from}", $"n{from + step}")));

        // Each reads its last ancestor's output and the first's; one reads a descendant's.
        var nodes = Enumerable.Range(0, Count).Select(i => Task(i, i == 0 ? "true" : i == 5_000 ? "nodes.n5001.outputs.x == 1" : $"nodes.n{i - 1}.outputs.x == nodes.n0.outputs.x"));
        var document = new TemplateDocument("large") { Nodes = nodes.ToItemList(), Edges = edges.Take(DocumentLimits.Edges - 1).ToItemList() };

        Assert.Equal(["not_upstream"], TemplateValidator.Validate(document, TestKinds.Catalog).Select(problem => problem.Code));

        var cycle = document with { Edges = [.. document.Edges, new EdgeDefinition($"n{Count - 1}", "n0")] };
        Assert.Equal(["cycle"], TemplateValidator.Validate(cycle, TestKinds.Catalog).Select(problem => problem.Code));
    }

    private static NodeDefinition Task(int i, string condition) =>
        new($"n{i}", "task") { With = new ObjectValue([new("when", new TextValue(condition))]) };

    private static bool[,] Reachable(int count, HashSet<(int From, int To)> edges)
    {
        var reached = new bool[count, count];
        foreach (var (from, to) in edges)
            reached[from, to] = true;
        for (int middle = 0; middle < count; middle++)
        {
            for (int from = 0; from < count; from++)
            {
                for (int to = 0; to < count; to++)
                    reached[from, to] |= reached[from, middle] && reached[middle, to];
            }
        }

        return reached;
    }
}
