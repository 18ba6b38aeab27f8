using Maat.Domain.Values;

namespace Maat.Domain.Expressions.Functions;

/// <summary>One parameter of a function: the types that it takes, and a check that texts in it must pass.</summary>
/// <param name="Name">The name in signatures and messages.</param>
/// <param name="Kinds">The types that it takes; none means any, null included.</param>
/// <param name="Optional">Whether it may be left out; only the last ones may.</param>
/// <param name="Repeated">Whether it may be given several times; only the last one may.</param>
/// <param name="Check">What is wrong with a text, or null; run by the parser when the text is a literal.</param>
internal sealed record FunctionParameter(string Name, IReadOnlyList<ValueKind> Kinds, bool Optional = false, bool Repeated = false, Func<string, Wording?>? Check = null);

/// <summary>One function of the language: what the parser checks, what the evaluator runs, what people read.</summary>
internal sealed class FunctionDefinition(string name, FunctionParameter[] parameters, string description, Func<FunctionCall, Value> body, bool lazy = false)
{
    public string Name => name;

    public string Description => description;

    public Func<FunctionCall, Value> Body => body;

    /// <summary>Whether arguments are evaluated only when the body reads them.</summary>
    public bool Lazy => lazy;

    public int MinArguments { get; } = parameters.Count(parameter => !parameter.Optional);

    public int MaxArguments { get; } = parameters.Any(parameter => parameter.Repeated) ? int.MaxValue : parameters.Length;

    /// <summary>For example <c>round(number, [digits])</c>.</summary>
    public string Signature { get; } =
        $"{name}({string.Join(", ", parameters.Select(parameter => parameter.Repeated ? $"{parameter.Name}, …" : parameter.Optional ? $"[{parameter.Name}]" : parameter.Name))})";

    /// <summary>For example <c>1 to 2 arguments</c>.</summary>
    public Wording ArgumentCount => (MinArguments, MaxArguments) switch
    {
        (1, 1) => $"1 argument",
        (1, int.MaxValue) => $"at least 1 argument",
        (var min, int.MaxValue) => $"at least {min} arguments",
        var (min, max) when min == max => $"{min} arguments",
        var (min, max) => $"{min} to {max} arguments",
    };

    /// <summary>What is wrong with a value as the argument at a place, or null.</summary>
    public Wording? ProblemWith(int index, Value value)
    {
        var parameter = parameters[Math.Min(index, parameters.Length - 1)];
        if (parameter.Kinds.Count > 0 && !parameter.Kinds.Contains(value.Kind))
        {
            var wanted = Wording.Join($" or ", parameter.Kinds.Select(Expressions.Kinds.Name));
            var advice = value.Kind == ValueKind.Null ? Wording.Of($"; give it a value with default(…)") : Wording.Nothing;
            return $"{Name} needs {wanted} as its '{parameter.Name}', but this is {Expressions.Kinds.Name(value)}{advice}.";
        }

        return value is TextValue text ? parameter.Check?.Invoke(text.Value) : null;
    }
}
