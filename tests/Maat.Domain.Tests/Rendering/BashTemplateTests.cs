using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Expressions;
using Maat.Domain.Rendering;
using Maat.Domain.Tests.Expressions;
using Maat.Domain.Tests.Values;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Rendering;

public sealed class BashTemplateTests
{
    [Theory]
    // Bare words.
    [InlineData("echo ${{ vars.x }}", "echo \"${1}\"")]
    [InlineData("echo pre${{ vars.x }}post", "echo pre\"${1}\"post")]
    [InlineData("x=${{ vars.x }}:${{ vars.y }} cmd", "x=\"${1}\":\"${2}\" cmd")]
    [InlineData("cat > ${{ vars.x }} 2>>${{ vars.y }} < ${{ vars.x }}", "cat > \"${1}\" 2>>\"${2}\" < \"${1}\"")]
    [InlineData("cat <<< ${{ vars.x }}", "cat <<< \"${1}\"")]
    [InlineData("a=(${{ vars.x }} [0]=${{ vars.y }} # note\n \"${{ vars.x }}\")", "a=(\"${1}\" [0]=\"${2}\" # note\n \"${1}\")")]
    [InlineData("for x in ${{ vars.x }}; do f; done", "for x in \"${1}\"; do f; done")]
    [InlineData("case ${{ vars.x }} in ${{ vars.y }}|a) f ${{ vars.x }};; (*) g;; esac", "case \"${1}\" in \"${2}\"|a) f \"${1}\";; (*) g;; esac")]
    [InlineData("[[ ${{ vars.x }} == ${{ vars.y }}* && x =~ ^(a|${{ vars.x }} )$ ]]", "[[ \"${1}\" == \"${2}\"* && x =~ ^(a|\"${1}\" )$ ]]")]
    [InlineData("f() { echo ${{ vars.x }}; }; function g ( echo ${{ vars.y }} )", "f() { echo \"${1}\"; }; function g ( echo \"${2}\" )")]
    [InlineData("echo a#${{ vars.x }} $# ${#x} \\# # note", "echo a#\"${1}\" $# ${#x} \\# # note")]
    [InlineData("echo \\\n${{ vars.x }}", "echo \\\n\"${1}\"")]
    [InlineData("ls @(a|${{ vars.x }})*", "ls @(a|\"${1}\")*")]
    [InlineData("diff <(cat ${{ vars.x }}) >(f '${{ vars.y }}')", "diff <(cat \"${1}\") >(f ''\"${2}\"'')")]
    // Quotes.
    [InlineData("echo \"a ${{ vars.x }} b\"", "echo \"a ${1} b\"")]
    [InlineData("echo 'abc${{ vars.x }}def'", "echo 'abc'\"${1}\"'def'")]
    [InlineData("echo $'a\\'${{ vars.x }}\\n'", "echo $'a\\''\"${1}\"$'\\n'")]
    [InlineData("echo $\"a ${{ vars.x }}\"", "echo $\"a ${1}\"")]
    [InlineData("echo \"it's ${{ vars.x }}\" 'a \"${{ vars.y }}\"'", "echo \"it's ${1}\" 'a \"'\"${2}\"'\"'")]
    [InlineData("echo \"$(f \"${{ vars.x }}\" ${{ vars.y }} '${{ vars.x }}')\"", "echo \"$(f \"${1}\" \"${2}\" ''\"${1}\"'')\"")]
    [InlineData("x=$(case a in a) echo ${{ vars.x }};; esac)", "x=$(case a in a) echo \"${1}\";; esac)")]
    [InlineData("echo `f ${{ vars.x }} \"${{ vars.y }}\" \\`g '${{ vars.x }}'\\``", "echo `f \"${1}\" \"${2}\" \\`g ''\"${1}\"''\\``")]
    [InlineData("echo \"`f ${{ vars.x }} \\\"${{ vars.y }}\\\"`\"", "echo \"`f \"${1}\" \\\"${2}\\\"`\"")]
    // Parameters.
    [InlineData("echo ${x:-${{ vars.x }}} \"${x:-a ${{ vars.y }} 'b${{ vars.x }}}'}\"", "echo ${x:-\"${1}\"} \"${x:-a ${2} 'b${1}}'}\"")]
    [InlineData("echo \"${x#${{ vars.x }}}\" ${x/${{ vars.y }}/'${{ vars.x }}'}", "echo \"${x#\"${1}\"}\" ${x/\"${2}\"/''\"${1}\"''}")]
    // Here-documents.
    [InlineData("cat <<A <<-\"B\" ${{ vars.x }}\n'${{ vars.x }}' \"${{ vars.y }}\" $(f ${{ vars.x }}) `g ${{ vars.y }}`\nA\n\tq\n\tB\necho ${{ vars.y }}",
        "cat <<A <<-\"B\" \"${1}\"\n'${1}' \"${2}\" $(f \"${1}\") `g \"${2}\"`\nA\n\tq\n\tB\necho \"${2}\"")]
    [InlineData("x=$(cat <<E\n) ${{ vars.x }}\nE\n) ${{ vars.y }}", "x=$(cat <<E\n) ${1}\nE\n) \"${2}\"")]
    // Commands inside arithmetic, and subshells that look like it.
    [InlineData("echo $(( $(f ${{ vars.x }}) + 1 )) $((f ${{ vars.y }}); g)", "echo $(( $(f \"${1}\") + 1 )) $((f \"${2}\"); g)")]
    [InlineData("((f ${{ vars.x }}) | g); (( 1 << 2 )) && echo ${{ vars.y }}", "((f \"${1}\") | g); (( 1 << 2 )) && echo \"${2}\"")]
    // Brackets in which nothing is evaluated.
    [InlineData("curl -d a[${{ vars.x }}]=1 [${{ vars.y }}]*", "curl -d a[\"${1}\"]=1 [\"${2}\"]*")]
    // The same expression takes one variable.
    [InlineData("echo ${{ vars.x }} ${{vars.x}}", "echo \"${1}\" \"${1}\"")]
    [InlineData("echo \"${{ vars.x | replace \"}}\" '\"' }}\"", "echo \"${1}\"")]
    // A ${{ that means itself.
    [InlineData("echo $${{ x }} \"$${{ x }}\" '$${{ x }}' \\${{ x }} # $${{", "echo \\${{ x }} \"\\${{ x }}\" '${{ x }}' \\${{ x }} # ${{")]
    [InlineData("cat <<'A'\n$${{ x }}\nA\ncat <<B\n$${{ x }} \\${{ y }}\nB", "cat <<'A'\n${{ x }}\nA\ncat <<B\n\\${{ x }} \\${{ y }}\nB")]
    [InlineData("echo `echo $${{ x`", "echo `echo \\\\\\${{ x`")]
    [InlineData("echo $$ ${{ vars.x }} $$", "echo $$ \"${1}\" $$")]
    public void Render_AScript_PutsVariablesInPlaceOfExpressions(string script, string rendered) =>
        Assert.Equal(
            rendered.Replace("${1}", "${MAAT_EXPR_1}", StringComparison.Ordinal).Replace("${2}", "${MAAT_EXPR_2}", StringComparison.Ordinal),
            BashTemplate.Parse(script).Render(new FakeContext { ["vars.x"] = new TextValue("x") }).Text);

    [Theory]
    [InlineData("echo $(( ${{ vars.x }} + 1 ))", 1, 10, "$(( … ))")]
    [InlineData("echo \"$(( 1 + (\"${{ vars.x }}\") ))\"", 1, 17, "$(( … ))")]
    [InlineData("f\n  (( x = ${{ vars.x }} ))", 2, 10, "(( … ))")]
    [InlineData("for (( i = 0; i < ${{ vars.x }}; i++ )); do f; done", 1, 19, "for (( … ))")]
    [InlineData("echo $[ ${{ vars.x }} ]", 1, 9, "$[ … ]")]
    [InlineData("echo ${a[${{ vars.x }}]}", 1, 10, "${…[ … ]}")]
    [InlineData("echo ${a:${{ vars.x }}:2}", 1, 10, "${…:…}")]
    [InlineData("a[${{ vars.x }}]=1", 1, 3, "a[ … ]")]
    [InlineData("declare a[${{ vars.x }}]+=1", 1, 11, "a[ … ]")]
    [InlineData("a=(x [${{ vars.x }}]=1)", 1, 7, "[ … ]=")]
    [InlineData("echo ${${{ vars.x }}}", 1, 8, "variable of the shell")]
    [InlineData("cat <<'A'\n  ${{ vars.x }}\nA", 2, 3, "delimiter of this here-document is quoted")]
    [InlineData("cat <<\\A\n${{ vars.x }}\nA", 2, 1, "delimiter of this here-document is quoted")]
    [InlineData("cat <<${{ vars.x }}", 1, 7, "delimiter of a here-document")]
    [InlineData("f # see ${{ vars.x }}", 1, 9, "comment")]
    [InlineData("x=$(f # see ${{ vars.x }}\n)", 1, 13, "comment")]
    [InlineData("echo `f \\${{ vars.x }}`", 1, 10, "backquotes")]
    [InlineData("echo \"${x:-`f ${{ vars.x }}`}\"", 1, 15, "backquotes")]
    [InlineData("echo ${{ vars.x", 1, 6, "no closing }}")]
    [InlineData("f\necho \"${{ region }}\"", 2, 11, "Unknown name 'region'")]
    [InlineData("echo `f ${{ region }}`", 1, 13, "Unknown name 'region'")]
    [InlineData("echo 'a ${{ vars.x }}", 1, 6, "single quote")]
    [InlineData("\n echo \"a", 2, 7, "double quote")]
    [InlineData("echo `a", 1, 6, "backquote")]
    [InlineData("echo $(a", 1, 6, "$( )")]
    [InlineData("echo ${a", 1, 6, "${")]
    [InlineData("echo $'a", 1, 6, "$'")]
    [InlineData("(a", 1, 1, "'('")]
    [InlineData("a )", 1, 3, "closes nothing")]
    [InlineData("case x in a) b", 1, 1, "'case'")]
    [InlineData("[[ x == y", 1, 1, "'[['")]
    [InlineData("cat <<A\nb", 1, 5, "no line 'A'")]
    [InlineData("echo \0", 1, 6, "NUL")]
    public void Parse_WhereNoReferenceMayStand_IsRefusedWithItsPlace(string script, int line, int column, string problem)
    {
        var exception = Assert.Throws<ExpressionException>(() => BashTemplate.Parse(script));
        Assert.Contains(problem, exception.Problem.ToString(), StringComparison.Ordinal);
        Assert.Equal((line, column), (exception.Line, exception.Column));
    }

    [Theory]
    [InlineData("[[ $MAAT_VAR_N -eq 1 ]]", "MAAT_VAR_N", "[[ … -eq … ]]", 4)]
    [InlineData("[[ 1 -lt MAAT_VAR_N ]]", "MAAT_VAR_N", "[[ … -lt … ]]", 10)]
    [InlineData("[[ a == b && ${{ vars.n }} -gt 1 ]]", "MAAT_EXPR_1", "[[ … -gt … ]]", 14)]
    [InlineData("[[ -v \"$MAAT_NODE_A__B\" ]]", "MAAT_NODE_A__B", "[[ -v … ]]", 8)]
    [InlineData("test -v ${{ vars.n }}", "MAAT_EXPR_1", "test -v", 9)]
    [InlineData("[ -v x${MAAT_VAR_N} ]", "MAAT_VAR_N", "[ -v … ]", 9)]
    [InlineData("echo $(( MAAT_VAR_N + 1 ))", "MAAT_VAR_N", "$(( … ))", 10)]
    [InlineData("if (( $MAAT_VAR_N > 1 )); then f; fi", "MAAT_VAR_N", "(( … ))", 7)]
    [InlineData("echo ${x:MAAT_VAR_N}", "MAAT_VAR_N", "${…:…}", 10)]
    [InlineData("echo ${x[$MAAT_VAR_N]}", "MAAT_VAR_N", "${…[ … ]}", 10)]
    [InlineData("echo ${!MAAT_VAR_N}", "MAAT_VAR_N", "${!…}", 9)]
    [InlineData("x[$MAAT_VAR_N]=1", "MAAT_VAR_N", "x[ … ]", 3)]
    [InlineData("let \"x = ${{ vars.n }}\"", "MAAT_EXPR_1", "let", 10)]
    [InlineData("let MAAT_VAR_N+=1", "MAAT_VAR_N", "let", 5)]
    [InlineData("local -ri x=$MAAT_VAR_N", "MAAT_VAR_N", "local -i", 13)]
    [InlineData("eval \"f $MAAT_VAR_N\"", "MAAT_VAR_N", "eval", 9)]
    [InlineData("unset \"a[$MAAT_VAR_N]\"", "MAAT_VAR_N", "unset", 10)]
    [InlineData("printf -v \"$MAAT_VAR_N\" x", "MAAT_VAR_N", "printf -v", 12)]
    [InlineData("trap \"rm $MAAT_VAR_N\" EXIT", "MAAT_VAR_N", "trap", 10)]
    [InlineData("trap -- 'rm ${{ vars.n }}' EXIT", "MAAT_EXPR_1", "trap", 13)]
    [InlineData("bash -c \"echo $MAAT_VAR_N\"", "MAAT_VAR_N", "bash -c", 15)]
    [InlineData("bash -c 'echo ${{ vars.n }}'", "MAAT_EXPR_1", "bash -c", 15)]
    [InlineData("sudo -u x /bin/sh -ec ${{ vars.n }}", "MAAT_EXPR_1", "/bin/sh -c", 23)]
    [InlineData("read -rp \"$MAAT_VAR_P\" \"$MAAT_VAR_N\"", "MAAT_VAR_N", "read", 25)]
    [InlineData("export \"$MAAT_VAR_N\"", "MAAT_VAR_N", "export", 9)]
    public void EvaluatedUses_WhereBashEvaluatesAValue_AreFound(string script, string name, string construct, int column)
    {
        var use = Assert.Single(BashTemplate.Parse(script).EvaluatedUses);
        Assert.Equal((name, construct, 1, column), (use.EnvironmentName, use.Construct, use.Line, use.Column));
        Assert.Equal(name.StartsWith(BashTemplate.GeneratedPrefix, StringComparison.Ordinal), use.Expression is not null);
    }

    [Theory]
    [InlineData("[ $MAAT_VAR_N -eq 1 ] && test ${{ vars.n }} -gt 2")]
    [InlineData("[[ $MAAT_VAR_N == 1 ]]")]
    [InlineData("test -v MAAT_VAR_N")]
    [InlineData("echo $(( $(echo $MAAT_VAR_N | wc -c) + 1 ))")]
    [InlineData("echo ${MAAT_VAR_N:-1} ${#MAAT_VAR_N} ${!MAAT_VAR_@}")]
    [InlineData("bash -c 'echo \"$1 $MAAT_VAR_N\"' _ \"$MAAT_VAR_N\"")]
    [InlineData("trap 'rm \"$MAAT_VAR_N\"' EXIT; grep -c $MAAT_VAR_N f; bash ./f -c; read -r x; echo bash $MAAT_VAR_N")]
    [InlineData("declare -x x=$MAAT_VAR_N; echo a[$MAAT_VAR_N]=1")]
    public void EvaluatedUses_ElsewhereAreNone(string script) => Assert.Empty(BashTemplate.Parse(script).EvaluatedUses);

    [Fact]
    public void EnvironmentNames_InTheText_AreListedWithTheirPlaces()
    {
        var template = BashTemplate.Parse("echo $MAAT_VAR_X\njq . <\"${MAAT_NODE_A__B__FILE}\" XMAAT_VAR_Y ${{ vars.z }}");
        Assert.Equal([new EnvironmentName("MAAT_VAR_X", 1, 7), new EnvironmentName("MAAT_NODE_A__B__FILE", 2, 10)], template.EnvironmentNames);
    }

    [Fact]
    public void References_InAnyQuoting_AreListedWithTheirPlaces()
    {
        var template = BashTemplate.Parse("echo `f ${{ vars.x }}`\ncat <<A '${{ secrets.s }}'\n${{ nodes.a.outputs.b }}\nA");
        Assert.Equal(
            [
                new Reference(ReferenceRoot.Vars, ["x"], 1, 13),
                new Reference(ReferenceRoot.Secrets, ["s"], 2, 14),
                new Reference(ReferenceRoot.Nodes, ["a", "outputs", "b"], 3, 5),
            ],
            template.References);
    }

    [Fact]
    public void Render_GivesEachExpressionItsValueAsText()
    {
        var context = new FakeContext { ["vars.n"] = new NumberValue(1.50m), ["vars.o"] = Value.ParseJson("{\"a\": [true]}") };
        var script = BashTemplate.Parse("f ${{ vars.n }} ${{ vars.o }} ${{ vars.none }} ${{ vars.n }}").Render(context);
        Assert.Equal([new("MAAT_EXPR_1", "1.50"), new("MAAT_EXPR_2", "{\"a\":[true]}"), new("MAAT_EXPR_3", "")], script.Environment);
    }

    [Theory]
    [InlineData("f\n f ${{ vars.big }}", 2, 8, "\"$MAAT_VAR_BIG__FILE\"")]
    [InlineData("f ${{ nodes.a.outputs.big | upper }}", 1, 7, "\"$MAAT_NODE_A__BIG__FILE\"")]
    [InlineData("f ${{ vars.nul }}", 1, 7, "NUL")]
    [InlineData("f ${{ vars.part + '1' }} ${{ vars.part + '2' }} ${{ vars.part + '3' }} ${{ vars.part + '4' }} ${{ vars.part + '5' }} ${{ vars.part + '6' }} ${{ vars.part + '7' }} ${{ vars.part + '8' }} ${{ vars.part + '9' }}",
        1, 191, "more than 512 KiB")]
    [InlineData("f ${{ 1 / 0 }}", 1, 9, "Division")]
    public void Render_WhatAnEnvironmentCannotHold_FailsWithItsPlace(string script, int line, int column, string problem)
    {
        var context = new FakeContext
        {
            ["vars.big"] = new TextValue(new string('a', TemplateLimits.MaxEnvironmentValueBytes)),
            ["nodes.a.outputs.big"] = new TextValue(new string('a', TemplateLimits.MaxEnvironmentValueBytes)),
            ["vars.part"] = new TextValue(new string('a', 60 * 1024)),
            ["vars.nul"] = new TextValue("a\0b"),
        };
        var exception = Assert.Throws<ExpressionException>(() => BashTemplate.Parse(script).Render(context));
        Assert.Contains(problem, exception.Problem.ToString(), StringComparison.Ordinal);
        Assert.Equal((line, column), (exception.Line, exception.Column));
    }

    public static TheoryData<string> Hostile { get; } =
    [
        Repeated("$(", 50_000),
        Repeated("\"$(", 50_000),
        Repeated("((", 100_000),
        Repeated("((a) ", 50_000),
        Repeated("$((a) ", 40_000),
        Repeated("$((", 80_000),
        Repeated("$(( `", 50_000),
        Repeated("${x:-", 50_000),
        Repeated("{ ( ", 60_000),
        Repeated("case x in a) ", 20_000),
        Repeated("`", 100_001),
        Repeated("a[", 100_000),
        Repeated("<<A ", 60_000) + "\n",
        Repeated("$(( $(<<A\n", 25_000),
        Repeated("${{ 1 }} ", 25_000),
        Repeated("x=(", 80_000),
        Repeated("@(", 100_000),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Parse_AScriptMadeToExhaust_IsRefused(string script) => Assert.Throws<ExpressionException>(() => BashTemplate.Parse(script));

    [Fact]
    public void Parse_RandomText_ThrowsNothingElse() =>
        Prop.ForAll(ScriptLike.ToArbitrary(), script =>
        {
            try
            {
                _ = BashTemplate.Parse(script).Render(new FakeContext());
            }
            catch (ExpressionException exception)
            {
                Assert.True(exception is { Line: >= 1, Column: >= 1, Problem.IsNothing: false });
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Gen<string> ScriptLike { get; } = Gen.OneOf(
        ValueGenerators.HostileText,
        Gen.Elements(
            "echo", " ", " ", "\n", "${{ vars.x }}", "$${{", "\"", "'", "`", "$(", "$((", "((", "))", ")", "(", "${x:-", "${x#", "${x[", "}", "]", "[[ ", " ]]",
            " -eq ", "case x in ", "a) ", ";;", " esac", "<<A\n", "\nA\n", "<<'A'", "#", " # ", "\\", "x=(", "a[", "]=", "$'", "$\"", "<(", "|", "&&", ";", "if ", " fi", "let ")
            .ListOf().Select(string.Concat));

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
