using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Tests.Kinds;

namespace Maat.Domain.Tests.Documents;

public class ExclusiveArmsTests
{
    [Theory]
    [InlineData("f:x,y a b j, f>a/x f>b/y a>j b>j", "j")]
    [InlineData("f::x,y a b j, f>a/x f>b/y a>j b>j", "")]
    [InlineData("f:x,y a b j!none_failed_min_one_success, f>a/x f>b/y a>j b>j", "")]
    [InlineData("f:x,y a b j!none_failed, f>a/x f>b/y a>j b>j", "")]
    [InlineData("f:x,y a b j!one_success, f>a/x f>b/y a>j b>j", "")]
    [InlineData("f:x,y a b j!none_skipped, f>a/x f>b/y a>j b>j", "j")]
    [InlineData("f:x,y a b j!all_done, f>a/x f>b/y a>j b>j", "")]
    [InlineData("f:x,y a b c d j k, f>a/x f>b/y a>c b>d c>j d>j j>k", "j")]
    [InlineData("f:x,y a b c j, f>a/x f>b/y a>c c>j b>j f>j/x", "j")]
    [InlineData("f:x,y a b, f>a/x f>b/y a>b", "")]
    [InlineData("f:x,y a j, f>a/x f>j/y a>j", "")]
    [InlineData("f:x,y j, f>j/x f>j/y", "")]
    [InlineData("f:x,y,z a b c j, f>a/x f>b/y f>c/z a>j b>j c>j", "j")]
    [InlineData("f:x,y,z a b j, f>a/x f>b/y f>a/z f>b/z a>j b>j", "")]
    [InlineData("f:x,y g:p,q a b j, f>g/x f>b/y g>a/p g>j/q a>j b>j", "j")]
    [InlineData("f:x,y a b j r!all_done s, f>a/x f>b/y a>j b>j j>r r>s", "j")]
    [InlineData("f:x,y r b q p k!one_failed m, f>b/y f>q/x b>p r>p p>k k>m q>m", "")]
    [InlineData("f:x,y r b q p k!one_done m, f>b/y f>q/x b>p r>p p>k k>m q>m", "m")]
    public void Validate_JoinBelowExclusiveArms_IsNamedOnce(string drawing, string expected)
    {
        var document = Drawing.Read(drawing);
        var problems = TemplateValidator.Validate(document, TestKinds.Catalog).Where(problem => problem.Code == "join_never_runs").ToList();

        Assert.Equal(expected, string.Join(' ', problems.Select(problem => problem.Place.Node)));
        Assert.All(problems, problem => Assert.Contains(
            document.Nodes.Single(node => node.Key == problem.Place.Node).TriggerRule == TriggerRule.AllSuccess ? "none_failed_min_one_success" : "another trigger rule",
            problem.Message,
            StringComparison.Ordinal));
    }

    /// <summary>
    /// Against every way in which a small graph can go: each node succeeds or fails, each fork takes each arm. A node that is
    /// named never runs; and where only success lets a node run, a node that never runs is named, or one above it is.
    /// </summary>
    [Fact]
    public void Validate_AnySmallGraph_AgreesWithTryingEverything()
    {
        int named = 0;
        for (int seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            bool simple = random.Next(2) == 0;
            var document = Small(random, simple);
            var problems = TemplateValidator.Validate(document, TestKinds.Catalog).Where(problem => problem.Code == "join_never_runs");
            var never = problems.Select(problem => problem.Place.Node!).ToHashSet();
            var ran = Ran(document);

            Assert.True(!never.Overlaps(ran), $"seed {seed}: {string.Join(' ', never)} ran in {Describe(document)}");
            if (simple)
                Assert.All(document.Nodes.Where(node => !ran.Contains(node.Key)), node => Assert.True(IsBelow(document, node.Key, never), $"seed {seed}: {node.Key} never ran in {Describe(document)}"));
            named += never.Count;
        }

        Assert.True(named > 40, $"{named} named: too few to prove anything");
    }

    private static TemplateDocument Small(Random random, bool simple)
    {
        TriggerRule[] rules = simple ? [TriggerRule.AllSuccess, TriggerRule.NoneFailedMinOneSuccess, TriggerRule.OneSuccess] : Enum.GetValues<TriggerRule>();
        int count = random.Next(3, 7), forks = 0;
        var words = new List<string>();
        for (int i = 0; i < count; i++)
        {
            bool fork = i == 0 || (!simple && forks < 2 && random.Next(3) == 0);
            forks += fork ? 1 : 0;
            words.Add($"n{i}{(fork ? ":x,y" : "")}!{Names<TriggerRule>.Of(random.Next(2) == 0 ? TriggerRule.AllSuccess : random.GetItems(rules, 1)[0])}");
        }

        var edges = new List<string>();
        for (int from = 0; from < count; from++)
        {
            for (int to = from + 1; to < count; to++)
            {
                if (random.Next(2) == 0)
                    edges.Add($"n{from}>n{to}{(words[from].Contains(':', StringComparison.Ordinal) ? edges.Count % 2 == 0 ? "/x" : "/y" : "")}");
            }
        }

        var document = Drawing.Read($"{string.Join(' ', words)}, {string.Join(' ', edges)}");

        // An arm that leads nowhere is never the one that lets a node run, but it is one that can be chosen.
        var used = document.Edges.Select(edge => (edge.From, edge.Arm)).ToHashSet();
        var dull = document.Nodes.Where(node => node.Kind == "fork" && !(used.Contains((node.Key, "x")) && used.Contains((node.Key, "y")))).Select(node => node.Key).ToHashSet();
        return document with
        {
            Nodes = document.Nodes.Select(node => dull.Contains(node.Key) ? node with { Kind = "nothing", With = new([]) } : node).ToItemList(),
            Edges = document.Edges.Select(edge => dull.Contains(edge.From) ? edge with { Arm = null } : edge).ToItemList(),
        };
    }

    private static HashSet<string> Ran(TemplateDocument document)
    {
        var ran = new HashSet<string>();
        int count = document.Nodes.Count;
        for (int way = 0; way < 1 << count; way++)
        {
            // A bit says whether a node succeeds; of a fork, which arm it takes.
            var states = new Dictionary<string, char>();
            foreach (var (node, i) in document.Nodes.Select((node, i) => (node, i)))
            {
                var parents = document.Edges.Where(edge => edge.To == node.Key).ToList();
                var decision = TriggerRules.Decide(node.TriggerRule, new ParentCounts(
                    parents.Count,
                    parents.Count(edge => states[edge.From] is 'x' or 'y' or 's'),
                    parents.Count(edge => states[edge.From] == 'f'),
                    parents.Count(edge => states[edge.From] == 'u'),
                    parents.Count(edge => states[edge.From] == 'k'),
                    parents.Count(edge => states[edge.From] is 'x' or 'y' && Excludes(document, edge.From, states[edge.From], node.Key))));
                bool bit = (way >> i & 1) == 1;
                states[node.Key] = decision switch
                {
                    Decision.Run => node.Kind == "fork" ? (bit ? 'x' : 'y') : bit ? 's' : 'f',
                    Decision.UpstreamFailed => 'u',
                    _ => 'k',
                };
                if (decision == Decision.Run)
                    ran.Add(node.Key);
            }
        }

        return ran;
    }

    private static bool Excludes(TemplateDocument document, string fork, char arm, string child) =>
        !IsBelow(document, child, [.. document.Edges.Where(edge => edge.From == fork && edge.Arm == arm.ToString()).Select(edge => edge.To)]);

    private static bool IsBelow(TemplateDocument document, string node, HashSet<string> above) =>
        above.Contains(node) || document.Edges.Any(edge => edge.To == node && IsBelow(document, edge.From, above));

    private static string Describe(TemplateDocument document) =>
        $"{string.Join(' ', document.Nodes.Select(node => $"{node.Key}({node.Kind}, {node.TriggerRule})"))}; {string.Join(' ', document.Edges.Select(edge => $"{edge.From}>{edge.To}/{edge.Arm}"))}";
}
