using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Maat.Web.Tests.Deployment;

/// <summary>The files under <c>deploy/</c> by their path there, and the Dockerfile; a test may change one to see that it is noticed.</summary>
internal sealed class DeployFiles
{
    public const string Dockerfile = "Dockerfile";
    public const string Readme = "README.md";
    public const string Compose = "docker-compose.yml";

    private static readonly string Repository = typeof(DeployFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Repository").Value!;

    private readonly Dictionary<string, string> texts;

    private DeployFiles(Dictionary<string, string> texts) => this.texts = texts;

    public string this[string file] => texts[file];

    public IEnumerable<string> Kubernetes => texts.Keys.Where(file => file.StartsWith("kubernetes/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public IEnumerable<string> Yaml => Kubernetes.Append(Compose);

    public static DeployFiles Read()
    {
        string deploy = Path.Combine(Repository, "deploy");
        Dictionary<string, string> texts = Directory.GetFiles(deploy, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yml" or ".yaml" or ".md")
            .ToDictionary(file => Path.GetRelativePath(deploy, file).Replace('\\', '/'), File.ReadAllText);
        texts[Dockerfile] = File.ReadAllText(Path.Combine(Repository, Dockerfile));
        return new DeployFiles(texts);
    }

    /// <summary>The same with one text changed wherever it stands in a file.</summary>
    public DeployFiles With(string file, string old, string changed)
    {
        Assert.Contains(old, texts[file], StringComparison.Ordinal);
        return new DeployFiles(new(texts) { [file] = texts[file].Replace(old, changed, StringComparison.Ordinal) });
    }

    public IEnumerable<Node> Documents(string file)
    {
        var parser = new MergingParser(new Parser(new StringReader(texts[file])));
        IDeserializer reader = new DeserializerBuilder().Build();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
            yield return new Node(reader.Deserialize(parser));
    }
}

/// <summary>A place in a YAML document; what is not there is a node without a value.</summary>
internal readonly record struct Node(object? Value)
{
    public string? Text => Value as string;

    public bool Exists => Value is not null;

    public IEnumerable<Node> Items => Value is List<object> list ? list.Select(item => new Node(item)) : [];

    public IEnumerable<(string Key, Node Value)> Members =>
        Value is Dictionary<object, object> map ? map.Select(pair => ((string)pair.Key, new Node(pair.Value))) : [];

    public Node this[string key] => Value is Dictionary<object, object> map && map.TryGetValue(key, out object? value) ? new Node(value) : default;

    /// <summary>By a path of keys, parted by dots.</summary>
    public Node At(string path) => path.Split('.').Aggregate(this, (node, key) => node[key]);
}
