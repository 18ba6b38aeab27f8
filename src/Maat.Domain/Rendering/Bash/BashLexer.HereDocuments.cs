using System.Text;
using Maat.Domain.Expressions;

namespace Maat.Domain.Rendering.Bash;

// Here-documents: named on one line, read after it.
internal sealed partial class BashLexer
{
    // Those that the current line names and that follow it.
    private List<HereDocument> hereDocuments = [];

    private void ReadHereDocumentOperator()
    {
        var opening = position;
        position += 2;
        var stripsTabs = !AtEnd && Current == '-';
        if (stripsTabs)
            position++;
        SkipBlanks();

        var start = position;
        var delimiter = new StringBuilder();
        var isQuoted = false;
        while (!AtEnd && !IsWordEnd(Current))
        {
            if (Current == '$' && (IsAt(Placeholder.Open) || IsAt(Placeholder.Escape)))
                throw Fail(position, $"A reference cannot stand here: the delimiter of a here-document is not expanded.");
            isQuoted |= ReadDelimiterPart(delimiter);
        }

        if (position == start)
            throw Fail(opening, $"A here-document needs a delimiter after '<<'.");
        hereDocuments.Add(new HereDocument(opening, delimiter.ToString(), isQuoted, stripsTabs));
    }

    private bool ReadDelimiterPart(StringBuilder delimiter)
    {
        var quote = Current;
        switch (quote)
        {
            case '\\':
                position++;
                if (!AtEnd)
                    delimiter.Append(text[position++]);
                return true;
            case '$' when Peek(1) is '\'' or '"':
                position++;
                return true;
            case '\'' or '"':
                var opening = position++;
                while (!AtEnd && Current != quote)
                {
                    if (quote == '"' && Current == '\\')
                        position++;
                    if (!AtEnd)
                        delimiter.Append(text[position++]);
                }

                Close(opening, Parts.Quote);
                return true;
            default:
                delimiter.Append(quote);
                position++;
                return false;
        }
    }

    private void ReadHereDocuments()
    {
        if (hereDocuments.Count == 0)
            return;
        var documents = hereDocuments;
        hereDocuments = [];
        foreach (var document in documents)
            ReadHereDocument(document);
    }

    private void ReadHereDocument(HereDocument document)
    {
        var (bodyEnd, next) = FindDelimiter(document);
        if (document.IsQuoted)
        {
            ReadInert(bodyEnd, Parts.InQuotedHereDocument);
        }
        else
        {
            var (outerEnd, outerMentions, outerEvaluated) = (end, mentions, evaluatedIn);
            (end, mentions, evaluatedIn) = (bodyEnd, [], null);
            while (!AtEnd)
                ReadInsideDoubleQuotes(unescapesQuotes: false);
            (end, mentions, evaluatedIn) = (outerEnd, outerMentions, outerEvaluated);
        }

        position = next;
    }

    private (int BodyEnd, int Next) FindDelimiter(HereDocument document)
    {
        var isContinued = false;
        for (var lineStart = position; lineStart < end;)
        {
            var lineEnd = text.IndexOf('\n', lineStart, end - lineStart);
            if (lineEnd < 0)
                lineEnd = end;
            var line = text.AsSpan(lineStart, lineEnd - lineStart);
            if (!isContinued && (document.StripsTabs ? line.TrimStart('\t') : line).SequenceEqual(document.Delimiter))
                return (lineStart, Math.Min(lineEnd + 1, end));

            // Where bash expands, a backslash before the line's end joins the next line to it before the delimiter is looked for.
            isContinued = !document.IsQuoted && (line.Length - line.TrimEnd('\\').Length) % 2 == 1;
            lineStart = lineEnd + 1;
        }

        throw UnclosedHereDocument(document);
    }

    private ExpressionException UnclosedHereDocument(HereDocument document) =>
        Fail(document.Opening, $"The here-document that begins here has no line '{document.Delimiter}' after it.");

    private readonly record struct HereDocument(int Opening, string Delimiter, bool IsQuoted, bool StripsTabs);
}
