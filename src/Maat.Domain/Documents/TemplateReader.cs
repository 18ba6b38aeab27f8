using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Domain.Documents;

/// <summary>
/// What reading found. <see cref="Document"/> holds all that could be read, also beside errors, and is null only when the text is
/// no template of a known version, or is above a limit.
/// </summary>
public sealed record TemplateReading(TemplateDocument? Document, IReadOnlyList<Problem> Problems)
{
    public bool HasErrors => Problems.Any(problem => problem.Severity == Severity.Error);
}

/// <summary>Turns a document of version <paramref name="From"/> into one of version <paramref name="To"/>.</summary>
public sealed record TemplateUpgrade(string From, string To, Func<SourceMapping, SourceMapping> Apply);

/// <summary>
/// Reads the shape of a template document: which fields there are and of what types. Whether they make sense together is
/// <see cref="TemplateValidator"/>'s question. Unknown fields are refused, a field that is null counts as absent, and every problem
/// carries its place in the file.
/// </summary>
public static class TemplateReader
{
    /// <summary>The version that is written, and to which older documents are upgraded when they are read.</summary>
    public const string ApiVersion = "maat/v1";

    public const string Kind = "Template";

    /// <summary>From each older version to the next one, in order. The first version has no elders.</summary>
    private static readonly IReadOnlyList<TemplateUpgrade> KnownUpgrades = [];

    private static readonly Wording VariableTypeName = $"type of variable";

    private static readonly Wording TriggerRuleName = $"trigger rule";

    public static TemplateReading Read(SourceReading source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Root is null)
            return new TemplateReading(null, source.Problems);
        var reading = Read(source.Root);
        return source.Problems.Count == 0 ? reading : reading with { Problems = [.. source.Problems, .. reading.Problems] };
    }

    public static TemplateReading Read(SourceNode root) => Read(root, KnownUpgrades);

    /// <param name="upgrades">The chain from older versions to <see cref="ApiVersion"/>.</param>
    public static TemplateReading Read(SourceNode root, IReadOnlyList<TemplateUpgrade> upgrades)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(upgrades);
        var context = new ReadContext();
        var document = MappingReader.Open(root, "", context) is not null && Upgrade((SourceMapping)root, upgrades, context) is { } current
            ? Document(new MappingReader(current, "", context), context)
            : null;
        return new TemplateReading(document, context.Problems);
    }

    private static SourceMapping? Upgrade(SourceMapping root, IReadOnlyList<TemplateUpgrade> upgrades, ReadContext context)
    {
        var reader = new MappingReader(root, "", context);
        string version = reader.RequiredText("apiVersion");
        foreach (var upgrade in upgrades)
        {
            if (upgrade.From != version)
                continue;
            root = upgrade.Apply(root);
            version = upgrade.To;
        }

        if (version == ApiVersion)
            return root;
        if (!context.Problems.HasErrors)
        {
            var place = root.Find("apiVersion")!;
            Wording known = Wording.List(upgrades.Select(upgrade => upgrade.From).Append(ApiVersion));
            Wording message = $"version '{version}' of the document is not known here; known: {known}";
            context.Problems.Error("unknown_version", message, new ProblemPlace("/apiVersion", Field: "apiVersion", Line: place.Line, Column: place.Column));
        }

        return null;
    }

    private static TemplateDocument? Document(MappingReader root, ReadContext context)
    {
        _ = root.Text("apiVersion");
        string kind = root.RequiredText("kind");
        if (kind.Length > 0 && kind != Kind)
            context.Problems.Error("wrong_kind", $"this is a document of kind '{kind}', not of kind '{Kind}'", new ProblemPlace("/kind", Field: "kind"));
        if (!WithinLimits(root, context))
            return null;
        var document = new TemplateDocument(root.RequiredText("name"))
        {
            Description = root.Text("description"),
            Variables = root.Items("variables").Select(item => Variable(item.Item, item.Path, context)).ToItemList(),
            Nodes = root.Items("nodes").Select(item => Node(item.Item, item.Path, context)).ToItemList(),
            Edges = root.Items("edges").Select(item => Edge(item.Item, item.Path, context)).ToItemList(),
            Layout = root.Entries("layout").Select(entry => Position(entry.Entry, entry.Path, context)).OfType<NodePosition>().ToItemList(),
        };
        root.End();
        return document;
    }

    private static bool WithinLimits(MappingReader root, ReadContext context)
    {
        bool within = true;
        foreach (var (field, limit) in new[] { ("variables", DocumentLimits.Variables), ("nodes", DocumentLimits.Nodes), ("edges", DocumentLimits.Edges) })
        {
            if (root.CountOf(field) <= limit)
                continue;
            within = false;
            Wording message = $"there are {root.CountOf(field)} {field}, at most {limit} are allowed";
            context.Problems.Error("too_many", message, new ProblemPlace(JsonPointer.Field("", field), Field: field));
        }

        return within;
    }

    private static VariableDefinition Variable(SourceNode source, string path, ReadContext context)
    {
        if (MappingReader.Open(source, path, context) is not { } reader)
            return new VariableDefinition("", VariableType.Text);
        string key = reader.RequiredText("key");
        bool typed = reader.RequiredText("type").Length > 0;
        var variable = new VariableDefinition(key, (typed ? reader.OneOf<VariableType>("type", VariableTypeName) : null) ?? VariableType.Json)
        {
            Default = reader.Value("default"),
            Required = reader.Boolean("required") ?? false,
            Description = reader.Text("description"),
            IsInteger = reader.Boolean("integer") ?? false,
            Min = reader.Number("min"),
            Max = reader.Number("max"),
            Choices = reader.Texts("choices").ToItemList(),
        };
        reader.End();
        return variable;
    }

    private static NodeDefinition Node(SourceNode source, string path, ReadContext context)
    {
        if (MappingReader.Open(source, path, context) is not { } reader)
            return new NodeDefinition("", "");
        string key = reader.RequiredText("key");
        reader.Node = key.Length > 0 ? key : null;
        var node = new NodeDefinition(key, reader.RequiredText("kind"))
        {
            Name = reader.Text("name"),
            Description = reader.Text("description"),
            Queue = reader.Text("queue"),
            TriggerRule = reader.OneOf<TriggerRule>("trigger_rule", TriggerRuleName) ?? TriggerRule.AllSuccess,
            Retries = Retries(reader.Mapping("retries")),
            Timeout = reader.Duration("timeout"),
            Priority = reader.Integer("priority") ?? PlanNode.DefaultPriority,
            With = reader.Object("with") ?? NodeDefinition.NoParameters,
        };
        reader.End();
        return node;
    }

    private static RetryPolicy Retries(MappingReader? reader)
    {
        if (reader is null)
            return RetryPolicy.None;
        var retries = new RetryPolicy(
            reader.Integer("count") ?? RetryPolicy.None.Count,
            reader.Duration("delay") ?? RetryPolicy.None.Delay,
            (double?)reader.Number("backoff") ?? RetryPolicy.None.Backoff,
            reader.Duration("max_delay"));
        reader.End();
        return retries;
    }

    private static EdgeDefinition Edge(SourceNode source, string path, ReadContext context)
    {
        if (MappingReader.Open(source, path, context) is not { } reader)
            return new EdgeDefinition("", "");
        var edge = new EdgeDefinition(reader.RequiredText("from"), reader.RequiredText("to"), reader.Text("arm"));
        reader.End();
        return edge;
    }

    private static NodePosition? Position(SourceEntry entry, string path, ReadContext context)
    {
        if (entry.Value is SourceSequence { Items.Count: 2 } pair
            && SourceValues.ToValue(pair.Items[0], path, context.Problems) is NumberValue(var x)
            && SourceValues.ToValue(pair.Items[1], path, context.Problems) is NumberValue(var y))
            return new NodePosition(entry.Name, x, y);
        var place = new ProblemPlace(path, entry.Name, "layout", entry.Value.Line, entry.Value.Column);
        context.Problems.Error("wrong_type", $"a node's place is a list of two numbers: [x, y]", place);
        return null;
    }
}
