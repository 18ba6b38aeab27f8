using System.Text;
using Maat.Domain.Documents;

namespace Maat.Domain.Tests.Documents;

public class JsonSourceTests
{
    [Fact]
    public void Read_Json_RemembersLinesAndColumns()
    {
        var root = Assert.IsType<SourceMapping>(JsonSource.Read("\uFEFF{\n  \"ä😀\": [1,\n   \"x\"], \"b\": true }").Root);

        Assert.Equal((1, 1), (root.Line, root.Column));
        Assert.Equal(("ä😀", 2, 3), (root.Entries[0].Name, root.Entries[0].Line, root.Entries[0].Column));
        var list = Assert.IsType<SourceSequence>(root.Entries[0].Value);
        Assert.Equal((2, 10), (list.Line, list.Column));
        Assert.Equal([new SourceScalar("1", true, 2, 11), new SourceScalar("x", false, 3, 4)], list.Items);
        Assert.Equal(new SourceScalar("true", true, 3, 15), root.Find("b"));
    }

    [Theory]
    [InlineData("", "bad_json  1:1")]
    [InlineData("{\n \"a\": [1,\n  }", "bad_json /a/0 3:3")]
    [InlineData("{\"a\": 1} 2", "bad_json  1:10")]
    [InlineData("{\"a\": 1, // no\n}", "bad_json /a 1:10")]
    [InlineData("{\"a\": 1,}", "bad_json /a 1:9")]
    [InlineData("{\"a\": {\"b\": 1,\n\"b\": 2}, \"a\": 3}", "repeated_field /a/b 2:1|repeated_field /a 2:10")]
    [InlineData("{\"a/b\": \"x\\u0000\"}", "bad_text /a~1b 1:9")]
    [InlineData("[\"\\ud800\"]", "bad_text /0 1:2")]
    public void Read_WrongJson_IsReportedWithItsPlace(string json, string expected) =>
        Assert.Equal(expected.Split('|'), Shown.Lines(JsonSource.Read(json).Problems));

    [Theory]
    [InlineData(DocumentLimits.Depth, "")]
    [InlineData(DocumentLimits.Depth + 1, "bad_json  1:65")]
    [InlineData(100_000, "bad_json  1:65")]
    public void Read_Depth_IsBounded(int depth, string expected)
    {
        var read = JsonSource.Read(new string('[', depth) + new string(']', depth));

        Assert.Equal(expected.Length == 0, read.Root is not null);
        Assert.Equal(expected, string.Join('|', Shown.Lines(read.Problems).Select(line => line.Replace(string.Concat(Enumerable.Repeat("/0", DocumentLimits.Depth)), "", StringComparison.Ordinal))));
    }

    [Fact]
    public void Read_TooManyBytes_IsRefusedUnread()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("[1]" + new string(' ', DocumentLimits.DocumentBytes - 3));

        Assert.NotNull(JsonSource.Read(bytes).Root);
        Assert.Equal(["too_large "], Shown.Lines(JsonSource.Read([.. bytes, (byte)' ']).Problems));
    }
}
