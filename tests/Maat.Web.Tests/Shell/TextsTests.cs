using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Maat.Web.Tests.Shell;

/// <summary>Texts stand in both languages, and those that pages ask for are there.</summary>
public sealed partial class TextsTests
{
    private static readonly string Sources =
        typeof(TextsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "WebSources").Value!;

    [Fact]
    public void Texts_InBothLanguages_HaveTheSameKeysAndNoEmptyOne()
    {
        var english = Read("Texts.resx");
        var chinese = Read("Texts.zh.resx");
        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        Assert.DoesNotContain(english.Concat(chinese), text => string.IsNullOrWhiteSpace(text.Value));
        Assert.All(english, text => Assert.Equal(Placeholders(text.Value), Placeholders(chinese[text.Key])));
    }

    [Fact]
    public void Keys_InPagesAndTexts_AreTheSame()
    {
        var keys = Read("Texts.resx").Keys.ToHashSet();
        var sources = Directory.EnumerateFiles(Sources, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();
        // Code-behind names keys that its markup asks for; they are told from other strings by the group, the word before the dot.
        var groups = keys.Select(key => key.Split('.')[0]).ToHashSet();
        var asked = sources.SelectMany(source => Asked().Matches(source)
                .Concat(Key().Matches(source).Where(match => groups.Contains(match.Groups[1].Value.Split('.')[0]))))
            .Select(match => match.Groups[1].Value).ToHashSet();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(keys));
        // `L[$"Error.{Kind}.Title"]` asks for every key of that shape.
        var shapes = sources.SelectMany(source => Shape().Matches(source))
            .Select(match => new Regex("^" + Hole().Replace(Regex.Escape(match.Groups[1].Value).Replace("\\{", "{", StringComparison.Ordinal), "[^.]+") + "$"))
            .ToList();
        Assert.DoesNotContain(keys.Except(asked), key => !shapes.Any(shape => shape.IsMatch(key)));
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Sources, "Resources", file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static IEnumerable<string> Placeholders(string text) => Number().Matches(text).Select(match => match.Value).Order();

    /// <summary>A key as it stands in a page or its code-behind: a string of words parted by dots.</summary>
    [GeneratedRegex("\"([A-Z][A-Za-z]+\\.[A-Z][A-Za-z.]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex("L\\[\"([^\"]+)\"\\]")]
    private static partial Regex Asked();

    [GeneratedRegex("L\\[\\$\"([^\"]+)\"")]
    private static partial Regex Shape();

    [GeneratedRegex("{[^}]+}")]
    private static partial Regex Hole();

    [GeneratedRegex("{[0-9]+}")]
    private static partial Regex Number();
}
