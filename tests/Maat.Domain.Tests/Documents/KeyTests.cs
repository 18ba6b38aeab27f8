using Maat.Domain.Documents;

namespace Maat.Domain.Tests.Documents;

public class KeyTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("extract", true)]
    [InlineData("build_full_2", true)]
    [InlineData("a1_2b", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("1a", false)]
    [InlineData("_a", false)]
    [InlineData("a_", false)]
    [InlineData("a__b", false)]
    [InlineData("aB", false)]
    [InlineData("a-b", false)]
    [InlineData("a b", false)]
    [InlineData("é", false)]
    [InlineData("a\n", false)]
    public void IsValid_Text_FollowsTheRule(string? text, bool expected) => Assert.Equal(expected, Key.IsValid(text));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void IsValid_Length_IsBounded(int length, bool expected) => Assert.Equal(expected, Key.IsValid(new string('a', length)));

    [Theory]
    [InlineData("Build index", "build_index")]
    [InlineData("  Größe (m²) ", "gro_e_m")]
    [InlineData("Café – déjà vu", "cafe_deja_vu")]
    [InlineData("mProject_ID0000001", "mproject_id0000001")]
    [InlineData("__x__y__", "x_y")]
    [InlineData("2nd try", "node_2nd_try")]
    [InlineData("节点", "node_1")]
    [InlineData("", "node_1")]
    public void FromName_Name_BecomesAKey(string name, string expected) => Assert.Equal(expected, Key.FromName(name, new HashSet<string>()));

    [Fact]
    public void FromName_TakenKeys_AreNumberedWithoutGaps()
    {
        var taken = new HashSet<string>();
        for (int i = 0; i < 40; i++)
            Assert.True(taken.Add(Key.FromName("Align", taken)));
        for (int i = 0; i < 40; i++)
            Assert.True(taken.Add(Key.FromName("节点", taken)));

        Assert.Equal(
            Enumerable.Range(2, 39).Select(i => $"align_{i}").Prepend("align").Concat(Enumerable.Range(1, 40).Select(i => $"node_{i}")).Order(),
            taken.Order());
    }

    [Fact]
    public void FromName_AnyNames_AreDifferentKeys()
    {
        var random = new Random(1);
        var taken = new HashSet<string>();
        for (int i = 0; i < 2_000; i++)
        {
            string name = string.Concat(Enumerable.Range(0, random.Next(90)).Select(_ => "ab_ -é9Ö节\0"[random.Next(10)]));
            string key = Key.FromName(name, taken);
            Assert.True(Key.IsValid(key), $"'{name}' gave '{key}'");
            Assert.True(taken.Add(key), $"'{name}' gave '{key}' again");
        }
    }
}
