using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Rendering;

/// <summary>
/// A JSON value whose texts may hold <c>${{ expression }}</c>, such as the JSON body of a request. A text that is one reference becomes the
/// reference's value, of its own type; longer text stays text. It needs no escaping, since whoever writes the value as JSON escapes it. Names of
/// members hold no references. Immutable; may be used from several threads.
/// </summary>
public sealed class ValueTemplate
{
    private readonly Value source;

    // The texts with references, by the place of each: a JSON pointer (RFC 6901).
    private readonly Dictionary<string, TextTemplate> texts;

    private ValueTemplate(Value source, Dictionary<string, TextTemplate> texts)
    {
        this.source = source;
        this.texts = texts;
        References = [.. texts.Values.SelectMany(text => text.References)];
    }

    /// <summary>Every reference in the value; their lines and columns count inside the text that holds each.</summary>
    public IReadOnlyList<Reference> References { get; }

    /// <summary>The texts that hold references, each with its place in the value as a JSON pointer (RFC 6901).</summary>
    public IEnumerable<KeyValuePair<string, TextTemplate>> Texts => texts;

    /// <summary>Whether no text holds a reference.</summary>
    public bool IsConstant => texts.Count == 0;

    /// <summary>Parses a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="report">
    /// Told of each wrong text, with its place as a JSON pointer; such a text then stands for itself. Without it the first one is thrown.
    /// </param>
    /// <exception cref="ExpressionException">A text is wrong, and there is no <paramref name="report"/>.</exception>
    public static ValueTemplate Parse(Value value, Action<string, ExpressionException>? report = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        var texts = new Dictionary<string, TextTemplate>(StringComparer.Ordinal);
        Collect(value, "", texts, report ?? ((_, problem) => throw problem));
        return new ValueTemplate(value, texts);
    }

    /// <summary>The value with its references' values.</summary>
    /// <exception cref="ExpressionException">A value cannot be had; the problem names the text by its JSON pointer.</exception>
    public Value Render(IEvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return IsConstant ? source : Render(source, "", context, new WorkBudget());
    }

    private Value Render(Value value, string pointer, IEvaluationContext context, WorkBudget budget)
    {
        switch (value)
        {
            case TextValue when texts.TryGetValue(pointer, out var text):
                try
                {
                    return text.Render(context, budget);
                }
                catch (ExpressionException exception)
                {
                    throw new ExpressionException($"In {pointer}: {exception.Problem}", exception.Line, exception.Column, exception);
                }

            case ListValue list:
                return new ListValue(list.Items.Select((item, index) => Render(item, Step(pointer, index), context, budget)));
            case ObjectValue map:
                return new ObjectValue(map.Members.Select(member => KeyValuePair.Create(member.Key, Render(member.Value, Step(pointer, member.Key), context, budget))));
            default:
                return value;
        }
    }

    private static void Collect(Value value, string pointer, Dictionary<string, TextTemplate> texts, Action<string, ExpressionException> report)
    {
        switch (value)
        {
            case TextValue text when text.Value.Contains(Placeholder.Open, StringComparison.Ordinal):
                try
                {
                    texts.Add(pointer, TextTemplate.Parse(text.Value, Place.Text));
                }
                catch (ExpressionException problem)
                {
                    report(pointer, problem);
                }

                break;
            case ListValue list:
                for (var index = 0; index < list.Items.Count; index++)
                    Collect(list.Items[index], Step(pointer, index), texts, report);
                break;
            case ObjectValue map:
                foreach (var (name, member) in map.Members)
                {
                    if (name.Contains(Placeholder.Open, StringComparison.Ordinal))
                        report(Step(pointer, name), new ExpressionException($"The name of a member cannot hold a reference.", 1, 1));
                    Collect(member, Step(pointer, name), texts, report);
                }

                break;
        }
    }

    private static string Step(string pointer, int index) => $"{pointer}/{index}";

    private static string Step(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
