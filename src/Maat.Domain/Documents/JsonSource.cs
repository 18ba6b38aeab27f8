using System.Text;
using System.Text.Json;
using Maat.Domain.Values;

namespace Maat.Domain.Documents;

/// <summary>
/// Parses JSON (RFC 8259, without comments or trailing commas) into a <see cref="SourceNode"/> tree. Repeated names, texts that no
/// file or environment can hold, and documents above <see cref="DocumentLimits"/> are refused with their place.
/// </summary>
public static class JsonSource
{
    private static readonly JsonReaderOptions Options = new()
    {
        // The reader's own limit is the backstop; ours speaks first and says where.
        MaxDepth = DocumentLimits.Depth + 2,
    };

    public static SourceReading Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    public static SourceReading Read(ReadOnlySpan<byte> utf8)
    {
        var problems = new ProblemList();
        if (utf8.Length > DocumentLimits.DocumentBytes)
        {
            SourceProblems.TooLarge(problems, utf8.Length);
            return new SourceReading(null, problems);
        }

        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        var parser = new Parser(utf8, problems);
        try
        {
            return new SourceReading(parser.Document(), problems);
        }
        catch (JsonException exception)
        {
            var (line, column) = parser.Place(exception);
            problems.Error("bad_json", $"this is no JSON: {JsonProblem.Of(exception)}", new ProblemPlace(parser.Path, Line: line, Column: column));
            return new SourceReading(null, problems);
        }
    }

    /// <summary>A field, or an item where there is no name. An empty name: nothing inside has been read.</summary>
    private readonly record struct PathPart(string? Name, int Index)
    {
        public string AddTo(string path) => Name switch
        {
            null => JsonPointer.Item(path, Index),
            "" => path,
            _ => JsonPointer.Field(path, Name),
        };
    }

    private ref struct Parser
    {
        private readonly ReadOnlySpan<byte> _utf8;
        private readonly ProblemList _problems;
        private readonly List<PathPart> _path = [];
        private Utf8JsonReader _reader;
        private int _seen;
        private int _lineStart;
        private int _line = 1;
        private int _column = 1;

        public Parser(ReadOnlySpan<byte> utf8, ProblemList problems)
        {
            _utf8 = utf8;
            _problems = problems;
            _reader = new Utf8JsonReader(utf8, Options);
        }

        /// <summary>The innermost place that was being read; made only when something is wrong there.</summary>
        public readonly string Path => _path.Aggregate("", (path, part) => part.AddTo(path));

        public SourceNode Document()
        {
            _reader.Read();
            SourceNode root = Node();
            // Anything but white space behind the value throws.
            _reader.Read();
            return root;
        }

        /// <summary>The place at which the framework's reader stopped, in our units.</summary>
        public readonly (int Line, int Column) Place(JsonException exception)
        {
            int line = (int)(exception.LineNumber ?? 0);
            ReadOnlySpan<byte> rest = _utf8;
            for (int i = 0; i < line; i++)
                rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
            int bytes = Math.Min((int)(exception.BytePositionInLine ?? 0), rest.Length);
            return (line + 1, 1 + Encoding.UTF8.GetCharCount(rest[..bytes]));
        }

        private SourceNode Node()
        {
            var (line, column) = Advance();
            switch (_reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    return Mapping(line, column);
                case JsonTokenType.StartArray:
                    return Sequence(line, column);
                case JsonTokenType.String:
                    return new SourceScalar(Text(line, column), IsPlain: false, line, column);
                default:
                    return new SourceScalar(Encoding.UTF8.GetString(_reader.ValueSpan), IsPlain: true, line, column);
            }
        }

        private SourceMapping Mapping(int line, int column)
        {
            Enter();
            var entries = new List<SourceEntry>();
            var names = new NameSet(entries);
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
            {
                var (nameLine, nameColumn) = Advance();
                string name = Text(nameLine, nameColumn);
                _path[^1] = new PathPart(name, 0);
                _reader.Read();
                SourceNode value = Node();
                if (names.Add(name))
                    entries.Add(new SourceEntry(name, value, nameLine, nameColumn));
                else
                    SourceProblems.Repeated(_problems, name, Path, nameLine, nameColumn);
            }

            Leave();
            return new SourceMapping(entries, line, column);
        }

        private SourceSequence Sequence(int line, int column)
        {
            Enter();
            var items = new List<SourceNode>();
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                _path[^1] = new PathPart(null, items.Count);
                items.Add(Node());
            }

            Leave();
            return new SourceSequence(items, line, column);
        }

        private readonly void Enter()
        {
            if (_path.Count == DocumentLimits.Depth)
                throw new JsonRefusedException($"it nests more than {DocumentLimits.Depth} levels", _line - 1, _seen - _lineStart);
            _path.Add(new PathPart("", 0));
        }

        private readonly void Leave() => _path.RemoveAt(_path.Count - 1);

        private readonly string Text(int line, int column)
        {
            string text = "";
            Wording? reason;
            try
            {
                text = _reader.GetString()!;
                reason = SourceProblems.Unfit(text);
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair, or bytes that are no UTF-8.
                reason = SourceProblems.NotUnicode;
            }

            if (reason is not null)
                SourceProblems.BadText(_problems, reason, Path, line, column);
            return text;
        }

        /// <summary>Counts lines and columns up to the current token; each byte is looked at once.</summary>
        private (int Line, int Column) Advance()
        {
            int start = (int)_reader.TokenStartIndex;
            for (; _seen < start; _seen++)
            {
                byte unit = _utf8[_seen];
                if (unit == '\n')
                {
                    _line++;
                    _column = 1;
                    _lineStart = _seen + 1;
                }
                else if ((unit & 0xC0) != 0x80)
                {
                    // Four bytes of UTF-8 are two units of UTF-16.
                    _column += unit >= 0xF0 ? 2 : 1;
                }
            }

            return (_line, _column);
        }
    }
}
