using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Tests.Kinds;

namespace Maat.Domain.Tests.Documents;

public class TemplateCompilerTests
{
    [Fact]
    public void Compile_Document_KeepsItsOrderAndRules()
    {
        var document = Drawing.Read("j!none_failed_min_one_success f:x,y a b, f>a/x f>b/y a>j b>j");
        document = document with
        {
            Nodes = document.Nodes.Select(node => node.Key == "a"
                ? node with { Kind = "task", Priority = 100, Queue = "heavy", Retries = new RetryPolicy(2, TimeSpan.FromSeconds(30)), Timeout = TimeSpan.FromHours(1) }
                : node).ToItemList(),
        };

        var compiled = TemplateCompiler.Compile(document, TestKinds.Catalog);

        Assert.Same(document, compiled.Document);
        Assert.Equal(["j", "f", "a", "b"], compiled.Nodes.Select(node => node.Definition.Key));
        Assert.Equal([0, 1, 2, 3], compiled.Nodes.Select(node => node.Ordinal));
        Assert.Equal("""{"count":3,"mode":"first"}""", compiled.Find("a")?.Parameters.ToJson());
        Assert.Equal("task", compiled.Find("a")?.Kind.Name);
        Assert.Null(compiled.Find("z"));
        Assert.Equal(TriggerRule.NoneFailedMinOneSuccess, compiled.Plan[0].Rule);
        Assert.Equal(["x", "y"], compiled.Plan[1].Arms);
        Assert.Equal((100, "heavy", 2), (compiled.Plan[2].Priority, compiled.Plan[2].Queue, compiled.Plan[2].Retries.Count));
        Assert.Equal([2, 3], compiled.Plan.Children(1).ToArray());
        Assert.Equal([2, 3], compiled.Plan.Parents(0).ToArray());
        Assert.Equal([3], compiled.Plan.Excluded(1, ["x"]));
    }

    [Theory]
    [InlineData("a b, a>b b>a", "wait for one another")]
    [InlineData("a a", "/nodes/1/key")]
    public void Compile_WrongDocument_IsRefused(string drawing, string reason) => Assert.Contains(
        reason,
        Assert.Throws<ArgumentException>(() => TemplateCompiler.Compile(Drawing.Read(drawing), TestKinds.Catalog)).Message,
        StringComparison.Ordinal);
}
