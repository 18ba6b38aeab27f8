using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Expressions;

/// <summary>References by their text; what is not given is null.</summary>
internal sealed class FakeContext(TimeZoneInfo? zone = null) : IEvaluationContext
{
    private readonly Dictionary<string, Value> values = new(StringComparer.Ordinal);

    public TimeZoneInfo Zone => zone ?? TimeZoneInfo.Utc;

    public Value this[string reference]
    {
        set => values[reference] = value;
    }

    public string Text(string reference, string text)
    {
        values[reference] = new TextValue(text);
        return text;
    }

    public Value Resolve(Reference reference) => values.GetValueOrDefault(reference.Text) ?? Value.Null;
}
