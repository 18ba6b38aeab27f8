using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Domain.Documents;

/// <summary>
/// Writes a document in its one canonical form: fields in a fixed order, and nothing that says what its absence says. Reading it
/// gives an equal document. It takes documents that can be read: texts without U+0000, durations of whole milliseconds.
/// </summary>
public static class TemplateWriter
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        MaxDepth = DocumentLimits.Depth * 2,

        // Scripts stay readable; whoever puts the text into HTML escapes it for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string ToJson(TemplateDocument document)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
            Write(writer, ToSource(document));
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    /// <summary>The tree that every text form is written from; it has no lines and columns.</summary>
    public static SourceMapping ToSource(TemplateDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new Fields()
            .Add("apiVersion", TemplateReader.ApiVersion)
            .Add("kind", TemplateReader.Kind)
            .Add("name", document.Name)
            .Add("description", document.Description)
            .Add("variables", document.Variables, Variable)
            .Add("nodes", document.Nodes, Node)
            .Add("edges", document.Edges, Edge)
            .Add("layout", Layout(document.Layout))
            .ToSource();
    }

    private static SourceMapping Variable(VariableDefinition variable) => new Fields()
        .Add("key", variable.Key)
        .Add("type", Names<VariableType>.Of(variable.Type))
        .Add("integer", variable.IsInteger, false)
        .Add("min", variable.Min)
        .Add("max", variable.Max)
        .Add("choices", variable.Choices, choice => new SourceScalar(choice, IsPlain: false, 0, 0))
        .Add("required", variable.Required, false)
        .Add("default", variable.Default is null ? null : SourceValues.FromValue(variable.Default))
        .Add("description", variable.Description)
        .ToSource();

    private static SourceMapping Node(NodeDefinition node) => new Fields()
        .Add("key", node.Key)
        .Add("name", node.Name)
        .Add("description", node.Description)
        .Add("kind", node.Kind)
        .Add("queue", node.Queue)
        .Add("trigger_rule", node.TriggerRule == TriggerRule.AllSuccess ? null : Names<TriggerRule>.Of(node.TriggerRule))
        .Add("retries", node.Retries == RetryPolicy.None ? null : Retries(node.Retries))
        .Add("timeout", node.Timeout)
        .Add("priority", node.Priority == PlanNode.DefaultPriority ? null : node.Priority)
        .Add("with", node.With.Members.Count == 0 ? null : SourceValues.FromValue(node.With))
        .ToSource();

    private static SourceMapping Retries(RetryPolicy retries) => new Fields()
        .Add("count", retries.Count == RetryPolicy.None.Count ? null : retries.Count)
        .Add("delay", retries.Delay == RetryPolicy.None.Delay ? null : retries.Delay)
        .Add("backoff", retries.Backoff.Equals(RetryPolicy.None.Backoff) ? null : Fields.Plain(retries.Backoff.ToString("R", CultureInfo.InvariantCulture)))
        .Add("max_delay", retries.MaxDelay)
        .ToSource();

    private static SourceMapping Edge(EdgeDefinition edge) => new Fields()
        .Add("from", edge.From)
        .Add("to", edge.To)
        .Add("arm", edge.Arm)
        .ToSource();

    private static SourceMapping? Layout(ItemList<NodePosition> layout)
    {
        if (layout.Count == 0)
            return null;
        var fields = new Fields();
        foreach (var position in layout)
            fields.Add(position.Node, SourceValues.FromValue(new ListValue([new NumberValue(position.X), new NumberValue(position.Y)])));
        return fields.ToSource();
    }

    private static void Write(Utf8JsonWriter writer, SourceNode source)
    {
        switch (source)
        {
            case SourceMapping mapping:
                writer.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    writer.WritePropertyName(entry.Name);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case SourceSequence sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case SourceScalar { IsPlain: true } scalar:
                writer.WriteRawValue(scalar.Text);
                break;
            case SourceScalar scalar:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }

    /// <summary>Gathers the fields of a mapping; a field without a value is left out.</summary>
    private sealed class Fields
    {
        private readonly List<SourceEntry> _entries = [];

        public Fields Add(string name, SourceNode? value)
        {
            if (value is not null)
                _entries.Add(new SourceEntry(name, value, 0, 0));
            return this;
        }

        public Fields Add(string name, string? text) => Add(name, text is null ? null : new SourceScalar(text, IsPlain: false, 0, 0));

        public Fields Add(string name, TimeSpan? duration) => Add(name, duration is { } span ? Duration.ToText(span) : null);

        public Fields Add(string name, decimal? number) => Add(name, number is { } value ? Plain(value.ToString(CultureInfo.InvariantCulture)) : null);

        public Fields Add(string name, bool value, bool absent) => Add(name, value == absent ? null : Plain(value ? "true" : "false"));

        public Fields Add<T>(string name, ItemList<T> items, Func<T, SourceNode> write) =>
            Add(name, items.Count == 0 ? null : new SourceSequence([.. items.Select(write)], 0, 0));

        public SourceMapping ToSource() => new(_entries, 0, 0);

        public static SourceScalar Plain(string text) => new(text, IsPlain: true, 0, 0);
    }
}
