using System.Text;
using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Rendering;

/// <summary>
/// A text that may hold <c>${{ expression }}</c>, and the place where it will be used. A reference that is the whole of the text keeps its type;
/// in longer text it becomes text (null becomes nothing), escaped for its place. <c>$${{</c> is a <c>${{</c> that means itself.
/// Immutable; may be used from several threads.
/// </summary>
public sealed class TextTemplate
{
    private readonly Place place;
    private readonly IReadOnlyList<TemplatePart> parts;

    private TextTemplate(string source, Place place, IReadOnlyList<TemplatePart> parts)
    {
        Source = source;
        this.place = place;
        this.parts = parts;
        References = [.. parts.SelectMany(part => part.Expression?.References ?? [])];
    }

    /// <summary>What was parsed.</summary>
    public string Source { get; }

    /// <summary>Every reference in the text, secrets among them, in the order in which they stand.</summary>
    public IReadOnlyList<Reference> References { get; }

    /// <summary>The expressions in the text, in the order in which they stand.</summary>
    public IEnumerable<Expression> Expressions => parts.Select(part => part.Expression).OfType<Expression>();

    /// <summary>Whether the text holds no <c>${{ }}</c>.</summary>
    public bool IsConstant => parts.All(part => part.Expression is null);

    /// <summary>The expression that is the whole of the text, if it is one and nothing else.</summary>
    public Expression? SoleExpression => parts is [{ Expression: { } only }] ? only : null;

    /// <summary>Parses a text.</summary>
    /// <exception cref="ExpressionException">
    /// A placeholder is open or its expression is wrong, the text is too long, a header's text has a line break, or a URL begins with a
    /// reference that would be percent-encoded; with the place in the text.
    /// </exception>
    public static TextTemplate Parse(string text, Place place)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > TemplateLimits.MaxTextLength)
            throw new ExpressionException($"The text is longer than {TemplateLimits.MaxTextLength} characters; put what is large into a resource.", 1, 1);

        var parts = TemplatePart.Split(text);
        if (place == Place.Header && parts.FirstOrDefault(part => HeaderText.HasControlCharacter(part.Literal)) is { } broken)
            throw broken.Fail(HeaderText.Problem);
        if (place == Place.Url)
            UrlText.CheckBeginning(parts);
        return new TextTemplate(text, place, parts);
    }

    /// <summary>The text with its references' values.</summary>
    /// <returns>
    /// For a text that is one reference, in <see cref="Place.Text"/> and <see cref="Place.Json"/>, the value itself; else a text.
    /// </returns>
    /// <exception cref="ExpressionException">A value cannot be had, or cannot stand in this place; with the place in the text.</exception>
    public Value Render(IEvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Render(context, new WorkBudget());
    }

    internal Value Render(IEvaluationContext context, WorkBudget budget)
    {
        if (SoleExpression is { } only)
            return RenderWhole(only.Evaluate(context, budget), parts[0]);

        var text = new StringBuilder();
        var inserted = new List<(int Start, TemplatePart Part)>();
        foreach (var part in parts)
        {
            inserted.Add((text.Length, part));
            text.Append(part.Expression is null ? part.Literal : Escaped(part, part.Expression.Evaluate(context, budget)));
            if (text.Length > TemplateLimits.MaxRenderedLength)
                throw part.Fail($"With its values the text is longer than {TemplateLimits.MaxRenderedLength} characters.");
        }

        var rendered = text.ToString();
        if (place == Place.Url)
            UrlText.CheckSegments(rendered, inserted);
        return new TextValue(rendered);
    }

    private Value RenderWhole(Value value, TemplatePart part) => place switch
    {
        Place.Header => new TextValue(CheckedHeader(value.ToText(), part)),
        Place.Url => new TextValue(value.ToText()),
        _ => value,
    };

    private string Escaped(TemplatePart part, Value value) => place switch
    {
        Place.Json => part.InJsonString ? JsonText.Escape(value.ToText()) : value.ToJson(),
        Place.Url => Uri.EscapeDataString(value.ToText()),
        Place.Header => CheckedHeader(value.ToText(), part),
        _ => value.ToText(),
    };

    private static string CheckedHeader(string text, TemplatePart part) =>
        HeaderText.HasControlCharacter(text) ? throw part.Fail(HeaderText.Problem) : text;
}
