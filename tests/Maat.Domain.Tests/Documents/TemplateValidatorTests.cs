using Maat.Domain.Documents;
using Maat.Domain.Tests.Kinds;

namespace Maat.Domain.Tests.Documents;

public class TemplateValidatorTests
{
    /// <summary>Problems of nodes, edges and the graph.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("a b, a>b", "")]
    [InlineData("a b c", "")]
    [InlineData("a b c, a>b", "?unconnected_node /nodes/2")]
    [InlineData("a b a", "duplicate_key /nodes/2/key")]
    [InlineData("a B 1c d__e", "bad_key /nodes/1/key|bad_key /nodes/2/key|bad_key /nodes/3/key")]
    [InlineData("a, a>b c>a c>d", "dangling_edge /edges/0/to|dangling_edge /edges/1/from|dangling_edge /edges/2/from|dangling_edge /edges/2/to")]
    [InlineData("a b, a>b a>b", "duplicate_edge /edges/1")]
    [InlineData("a b, a>b b>b", "self_edge /edges/1")]
    [InlineData("a b, a>b b>a", "cycle /nodes/0")]
    [InlineData("a b c d e, a>b b>c c>a d>e e>d c>d", "cycle /nodes/0|cycle /nodes/3")]
    [InlineData("a b c d, a>b b>c c>d d>b", "cycle /nodes/1")]
    [InlineData("a b, a>b/x", "arm_without_branch /edges/0/arm")]
    [InlineData("a f:x,y b c, a>f f>b/x f>c/y", "")]
    [InlineData("f:x,y b, f>b/x", "?arm_without_target /nodes/0/with")]
    [InlineData("f:x b, f>b/x f>b", "missing_arm /edges/1/arm")]
    [InlineData("f:x,y b c, f>b/x f>c/y f>c/z", "unknown_arm /edges/2/arm")]
    [InlineData("f:x,y b, f>b/x f>b/y", "")]
    [InlineData("a f:x,y, a>f", "branch_without_target /nodes/1")]
    [InlineData("f:x b, f>b", "missing_arm /edges/0/arm|branch_without_target /nodes/0")]
    public void Validate_Graph_EachProblemHasItsPlace(string drawing, string expected) =>
        Assert.Equal(Split(expected), Shown.Lines(Validate(Drawing.Read(drawing))));

    [Fact]
    public void Validate_Cycle_NamesItsNodesInOrder()
    {
        var problem = Assert.Single(Validate(Drawing.Read("z b c d, z>b b>c c>d d>b c>b")));

        Assert.Equal("these nodes wait for one another: b → c → b; 1 more are on cycles with them; remove one of the edges", problem.Message);
        Assert.Equal("b", problem.Place.Node);
    }

    /// <summary>Whatever is wrong in a field of a node other than its parameters.</summary>
    [Theory]
    [InlineData("""{"key": "a", "kind": "tusk"}""", "unknown_kind /nodes/0/kind")]
    [InlineData("""{"key": "a", "kind": "nothing", "queue": "Heavy"}""", "bad_queue /nodes/0/queue")]
    [InlineData("""{"key": "a", "kind": "nothing", "queue": "gpu-2_b", "priority": 127, "timeout": "1ms"}""", "")]
    [InlineData("""{"key": "a", "kind": "nothing", "priority": 128}""", "out_of_range /nodes/0/priority")]
    [InlineData("""{"key": "a", "kind": "nothing", "priority": -1, "timeout": "0s"}""", "out_of_range /nodes/0/priority|out_of_range /nodes/0/timeout")]
    [InlineData("""{"key": "a", "kind": "nothing", "timeout": "1h", "retries": {"count": 100, "delay": "7d", "backoff": 100, "max_delay": "7d"}}""", "")]
    [InlineData("""{"key": "a", "kind": "nothing", "timeout": "1h", "retries": {"count": 101, "delay": "8d", "backoff": 0.5, "max_delay": "1d"}}""", "out_of_range /nodes/0/retries/count|out_of_range /nodes/0/retries/delay|out_of_range /nodes/0/retries/backoff|out_of_range /nodes/0/retries/max_delay")]
    [InlineData("""{"key": "a", "kind": "nothing", "timeout": "1h", "retries": {"count": -1, "backoff": 101}}""", "out_of_range /nodes/0/retries/count|out_of_range /nodes/0/retries/backoff")]
    [InlineData("""{"key": "a", "kind": "nothing", "retries": {"count": 1}}""", "?retry_without_timeout /nodes/0/timeout")]
    [InlineData("""{"key": "a", "kind": "nothing", "name": "a\nb"}""", "bad_text /nodes/0/name")]
    [InlineData("""{"key": "a", "kind": "nothing", "with": {"x": 1}}""", "unknown_parameter /nodes/0/with/x")]
    public void Validate_NodeField_EachProblemHasItsPlace(string node, string expected) =>
        Assert.Equal(Split(expected), Shown.Lines(Validate(Document(node))));

    /// <summary>Wrong types and ranges of parameters, from their descriptors alone.</summary>
    [Theory]
    [InlineData("""{"script": 1}""", "wrong_type /script")]
    [InlineData("""{"script": "  \n"}""", "missing_parameter /script")]
    [InlineData("""{"note": ["x"], "url": null}""", "wrong_type /note")]
    [InlineData("""{"count": 1.5, "ratio": "1"}""", "wrong_type /count|wrong_type /ratio")]
    [InlineData("""{"count": 11, "ratio": 1.01}""", "out_of_range /count|out_of_range /ratio")]
    [InlineData("""{"count": 10.0, "ratio": -5, "flag": false, "mode": "all", "every": "1h", "name": "a_1", "files": [], "outputs": {}}""", "")]
    [InlineData("""{"flag": "true", "mode": "frist", "every": "2", "name": "A"}""", "wrong_type /flag|unknown_choice /mode|bad_duration /every|bad_key /name")]
    [InlineData("""{"mode": true, "every": 2, "name": 1}""", "wrong_type /mode|wrong_type /every|wrong_type /name")]
    [InlineData("""{"every": "61m"}""", "out_of_range /every")]
    [InlineData("""{"every": "999ms"}""", "out_of_range /every")]
    [InlineData("""{"outputs": {"a": "1", "B/c": "2"}}""", "bad_key /outputs/B~1c")]
    [InlineData("""{"outputs": {"a": "1", "b": "1", "c": "1"}}""", "out_of_range /outputs")]
    [InlineData("""{"outputs": []}""", "wrong_type /outputs")]
    [InlineData("""{"files": [{"path": "a"}, {"unpack": 1, "pat": "x"}]}""", "missing_parameter /files/1/path|wrong_type /files/1/unpack|unknown_parameter /files/1/pat")]
    [InlineData("""{"files": [1, null]}""", "wrong_type /files/0|wrong_type /files/1")]
    [InlineData("""{"files": [{"path": "a"}, {"path": "a"}, {"path": "a"}]}""", "out_of_range /files")]
    [InlineData("""{"files": {"path": "a"}, "skript": ""}""", "wrong_type /files|unknown_parameter /skript")]
    public void Validate_Parameter_EachProblemHasItsPlace(string with, string expected)
    {
        var problems = Validate(Document($$"""{"key": "a", "kind": "task", "with": {{with}} }"""));

        Assert.Equal(Split(expected), Shown.Lines(problems).Select(line => line.Replace("/nodes/0/with", "", StringComparison.Ordinal)));
        Assert.All(problems, problem => Assert.Equal(("a", problem.Place.Path.Split('/')[4]), (problem.Place.Node, problem.Place.Field)));
    }

    [Fact]
    public void Validate_TextTooLarge_IsRefused()
    {
        string Node(int bytes) => $$"""{"key": "a", "kind": "task", "with": {"note": "{{new string('x', bytes)}}"} }""";

        Assert.Empty(Validate(Document(Node(DocumentLimits.ScriptBytes))));
        Assert.Equal(["too_large /nodes/0/with/note"], Shown.Lines(Validate(Document(Node(DocumentLimits.ScriptBytes + 1)))));
    }

    /// <summary>
    /// References of node <c>c</c> in <c>a>b>c, d</c>, with variables <c>shards</c> (number), <c>region</c> (text) and
    /// <c>console</c> (secret).
    /// </summary>
    [Theory]
    [InlineData("when", "vars.shards > 1 and nodes.a.outputs.rows == nodes.b.outputs.rows", "")]
    [InlineData("when", "vars.shard > 1 or\n  vars.regoin == ''", "unknown_variable 1:1|unknown_variable 2:3")]
    [InlineData("when", "nodes.d.outputs.rows == 1", "not_upstream 1:1")]
    [InlineData("when", "true and nodes.c.outputs.rows == 1", "not_upstream 1:10")]
    [InlineData("when", "nodes.e.outputs.rows == 1", "unknown_node 1:1")]
    [InlineData("when", "run.id > 0 and run.scheduled_at != null", "")]
    [InlineData("when", "run.schedule_at != null", "unknown_run_fact 1:1")]
    [InlineData("when", "secrets.x == 'y'", "secret_not_allowed 1:1")]
    [InlineData("when", "vars.console == 'y'", "secret_not_allowed 1:1")]
    [InlineData("when", "response.status == 1", "reference_not_allowed 1:1")]
    [InlineData("when", "trigger.status == 1", "reference_not_allowed 1:1")]
    [InlineData("when", "1 +", "bad_expression 1:4")]
    [InlineData("script", "echo ${{ vars.shards }}\necho \"${{ nodes.d.outputs.x }}\"\n  ${{ vars.x }}", "not_upstream 2:11|unknown_variable 3:7")]
    [InlineData("script", "echo ${{ secrets.x }} ${{ vars.console }}", "")]
    [InlineData("script", "echo $MAAT_VAR_REGION $MAAT_NODE_A__ROWS", "")]
    [InlineData("script", "echo $MAAT_VAR_REGOIN\n echo $MAAT_NODE_D__ROWS", "?unknown_variable 1:7|?not_upstream 2:8")]
    [InlineData("script", "echo ${{ vars.x", "bad_expression 1:6")]
    [InlineData("script", "[[ ${{ vars.shards }} -eq 1 ]] && [[ $MAAT_VAR_SHARDS -eq 1 ]]", "")]
    [InlineData("script", "[[ ${{ vars.region }} -eq 1 ]]", "?evaluated_by_bash 1:4")]
    [InlineData("script", "[[ $MAAT_VAR_REGION -eq 1 ]]", "?evaluated_by_bash 1:4")]
    [InlineData("url", "http://x/${{ vars.region }}?d=${{ nodes.d.outputs.x }}", "not_upstream 1:35")]
    [InlineData("note", "${{ vars.nothing }}", "")]
    public void Validate_Reference_EachProblemHasItsLineAndColumn(string parameter, string text, string expected)
    {
        var problems = Validate(References(System.Text.Json.JsonSerializer.Serialize(text), parameter));

        string path = $" /nodes/2/with/{parameter}";
        Assert.Equal(Split(expected), Shown.Lines(problems).Where(line => line.Contains(path, StringComparison.Ordinal)).Select(line => line.Replace(path, "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Validate_ReferencesInJson_AreFoundAtEachText() => Assert.Equal(
        ["unknown_variable /nodes/2/with/body/a/0 1:5", "not_upstream /nodes/2/with/body/b~1c 1:7"],
        Shown.Lines(Validate(References("""{"a": ["${{ vars.x }}", 1, "${{ vars.shards }}"], "b/c": "x ${{ nodes.d.outputs.x }}"}""", "body")))
            .Where(line => line.Contains("/body", StringComparison.Ordinal)));

    [Fact]
    public void Validate_Answers_AreKnownOnlyWhereTheyExist()
    {
        var problems = Validate(Document(
            """
            {"key": "a", "kind": "call", "with": {
              "url": "http://x/${{ response.status }}", "success": "response.status == 1 and trigger.x == 2",
              "poll": {"url": "http://x/${{ trigger.json.id }}/${{ response.x }}", "done": "response.status == trigger.status"}}}
            """));

        Assert.Equal(
            ["reference_not_allowed /nodes/0/with/url 1:14", "reference_not_allowed /nodes/0/with/success 1:26", "reference_not_allowed /nodes/0/with/poll/url 1:37"],
            Shown.Lines(problems));
    }

    [Theory]
    [InlineData("""{"key": "V", "type": "text"}""", "bad_key /variables/0/key")]
    [InlineData("""{"key": "v", "type": "text", "default": 1}""", "wrong_type /variables/0/default")]
    [InlineData("""{"key": "v", "type": "text", "integer": true, "min": 1, "max": 2, "choices": ["x"]}""", "not_applicable /variables/0/integer|not_applicable /variables/0/min|not_applicable /variables/0/max|not_applicable /variables/0/choices")]
    [InlineData("""{"key": "v", "type": "number", "min": 2, "max": 1}""", "bad_range /variables/0/min")]
    [InlineData("""{"key": "v", "type": "number", "max": 1, "default": 2}""", "out_of_range /variables/0/default")]
    [InlineData("""{"key": "v", "type": "choice"}""", "missing_field /variables/0/choices")]
    [InlineData("""{"key": "v", "type": "choice", "choices": ["a", "b", "a"], "default": "c"}""", "duplicate_choice /variables/0/choices/2|unknown_choice /variables/0/default")]
    [InlineData("""{"key": "v", "type": "json"}, {"key": "v", "type": "text"}""", "duplicate_key /variables/1/key")]
    public void Validate_Variable_EachProblemHasItsPlace(string variables, string expected)
    {
        var problems = Validate($$"""{"variables": [{{variables}}]}""").Where(problem => problem.Code != "unused_variable");

        Assert.Equal(Split(expected), Shown.Lines(problems));
    }

    [Theory]
    [InlineData("""{"script": "echo ${{ vars.v }}"}""", "")]
    [InlineData("""{"script": "echo $MAAT_VAR_V"}""", "")]
    [InlineData("""{"when": "vars.v == 1"}""", "")]
    [InlineData("""{"script": "echo v"}""", "?unused_variable /variables/0")]
    [InlineData("""{"note": "${{ vars.v }}"}""", "?unused_variable /variables/0")]
    public void Validate_Variable_IsUsedSomewhere(string with, string expected) => Assert.Equal(
        Split(expected),
        Shown.Lines(Validate($$"""{"variables": [{"key": "v", "type": "number"}], "nodes": [{"key": "a", "kind": "task", "with": {{with}} }]}""")));

    [Fact]
    public void Validate_UnreadableText_LeavesOpenWhatIsUsed() => Assert.Equal(
        ["bad_expression /nodes/0/with/when 1:1"],
        Shown.Lines(Validate("""{"variables": [{"key": "v", "type": "number"}], "nodes": [{"key": "a", "kind": "task", "with": {"when": ")"}}]}""")));

    [Fact]
    public void Validate_LayoutOfNoNode_IsAWarning() => Assert.Equal(
        ["?unknown_node /layout/b"], Shown.Lines(Validate("""{"nodes": [{"key": "a", "kind": "nothing"}], "layout": {"a": [0, 0], "b": [0, 0]}}""")));

    [Fact]
    public void Validate_AfterReading_DoesNotRepeatWhatFollowsFromIt() => Assert.Equal(
        ["missing_field /nodes/0/key 1:12", "wrong_type /nodes/1 1:33", "missing_field /edges/0/to 1:47", "dangling_edge /edges/0/from"],
        Shown.Lines(Validate("""{"nodes": [{"kind": "nothing"}, 5], "edges": [{"from": "x"}]}""")));

    private static string[] Split(string expected) => expected.Length == 0 ? [] : expected.Split('|');

    private static string Document(string nodes) => $$"""{"nodes": [{{nodes}}]}""";

    private static string References(string value, string parameter) => $$"""
        {"variables": [{"key": "shards", "type": "number"}, {"key": "region", "type": "text"}, {"key": "console", "type": "secret"}],
         "nodes": [{"key": "a", "kind": "nothing"}, {"key": "b", "kind": "nothing"}, {"key": "c", "kind": "task", "with": {"{{parameter}}": {{value}} } }, {"key": "d", "kind": "nothing"}],
         "edges": [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}]}
        """;

    private static IReadOnlyList<Problem> Validate(string json) => TemplateValidator.Validate(
        TemplateReader.Read(JsonSource.Read($"{json.TrimEnd()[..^1]}, \"apiVersion\": \"maat/v1\", \"kind\": \"Template\", \"name\": \"x\"}}")), TestKinds.Catalog);

    private static IReadOnlyList<Problem> Validate(TemplateDocument document) => TemplateValidator.Validate(document, TestKinds.Catalog);
}
