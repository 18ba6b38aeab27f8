using System.Globalization;
using Maat.Domain.Wordings;

namespace Maat.Domain.Tests.Wordings;

public sealed class WordingTests
{
    private static readonly Dictionary<string, string> German = new(StringComparer.Ordinal)
    {
        ["there is no {0} '{1}'{2}"] = "'{1}' ist kein {0}{2}",
        ["node"] = "Knoten",
        ["; did you mean '{0}'?"] = "; gemeint ist '{0}'?",
        ["write {{ for {0}"] = "{0} schreibt sich {{",
        [", "] = " und ",
        ["it is broken from {0} on"] = "ab {0} kaputt",
    };

    [Fact]
    public void Wording_WithWordingsInIt_IsSaidWholeInAnotherLanguage()
    {
        Wording what = $"node", meant = $"; did you mean '{"b"}'?";
        Wording wording = $"there is no {what} '{"a"}'{meant}";

        Assert.Equal("there is no {0} '{1}'{2}", wording.Format);
        Assert.Equal("there is no node 'a'; did you mean 'b'?", wording.ToString());
        Assert.Equal("'a' ist kein Knoten; gemeint ist 'b'?", Said(wording));
    }

    [Fact]
    public void Argument_ThatLooksLikeAFormat_IsTakenAsItIs()
    {
        Wording wording = $"there is no {"{1}"} '{"node"}'{"{x"}";

        Assert.Equal("there is no {1} 'node'{x", wording.ToString());
        Assert.Equal("'node' ist kein {1}{x", Said(wording));
    }

    [Fact]
    public void Braces_InAWording_AreBracesInEveryLanguage()
    {
        Wording wording = $"write {{ for {"it"}";

        Assert.Equal("write { for it", wording.ToString());
        Assert.Equal("it schreibt sich {", Said(wording));
    }

    [Fact]
    public void List_InAnotherLanguage_HasItsSeparators()
    {
        Wording wording = $"known: {Wording.List(["a", "b", "c"])}";

        Assert.Equal("known: a, b, c", wording.ToString());
        Assert.Equal("known: a und b und c", Said(wording));
        Assert.Equal("", Wording.List([]).ToString());
    }

    [Fact]
    public void Foreign_WhereTheLanguageHasItsOwnWords_IsSaidInThese()
    {
        Wording known = Wording.Foreign("'x' is invalid after 'y'", $"it is broken from {7} on");
        Wording unknown = Wording.Foreign("'x' is invalid after 'y'", $"nobody translated this");

        Assert.Equal("'x' is invalid after 'y'", known.ToString());
        Assert.Equal("ab 7 kaputt", Said(known));
        Assert.Equal("'x' is invalid after 'y'", Said(unknown));
    }

    [Fact]
    public void Numbers_UnderAnotherCulture_AreWrittenAsProgramsRead()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de");
        Wording wording = $"{1.5m} and {12_000} and {-3L}";
        Assert.Equal("1.5 and 12000 and -3", wording.ToString());
    }

    [Fact]
    public void Wordings_ThatSayTheSame_AreEqual()
    {
        Wording one = $"a {"b"}", other = $"{"a"} b";
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, Wording.Verbatim("a c"));
    }

    private static string Said(Wording wording) => wording.In(format => German.GetValueOrDefault(format));
}
