using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Tests.Documents;
using Maat.Domain.Values;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Kinds.Branch;

namespace Maat.Engine.Tests.Kinds;

public class BranchKindTests
{
    [Theory]
    [InlineData("""{arms: [{arm: x, when: "true"}, {arm: y, otherwise: true}]}""", "")]
    [InlineData("""{mode: all, arms: [{arm: x, otherwise: true}, {arm: y, when: "true", otherwise: false}]}""", "")]
    [InlineData("""{mode: some, arms: []}""", "unknown_choice /mode|out_of_range /arms")]
    [InlineData("""{}""", "missing_parameter /arms")]
    [InlineData("""{arms: [{arm: x, when: "true"}, {arm: y, otherwise: true}, {arm: x, when: "false"}]}""", "duplicate_arm /arms/2/arm|?otherwise_not_last /arms/1/otherwise")]
    [InlineData("""{arms: [{arm: x, when: "true", otherwise: true}, {arm: y}]}""", "ambiguous_arm /arms/0/otherwise|missing_parameter /arms/1/when|?otherwise_not_last /arms/0/otherwise")]
    [InlineData("""{arms: [{arm: x, otherwise: true}, {arm: y, otherwise: true}]}""", "duplicate_otherwise /arms/1/otherwise|?otherwise_not_last /arms/0/otherwise")]
    [InlineData("""{arms: [{arm: x, when: "vars.v == 1"}, {arm: y, when: "1 =="}]}""", "unknown_variable /arms/0/when 1:1|bad_expression /arms/1/when 1:5")]
    [InlineData("""{arms: [{arm: X, when: "true"}, 5, {arm: x, when: 1}, {arm: y, wen: "true"}]}""", "bad_key /arms/0/arm|wrong_type /arms/1|wrong_type /arms/2/when|unknown_parameter /arms/3/wen|missing_parameter /arms/2/when|missing_parameter /arms/3/when")]
    public void Validate_Arms_EachProblemHasItsPlace(string with, string expected)
    {
        var problems = Problems(
            $"""
            - key: f
              kind: branch
              with: {with}
            - key: a
              kind: bash
              with: {"{script: x}"}
            """,
            "- {from: f, to: a, arm: x}\n- {from: f, to: a, arm: y}");

        Assert.Equal(
            expected.Length == 0 ? [] : expected.Split('|'),
            Shown.Lines(problems.Where(problem => problem.Place.Node == "f" && problem.Code is not "unknown_arm")).Select(line => line.Replace("/nodes/0/with", "", StringComparison.Ordinal).Replace("/nodes/0", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{script: 'exit 0', skip_exit_code: 1}", "")]
    [InlineData("{script: 'exit 0', skip_exit_code: 0}", "out_of_range /skip_exit_code")]
    [InlineData("{script: 'exit 0', skip_exit_code: 256}", "out_of_range /skip_exit_code")]
    [InlineData("{}", "missing_parameter /script")]
    [InlineData("{scirpt: 'exit 0'}", "missing_parameter /script|unknown_parameter /scirpt")]
    public void Validate_Bash_EachProblemHasItsPlace(string with, string expected) => Assert.Equal(
        expected.Length == 0 ? [] : expected.Split('|'),
        Shown.Lines(Problems($"- key: a\n  kind: bash\n  with: {with}\n", "")).Select(line => line.Replace("/nodes/0/with", "", StringComparison.Ordinal)));

    [Fact]
    public void Complete_Bash_SkipsOnExitCode99() => Assert.Equal(
        """{"script":"x","skip_exit_code":99}""", new BashKind().Complete(new([new("script", new TextValue("x"))])).ToJson());

    [Theory]
    [InlineData("{}", "first: ")]
    [InlineData("""{"arms": 1}""", "first: ")]
    [InlineData("""{"mode": "all", "arms": [{"arm": "x"}, {"arm": 1}, 2, {"arm": "Y"}, {"arm": "z"}, {"arm": "x"}]}""", "all: x z")]
    public void Arms_AsFarAsTheyCanBeRead_KeepTheirOrder(string with, string expected)
    {
        ArmSet arms = new BranchKind().Arms((ObjectValue)Value.ParseJson(with));

        Assert.Equal(expected, $"{(arms.Exclusive ? "first" : "all")}: {string.Join(' ', arms.Names)}");
    }

    private static IReadOnlyList<Problem> Problems(string nodes, string edges)
    {
        string yaml = $"apiVersion: maat/v1\nkind: Template\nname: x\nnodes:\n{nodes.TrimEnd()}\nedges:\n{edges}\n";
        return TemplateValidator.Validate(TemplateReader.Read(Maat.Engine.Templates.YamlSource.Read(yaml)), new NodeKindCatalog([new BashKind(), new BranchKind()]));
    }
}
