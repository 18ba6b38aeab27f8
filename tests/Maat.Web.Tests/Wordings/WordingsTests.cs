using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Maat.Domain.Wordings;

namespace Maat.Web.Tests.Wordings;

/// <summary>Whatever use cases and checks say, they can say in Chinese.</summary>
public sealed partial class WordingsTests
{
    private static readonly IReadOnlyDictionary<string, string> Chinese = XDocument.Load(Path.Combine(
            typeof(WordingsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "WebSources").Value!, "Resources", "Wordings.zh.resx"))
        .Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    [Fact]
    public void Wordings_InSources_AndInChinese_AreTheSame()
    {
        IReadOnlyList<SourceWording> said = SourceWordings.Find(TestContext.Current.CancellationToken);
        var formats = said.Where(wording => HasWords(wording.Format)).GroupBy(wording => wording.Format).ToDictionary(same => same.Key, same => same.First().Place);

        Assert.Contains("There is no {0}.", formats);
        string[] unsaid = [.. formats.Where(format => !Chinese.ContainsKey(format.Key)).Select(format => $"{format.Value}: {format.Key}")];
        Assert.True(unsaid.Length == 0, $"Not in Wordings.zh.resx:\n{string.Join('\n', unsaid)}");
        string[] unused = [.. Chinese.Keys.Except(formats.Keys)];
        Assert.True(unused.Length == 0, $"Nobody says, so remove from Wordings.zh.resx:\n{string.Join('\n', unused)}");
    }

    [Fact]
    public void Chinese_OfAWording_TakesItsArguments() => Assert.All(Chinese, format =>
    {
        Assert.Equal(Placeholders(format.Key), Placeholders(format.Value));
        Assert.True(format.Value.Any(letter => letter > '\u2E80') || !format.Key.Any(char.IsAsciiLetter), $"'{format.Value}' is not Chinese.");
    });

    /// <summary>A sentence that is an argument would stay English; it has to be a wording in a wording.</summary>
    [Fact]
    public void Arguments_KnownToTheCompiler_AreNoSentences() => Assert.DoesNotContain(
        SourceWordings.Find(TestContext.Current.CancellationToken), wording => wording.Constants.Any(text => text.Contains(' ', StringComparison.Ordinal)));

    private static bool HasWords(string format) => Placeholder().Replace(format, "").Any(letter => !char.IsPunctuation(letter) || letter is ',' or '\'');

    private static IEnumerable<string> Placeholders(string format) => Placeholder().Matches(format).Select(match => match.Value).Distinct().Order();

    /// <summary>A number in single braces; doubled braces are braces.</summary>
    [GeneratedRegex("(?<=(?<!\\{)(?:\\{\\{)*)\\{\\d+\\}")]
    private static partial Regex Placeholder();
}
