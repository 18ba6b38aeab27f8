using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Domain.Tests.Documents;

/// <summary>Makes documents of every shape that can be written, most of them without sense: drafts are like that.</summary>
internal sealed class RandomDocument(int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "a", "no", "on", "y", "null", "~", "true", "12", "1e3", "0x1F", ".5", "-", "- a", "# c", "a # b", "a: b", "a:", "'", "\"", "\\", "\\n", "%x",
        "@a", "`a`", "!t", "&a", "*a", "{", "}", "[a]", "a,b", "a\nb", "a\nb\n", "a\n\nb\n\n", "\na", " a\nb", "a \nb", "a\n b\n", "\ta", "a\tb\nc", "a\r\nb", "a\r",
        "\n", "\n\n", "节点", "😀", "é\u0301", "\u00A0", "\u0085", "\u2028x", "\uFEFFx", "\u200B", "\u0007", "\u001b[31m", "\uFFFE", "<<", "---", "...", "--- a\nb", "...\nx",
        "${{ vars.a }}", "echo \"${{ vars.region }}\" | tee x # done\nexit 0\n", "#!/bin/bash\nset -e\n", "=", "?", "? a", "|", ">", "2016-03-13", "12:30", "😀\n节点\n",
    ];

    private readonly Random _random = new(seed);

    public TemplateDocument Next() => new(Text())
    {
        Description = Maybe(Text),
        Variables = List(4, Variable),
        Nodes = List(6, Node),
        Edges = List(6, () => new EdgeDefinition(Text(), Text(), Maybe(Text))),
        Layout = Enumerable.Range(0, _random.Next(4)).Select(i => new NodePosition(Text() + i, Number(), Number())).ToItemList(),
    };

    private VariableDefinition Variable() => new(Text(), OneOf<VariableType>())
    {
        Default = Maybe(() => Value(0)) is { } value and not NullValue ? value : null,
        Required = Flip(),
        Description = Maybe(Text),
        IsInteger = Flip(),
        Min = Flip() ? Number() : null,
        Max = Flip() ? Number() : null,
        Choices = List(4, Text),
    };

    private NodeDefinition Node() => new(Text(), Text())
    {
        Name = Maybe(Text),
        Description = Maybe(Text),
        Queue = Maybe(Text),
        TriggerRule = OneOf<TriggerRule>(),
        Retries = Flip() ? RetryPolicy.None : new RetryPolicy(_random.Next(-1, 5), Span(), _random.Next(1, 40) / 8.0, Flip() ? Span() : null),
        Timeout = Flip() ? Span() : null,
        Priority = Flip() ? PlanNode.DefaultPriority : _random.Next(-1, 200),
        With = Flip() ? new ObjectValue([]) : Members(0),
    };

    private Value Value(int depth) => _random.Next(depth > 3 ? 4 : 6) switch
    {
        0 => Domain.Values.Value.Null,
        1 => BooleanValue.Of(Flip()),
        2 => new NumberValue(Number()),
        3 => new TextValue(Text()),
        4 => new ListValue(Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth + 1))),
        _ => Members(depth),
    };

    private ObjectValue Members(int depth) => new(Enumerable.Range(0, _random.Next(4)).Select(i => KeyValuePair.Create(Text() + i, Value(depth + 1))));

    private string Text() => _random.Next(4) > 0
        ? Texts[_random.Next(Texts.Length)]
        : string.Concat(Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Texts[_random.Next(Texts.Length)]));

    private decimal Number() => _random.Next(5) switch
    {
        0 => decimal.MaxValue,
        1 => -0.000_000_1m,
        2 => 1.50m,
        _ => _random.Next(-1000, 1000),
    };

    private TimeSpan Span() => TimeSpan.FromMilliseconds(_random.NextInt64((long)Duration.Max.TotalMilliseconds + 1));

    private T? Maybe<T>(Func<T> make)
        where T : class => Flip() ? make() : null;

    private ItemList<T> List<T>(int limit, Func<T> make) => Enumerable.Range(0, _random.Next(limit)).Select(_ => make()).ToItemList();

    private T OneOf<T>()
        where T : struct, Enum => _random.GetItems(Enum.GetValues<T>(), 1)[0];

    private bool Flip() => _random.Next(2) == 0;
}
