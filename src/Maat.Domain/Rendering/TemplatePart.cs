using Maat.Domain.Expressions;

namespace Maat.Domain.Rendering;

/// <summary>A stretch of a text: as it stands, or a reference.</summary>
/// <param name="Literal">What stands there; empty for a reference.</param>
/// <param name="Expression">The reference's expression.</param>
/// <param name="InJsonString">Whether, reading the text as JSON, it stands inside a string.</param>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="Column">The column where it begins, from 1.</param>
internal sealed record TemplatePart(string Literal, Expression? Expression, bool InJsonString, int Line, int Column)
{
    public ExpressionException Fail(Wording problem) => new(problem, Line, Column);

    /// <summary>The parts of a text, in order.</summary>
    public static IReadOnlyList<TemplatePart> Split(string text)
    {
        var lines = new LineIndex(text);
        var parts = new List<TemplatePart>();
        var quotes = new JsonQuotes();
        var references = 0;
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf(Placeholder.Open, position, StringComparison.Ordinal);
            if (open < 0)
                open = text.Length;

            // The character before may make it an escape: $${{ stands for ${{.
            var escaped = open > position && open < text.Length && text[open - 1] == '$';
            AddLiteral(text[position..(escaped ? open - 1 : open)], position);
            if (open == text.Length)
                break;

            if (escaped)
            {
                AddLiteral(Placeholder.Open, open - 1);
                position = open + Placeholder.Open.Length;
                continue;
            }

            var place = lines.Locate(open);
            var end = Placeholder.FindEnd(text, open, text.Length);
            if (end < 0)
                throw Placeholder.Unclosed(place);
            if (++references > TemplateLimits.MaxReferences)
                throw Placeholder.Fail($"The text has more than {TemplateLimits.MaxReferences} references.", place);
            parts.Add(new("", Placeholder.Parse(text, open, end, lines.Locate), quotes.InString, place.Line, place.Column));
            position = end;
        }

        return parts;

        void AddLiteral(string literal, int offset)
        {
            if (literal.Length == 0)
                return;
            var (line, column) = lines.Locate(offset);
            parts.Add(new(literal, null, quotes.InString, line, column));
            quotes.Read(literal);
        }
    }
}
