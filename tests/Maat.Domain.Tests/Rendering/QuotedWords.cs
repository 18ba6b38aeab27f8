using FsCheck;
using FsCheck.Fluent;
using Maat.Domain.Tests.Values;

namespace Maat.Domain.Tests.Rendering;

/// <summary>A part of a script, and what bash makes of it.</summary>
/// <param name="Script">The part, given how a reference to a value is written.</param>
/// <param name="Expected">The text that it expands to.</param>
internal sealed record QuotedWord(Func<Func<string, string>, string> Script, string Expected)
{
    public static QuotedWord Concat(IEnumerable<QuotedWord> parts)
    {
        var list = parts.ToList();
        return new(reference => string.Concat(list.Select(part => part.Script(reference))), string.Concat(list.Select(part => part.Expected)));
    }

    public QuotedWord Between(string before, string after, string? expectedAfter = null) =>
        new(reference => before + Script(reference) + after, Expected + expectedAfter);
}

/// <summary>Words of bash with references in them, at random: what is quoted how, and within what.</summary>
internal static class QuotedWords
{
    private static readonly Gen<QuotedWord> Reference = ValueGenerators.HostileText.Select(value => new QuotedWord(reference => reference(value), value));

    private static readonly Gen<QuotedWord> Literal = Gen.Elements("a", "B", "0", "-", "=", ":", ".", "x#y", "%").Select(text => new QuotedWord(_ => text, text));

    /// <summary>A word outside of quotes.</summary>
    public static Gen<QuotedWord> Word(int depth, bool inBackquotes = false) => Several(
        Reference,
        Literal,
        Several(Reference, Literal, Special("\"", "$(x)", " ", "*", "#")).Select(word => word.Between("'", "'")),
        Several(Reference, Literal, Gen.Constant(new QuotedWord(_ => inBackquotes ? "t" : "\\'", inBackquotes ? "t" : "'"))).Select(word => word.Between("$'", "'")),
        Quoted(depth, inBackquotes).Select(word => word.Between("\"", "\"")));

    // Inside double quotes.
    private static Gen<QuotedWord> Quoted(int depth, bool inBackquotes)
    {
        var simple = new[] { Reference, Literal, Special("'", " ", "  ", "*", "# ", "(", ")", "{", ";") };
        if (depth == 0)
            return Several(simple);

        var substitution = Word(depth - 1, inBackquotes).Select(word => word.Between("$(printf '%s.' ", ")", "."));
        var subshell = Word(depth - 1, inBackquotes).Select(word => word.Between("$( (printf '%s.' ", "); case a in a) ;; esac)", "."));
        var doubled = Word(depth - 1, inBackquotes).Select(word => word.Between("$((printf '%s.' ", ") ; :)", "."));
        var document = Quoted(0, inBackquotes).Select(word => word.Between("$(IFS= read -r -d '' y <<EOF\n", "\nEOF\nprintf '%s.' \"$y\")", "\n."));
        var fallback = Several(Reference, Literal).Select(word => word.Between("${nope:-", "}"));
        var removed = Reference.Select(word => new QuotedWord(reference => $"$(y={word.Script(reference)}END; printf '%s.' \"${{y#{word.Script(reference)}}}\")", "END."));
        var replaced = Word(0, inBackquotes).Select(word => new QuotedWord(reference => $"$(y=a-b; printf '%s.' \"${{y/-/{word.Script(reference)}}}\")", $"a{word.Expected}b."));
        var backquoted = Word(depth - 1, inBackquotes: true).Select(word => word.Between("`printf '%s.' ", "`", "."));
        return inBackquotes
            ? Several([.. simple, substitution, subshell, doubled, document, fallback, removed, replaced])
            : Several([.. simple, substitution, subshell, doubled, document, fallback, removed, replaced, backquoted]);
    }

    private static Gen<QuotedWord> Special(params string[] texts) => Gen.Elements(texts).Select(text => new QuotedWord(_ => text, text));

    private static Gen<QuotedWord> Several(params Gen<QuotedWord>[] parts) =>
        from count in Gen.Choose(1, 3)
        from list in Gen.OneOf(parts).ListOf(count)
        select QuotedWord.Concat(list);
}
