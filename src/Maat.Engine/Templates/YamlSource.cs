using Maat.Domain.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Maat.Engine.Templates;

/// <summary>
/// Parses YAML into a <see cref="SourceNode"/> tree: one document, its types by the core schema of YAML 1.2, nothing constructed from
/// tags. Anchors, aliases, tags and repeated names are refused with their place: they make a file mean other than what it shows, and
/// aliases of aliases grow without bound.
/// </summary>
public static class YamlSource
{
    public static SourceReading Read(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var problems = new ProblemList();
        int bytes = System.Text.Encoding.UTF8.GetByteCount(yaml);
        if (bytes > DocumentLimits.DocumentBytes)
        {
            SourceProblems.TooLarge(problems, bytes);
            return new SourceReading(null, problems);
        }

        var scanner = new Scanner(new StringReader(yaml));
        var reading = new Reading(new Parser(scanner), problems);
        try
        {
            var root = reading.Document();
            return new SourceReading(reading.IsCut ? null : root, problems);
        }
        catch (YamlException exception)
        {
            problems.Error("bad_yaml", $"this is no YAML: {(exception as RefusedYamlException)?.Wording ?? Wording.Foreign(exception.Message, $"it cannot be read from here on")}", reading.Place(exception.Start));
            return new SourceReading(null, problems);
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet 16.3 throws for a list in one line that is not closed before a name in the next.
            problems.Error("bad_yaml", $"this is no YAML: a bracket or brace before this place is not closed", reading.Place(scanner.CurrentPosition));
            return new SourceReading(null, problems);
        }
    }

    /// <summary>YAML that is well-formed, and says what a document cannot.</summary>
    private sealed class RefusedYamlException(ParsingEvent at, Wording wording) : YamlException(at.Start, at.End, wording.ToString())
    {
        public Wording Wording => wording;
    }

    private sealed class Reading(Parser parser, ProblemList problems)
    {
        private string _path = "";
        private int _depth;

        /// <summary>Whether a part was left out that cannot be guessed.</summary>
        public bool IsCut { get; private set; }

        public ProblemPlace Place(Mark mark) => new(_path, Line: (int)mark.Line, Column: (int)mark.Column);

        public SourceNode? Document()
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out var end))
            {
                problems.Error("bad_yaml", $"the file is empty", Place(end.Start));
                return null;
            }

            parser.Consume<DocumentStart>();
            var root = Node();
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
                Cut("bad_yaml", $"the file has a second document: import each from a file of its own", second);
            return root;
        }

        private SourceNode Node()
        {
            if (parser.Accept<AnchorAlias>(out var alias))
            {
                Cut("yaml_alias", $"the alias *{alias.Value.Value} is not taken: write the value out", alias);
                parser.MoveNext();
                return Scalar("", isPlain: true, alias);
            }

            Refuse(parser.Current as NodeEvent);
            if (parser.Accept<MappingStart>(out var mapping))
                return Mapping(mapping);
            if (parser.Accept<SequenceStart>(out var sequence))
                return Sequence(sequence);
            var scalar = parser.Consume<Scalar>();
            RefuseText(scalar);
            return Scalar(scalar.Value, scalar.Style == ScalarStyle.Plain, scalar);
        }

        private void Refuse(NodeEvent? node)
        {
            if (node is null)
                return;
            if (!node.Anchor.IsEmpty)
                problems.Error("yaml_anchor", $"the anchor &{node.Anchor.Value} is not taken: remove it, and write out each value", Place(node.Start));
            if (!node.Tag.IsEmpty)
                problems.Error("yaml_tag", $"the tag {node.Tag.Value} is not taken: remove it", Place(node.Start));
        }

        private void RefuseText(Scalar scalar)
        {
            if (SourceProblems.Unfit(scalar.Value) is { } reason)
                SourceProblems.BadText(problems, reason, _path, (int)scalar.Start.Line, (int)scalar.Start.Column);
        }

        private SourceMapping Mapping(MappingStart start)
        {
            string path = Enter(start);
            parser.MoveNext();
            var entries = new List<SourceEntry>();
            var names = new NameSet(entries);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (parser.Current is MappingStart or SequenceStart or AnchorAlias)
                    throw new RefusedYamlException(parser.Current, $"a name must be a text");
                Refuse(parser.Current as NodeEvent);
                var name = parser.Consume<Scalar>();
                _path = path;
                RefuseText(name);
                _path = JsonPointer.Field(path, name.Value);
                var value = Node();
                if (names.Add(name.Value))
                    entries.Add(new SourceEntry(name.Value, value, (int)name.Start.Line, (int)name.Start.Column));
                else
                    SourceProblems.Repeated(problems, name.Value, JsonPointer.Field(path, name.Value), (int)name.Start.Line, (int)name.Start.Column);
            }

            Leave(path);
            return new SourceMapping(entries, (int)start.Start.Line, (int)start.Start.Column);
        }

        private SourceSequence Sequence(SequenceStart start)
        {
            string path = Enter(start);
            parser.MoveNext();
            var items = new List<SourceNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                _path = JsonPointer.Item(path, items.Count);
                items.Add(Node());
            }

            Leave(path);
            return new SourceSequence(items, (int)start.Start.Line, (int)start.Start.Column);
        }

        private string Enter(ParsingEvent at)
        {
            if (++_depth > DocumentLimits.Depth)
                throw new RefusedYamlException(at, $"it nests more than {DocumentLimits.Depth} levels");
            return _path;
        }

        private void Leave(string path)
        {
            _depth--;
            _path = path;
        }

        private void Cut(string code, Wording wording, ParsingEvent at)
        {
            IsCut = true;
            problems.Error(code, wording, Place(at.Start));
        }

        private static SourceScalar Scalar(string text, bool isPlain, ParsingEvent at) => new(text, isPlain, (int)at.Start.Line, (int)at.Start.Column);
    }
}
