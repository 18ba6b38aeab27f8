using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Supervisor;

namespace Maat.Engine.Processes;

/// <summary>What a script put into <c>$MAAT_OUTPUT</c>: its outputs, or what is wrong.</summary>
public sealed record OutputResult(IReadOnlyDictionary<string, Value> Outputs, OutputProblem? Problem = null)
{
    public static readonly OutputResult Nothing = new(new Dictionary<string, Value>());
}

/// <param name="Line">Counted from 1; 0 when it is about the whole file.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record OutputProblem(int Line, string Message);

/// <summary>
/// Reads the outputs of a script. Either the file is one JSON object, or it has lines: <c>key=value</c>, where a value that is a
/// JSON number or boolean has that type and all else is text; or <c>key&lt;&lt;END</c>, the lines of a text, and <c>END</c> (the form
/// of GitHub Actions). Of lines with the same key the last one counts; empty lines are passed over.
/// </summary>
public static partial class OutputFile
{
    /// <summary>1 MiB: larger things are files; their place belongs into the output.</summary>
    public const int MaxValueBytes = 1 << 20;

    /// <summary>4 MiB for all outputs of a node, as written.</summary>
    public const int MaxFileBytes = 4 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file that a script has left; one that does not exist has no outputs. Never waits, whatever the script put in the file's place.</summary>
    public static OutputResult Read(string path)
    {
        var descriptor = Libc.open(path, Libc.OpenReadOnly | Libc.OpenNonBlocking | Libc.OpenCloseOnExec, 0);
        if (descriptor < 0)
            return Libc.Error == Libc.ENOENT ? OutputResult.Nothing : Failed(0, $"The output file cannot be read: {SystemErrors.Of(Libc.Error)}");
        try
        {
            var bytes = new byte[4096];
            var length = 0;
            int count;
            while (length <= MaxFileBytes && (count = Libc.Read(descriptor, bytes.AsSpan(length))) > 0)
            {
                length += count;
                if (length == bytes.Length)
                    Array.Resize(ref bytes, bytes.Length * 2);
            }

            return Parse(bytes.AsSpan(0, length));
        }
        catch (IOException exception)
        {
            return Failed(0, $"The output file cannot be read: {SystemErrors.Of(exception.HResult)}");
        }
        finally
        {
            _ = Libc.close(descriptor);
        }
    }

    public static OutputResult Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxFileBytes)
            return Failed(0, $"The outputs have more than the {Show(MaxFileBytes)} bytes that one node may have. Write large data to a file or a store, and its place to the output.");
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        return bytes.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? ParseJson(bytes) : ParseLines(bytes);
    }

    private static OutputResult ParseJson(ReadOnlySpan<byte> bytes)
    {
        var outputs = new Dictionary<string, Value>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Value.MaxJsonDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            var rest = bytes[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8);
            if (!rest.IsEmpty)
                return Failed(LineAt(bytes, bytes.Length - rest.Length), $"Something follows the JSON object. The file holds either one JSON object or lines of key=value.");
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!Key.IsValid(member.Name))
                    return Failed(0, NotAKey(member.Name));
                if (Encoding.UTF8.GetByteCount(member.Value.GetRawText()) > MaxValueBytes)
                    return Failed(0, TooLarge(member.Name));
                outputs[member.Name] = Value.FromJson(member.Value);
            }

            return new OutputResult(outputs);
        }
        catch (JsonException exception)
        {
            return Failed((int)(exception.LineNumber ?? -1) + 1, $"The JSON cannot be read: {JsonProblem.Of(exception)}");
        }
        catch (InvalidOperationException exception)
        {
            return Failed(0, $"The JSON cannot be read: a name is not valid Unicode ({exception.Message})");
        }
    }

    private static OutputResult ParseLines(ReadOnlySpan<byte> bytes)
    {
        var outputs = new Dictionary<string, Value>(StringComparer.Ordinal);
        var lines = new LineReader(bytes);
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty)
                continue;
            var start = lines.Number;
            var equals = line.IndexOf((byte)'=');
            var marker = line.IndexOf("<<"u8);
            var isBlock = marker >= 0 && (equals < 0 || marker < equals);
            var nameLength = isBlock ? marker : equals;
            if (nameLength < 0)
                return Failed(start, $"A line must be key=value, or key<<END followed by the lines of a text and END.");
            var key = Encoding.UTF8.GetString(line[..nameLength]);
            if (!Key.IsValid(key))
                return Failed(start, NotAKey(key));
            var value = line[(nameLength + 1)..];
            if (isBlock && !lines.TryReadBlock(line[(marker + 2)..], out value))
                return Failed(start, $"The text of '{key}' has no end: a line with {Encoding.UTF8.GetString(line[(marker + 2)..])} alone is missing.");
            if (value.Length > MaxValueBytes)
                return Failed(start, TooLarge(key));
            if (Decode(value) is not { } text)
                return Failed(start, $"The value of '{key}' is not UTF-8.");
            outputs[key] = isBlock ? new TextValue(text) : Typed(text);
        }

        return new OutputResult(outputs);
    }

    /// <summary>A number that a decimal cannot hold stays text: nothing is lost.</summary>
    private static Value Typed(string text) => text switch
    {
        "true" => BooleanValue.True,
        "false" => BooleanValue.False,
        _ when JsonNumber().IsMatch(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => new NumberValue(number),
        _ => new TextValue(text),
    };

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static OutputResult Failed(int line, Wording problem) => OutputResult.Nothing with { Problem = new OutputProblem(line, problem.ToString()) };

    private static Wording NotAKey(string name) =>
        $"'{(name.Length > Key.MaxLength ? name[..Key.MaxLength] + "…" : name)}' cannot be the key of an output: {Key.Rule}.";

    private static Wording TooLarge(string key) =>
        $"The value of '{key}' has more than the {Show(MaxValueBytes)} bytes that one value may have. Write large data to a file or a store, and its place to the output.";

    private static string Show(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static int LineAt(ReadOnlySpan<byte> bytes, int offset) => bytes[..offset].Count((byte)'\n') + 1;

    [GeneratedRegex(@"\A-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();

    private ref struct LineReader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _next;

        /// <summary>Of the line last read, from 1.</summary>
        internal int Number { get; private set; }

        /// <summary>The next line without its end, LF or CR LF.</summary>
        internal bool TryRead(out ReadOnlySpan<byte> line)
        {
            line = default;
            if (_next >= _bytes.Length)
                return false;
            var rest = _bytes[_next..];
            var end = rest.IndexOf((byte)'\n');
            line = end < 0 ? rest : rest[..end];
            _next += line.Length + 1;
            Number++;
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            return true;
        }

        /// <summary>The bytes up to the line that is <paramref name="end"/>, without the line end before it.</summary>
        internal bool TryReadBlock(ReadOnlySpan<byte> end, out ReadOnlySpan<byte> text)
        {
            var start = Math.Min(_next, _bytes.Length);
            var stop = start;
            text = default;
            if (end.IsEmpty)
                return false;
            while (TryRead(out var line))
            {
                if (line.SequenceEqual(end))
                {
                    text = _bytes[start..Math.Max(start, stop)];
                    if (text is [.., (byte)'\n'])
                        text = text[..^1];
                    return true;
                }

                stop = Math.Min(_next, _bytes.Length);
            }

            return false;
        }
    }
}
