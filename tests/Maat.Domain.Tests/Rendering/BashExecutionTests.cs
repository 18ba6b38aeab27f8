using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Rendering;
using Maat.Domain.Tests.Expressions;
using Maat.Domain.Tests.Values;

namespace Maat.Domain.Tests.Rendering;

/// <summary>Values that try everything, in every quoting, through the real bash: each must arrive byte for byte.</summary>
public sealed class BashExecutionTests
{
    private static readonly string[] HostileValues =
    [
        "", "plain", "a b", "  a   b  ", "-e", "-n", "--", "*", "**/*", "[a-z]*", "?", "~", "~root", "$(touch evil)", "`touch evil`", "${HOME}", "$HOME", "$((1+1))",
        "a[$(touch evil)]", "'", "''", "\"", "\"\"", "'; touch evil; '", "\"; touch evil; \"", "' \"$(touch evil)\" '", "}", "}}", "${{ vars.v1 }}", "\\", "\\\\", "\\n", "a\\",
        "\n", "a\nb", "a\n", "\n\na\n\n", "\t", "\r\n", "EOF", "x\nEOF\ntouch evil\n", "#", " # c", "!", "!!", "&", "a&b", ";", "|", "<(touch evil)", "> evil", "{a,b}", "$'a'",
        "%s%n", "日本 é \U0001F600", "\u0001\u007f", ")", "esac", "=", "a=b", "^", "$", ".", "a|b", "(a)", "*)", ";;", "\\$(touch evil)", "\\`touch evil\\`",
    ];

    // A script, in which § is the reference, and what it prints, in which § is the value; the parts of what it prints are separated by NULs.
    public static TheoryData<string, string> Places { get; } = new()
    {
        { "printf '%s\\0' §", "§" },
        { "printf '%s\\0' pre§post", "pre§post" },
        { "printf '%s\\0' §§\"§\"'§'", "§§§§" },
        { "printf '%s\\0' \"a § b\"", "a § b" },
        { "printf '%s\\0' 'a § b'", "a § b" },
        { "printf '%s\\0' $'a\\t§\\'\\n'", "a\t§'\n" },
        { "printf '%s\\0' $\"a § b\"", "a § b" },
        { "printf '%s\\0' {a,§}", "a\0§" },
        { "x=§; printf '%s\\0' \"$x\"", "§" },
        { "export x=a:§:§; printf '%s\\0' \"$x\"", "a:§:§" },
        { "x=(§ # a comment\n [3]=§ '§'); printf '%s\\0' \"${#x[@]}${x[0]}${x[3]}${x[4]}\"", "3§§§" },
        { "printf '%s\\0' \"$(printf '%s.' §)\"", "§." },
        { "printf '%s\\0' \"$(printf '%s.' \"§\" '§')\"", "§.§." },
        { "printf '%s\\0' \"`printf '%s.' §`\"", "§." },
        { "printf '%s\\0' \"`printf '%s.' \\\"§\\\"`\"", "§." },
        { "x=`printf '%s.' '§' \"§\" §`; printf '%s\\0' \"$x\"", "§.§.§." },
        { "x=`y=\\`printf '%s.' §\\`; printf '%s.' \"$y\"`; printf '%s\\0' \"$x\"", "§.." },
        { "x=\"$(y=`printf '%s.' \"§\"`; printf '%s.' \"$y\" \"`printf '%s.' '§'`\")\"; printf '%s\\0' \"$x\"", "§..§.." },
        { "printf '%s\\0' \"$((printf '%s.' §) ; :)\"", "§." },
        { "((printf '%s\\0' §) ; :)", "§" },
        { "printf '%s\\0' \"$(( 1 + $(x=§; echo 1) ))\"", "2" },
        { "IFS= read -r -d '' x <<EOF\na § \"§\" '§' \\$ §\nEOF\nprintf '%s\\0' \"$x\"", "a § \"§\" '§' $ §\n" },
        { "IFS= read -r -d '' x <<-EOF\n\t§\n\tEOF\nprintf '%s\\0' \"$x\"", "§\n" },
        { "IFS= read -r -d '' x <<EOF\n$(printf '%s.' § \"§\" '§') `printf '%s.' § '§'` ${nope:-§} ${nope:-\"§\"}\nEOF\nprintf '%s\\0' \"$x\"", "§.§.§. §.§. § §\n" },
        { "IFS= read -r -d '' x <<A; IFS= read -r -d '' y <<'B'; printf '%s\\0' \"$x\" \"$y\" §\n§\nA\n$x\nB\n", "§\n\0$x\n\0§" },
        { "x=$(IFS= read -r -d '' y <<E\n§)\nE\nprintf '%s.' \"$y\"); printf '%s\\0' \"$x\"", "§)\n." },
        { "IFS= read -r -d '' x <<< §; printf '%s\\0' \"$x\"", "§\n" },
        { "IFS= read -r -d '' x <<< \"§\"'§'; printf '%s\\0' \"$x\"", "§§\n" },
        { "IFS= read -r -d '' x < <(printf '%s.' §); printf '%s\\0' \"$x\"", "§." },
        { "case § in §) printf '%s\\0' yes;; *) printf '%s\\0' no;; esac", "yes" },
        { "case x§ in a|x'§') printf '%s\\0' §;; *) printf '%s\\0' no;; esac", "§" },
        { "printf '%s\\0' \"$(case a in a) printf '%s.' §;; esac)\"", "§." },
        { "if [[ § == § && x§ = x\"§\" && ! § != § ]]; then printf '%s\\0' yes; fi", "yes" },
        { "if [[ a§ =~ ^a§$ && \"(§)\" =~ ^(\\(§\\))$ ]]; then printf '%s\\0' yes; fi", "yes" },
        { "if [[ x§ == @(never|x§) ]]; then printf '%s\\0' yes; fi", "yes" },
        { "if [ x§ = x§ ] && test -n \"x§\"; then printf '%s\\0' yes; fi", "yes" },
        { "printf '%s\\0' ${nope:-§} \"${nope:-§}\" \"${nope:-a\"§\"b}\" \"${nope-'§'}\" ${nope-'§'}", "§\0§\0a§b\0'§'\0§" },
        { "x=§; printf '%s\\0' \"${x:+§}${nope:+§}\"", "§" },
        { "x=§END; printf '%s\\0' \"${x#§}\" \"${x#\"§\"}\" \"${x##'§'}\"", "END\0END\0END" },
        { "x=END§; printf '%s\\0' \"${x%§}\" \"${x%%§}\"", "END\0END" },
        { "x=a-b; printf '%s\\0' \"${x/-/§}\" \"${x//'-'/'§'}\" \"${x/-/\"§\"}\"", "a§b\0a§b\0a§b" },
        { "x=§END\nIFS= read -r -d '' y <<EOF\n${x#§}\nEOF\nprintf '%s\\0' \"$y\"", "END\n" },
        { "for x in § a§; do printf '%s\\0' \"$x\"; done", "§\0a§" },
        { "while [ -n §x ]; do printf '%s\\0' §; break; done", "§" },
        { "f() { printf '%s\\0' \"$1§\" '§'; }; f §", "§§\0§" },
        { "function g { local x=§; (printf '%s\\0' \"$x\"); }\ng", "§" },
        { "{ printf '%s\\0' §; } | { IFS= read -r -d '' x; printf '%s\\0' \"$x\"; }", "§" },
        { "printf '%s\\0' a#§ \\#§ $#§ # a comment", "a#§\0#§\00§" },
        { "printf '%s\\0' \\\n§\\\n§", "§§" },
        { "printf '%s\\0' '$${{ § }}' \"$${{ § }}\" $${{§", "${{ § }}\0${{ § }}\0${{§" },
    };

    // Printed after each place and value; no value is this text.
    private const string End = "end-of-place";

    private static readonly Lazy<Task<IReadOnlyDictionary<string, string[]>>> PrintedByPlace = new(RunPlacesAsync);

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Script_HostileValuesInAPlace_ArriveUnchanged(string script, string expected)
    {
        var expectations = HostileValues.Select(value => expected.Replace("§", value, StringComparison.Ordinal));
        Assert.Equal(expectations, (await PrintedByPlace.Value)[script]);
    }

    /// <summary>Words of random quotes, substitutions and parameters within each other, and random values.</summary>
    [Fact]
    public void Script_RandomNesting_DeliversRandomValues() =>
        Prop.ForAll(QuotedWords.Word(depth: 4).ListOf(60).ToArbitrary(), words =>
        {
            var context = new FakeContext();
            var script = new StringBuilder();
            foreach (var (index, word) in words.Index())
                script.Append("printf '%s\\0' ").Append(word.Script(value => $"${{{{ vars.{Name(context, index, value)} }}}}")).Append('\n');

            var printed = BashRun.PrintedAsync(BashTemplate.Parse(script.ToString()).Render(context), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            Assert.Equal(words.Select(word => word.Expected), printed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    private static string Name(FakeContext context, int index, string value)
    {
        var name = $"v{index}_{Convert.ToHexString(Encoding.UTF8.GetBytes(value))}";
        context.Text($"vars.{name}", value);
        return name;
    }

    // All places with all values, in few processes: as many scripts as the limit of references asks for.
    private static async Task<IReadOnlyDictionary<string, string[]>> RunPlacesAsync()
    {
        var printed = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var places in Places.Select(place => place.Data.Item1).Chunk(TemplateLimits.MaxReferences / (HostileValues.Length * 5)))
        {
            var context = new FakeContext();
            var script = new StringBuilder();
            foreach (var place in places)
            {
                foreach (var (index, value) in HostileValues.Index())
                {
                    context.Text($"vars.v{index}", value);
                    script.Append(place.Replace("$${{ §", $"$${{{{ ${{{{ vars.v{index} }}}}", StringComparison.Ordinal).Replace("§", $"${{{{ vars.v{index} }}}}", StringComparison.Ordinal)).Append($"\nprintf '%s\\0' {End}\n");
                }
            }

            var results = SplitAtEnds(await BashRun.PrintedAsync(BashTemplate.Parse(script.ToString()).Render(context), CancellationToken.None));
            Assert.Equal(places.Length * HostileValues.Length, results.Count);
            foreach (var (index, ofPlace) in results.Chunk(HostileValues.Length).Index())
                printed[places[index]] = ofPlace;
        }

        return printed;
    }

    private static List<string> SplitAtEnds(IEnumerable<string> parts)
    {
        var (results, current) = (new List<string>(), new List<string>());
        foreach (var part in parts)
        {
            if (part != End)
            {
                current.Add(part);
                continue;
            }

            results.Add(string.Join('\0', current));
            current.Clear();
        }

        return results;
    }
}
