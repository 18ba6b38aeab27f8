using System.Text.RegularExpressions;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>Whether a pattern matches anywhere in a text; <c>^</c> and <c>$</c> bind it to the ends. A literal pattern is made once, by the parser.</summary>
internal sealed class MatchNode(ExpressionNode text, ExpressionNode pattern, Regex? literal, int offset) : ExpressionNode(offset)
{
    // A character costs about this share of the pattern's length, since the automaton's states hold places in the pattern.
    private const int PatternCharactersPerUnit = 4;

    public override Value Evaluate(Evaluation evaluation)
    {
        var textValue = text.Evaluate(evaluation);
        if (textValue is not TextValue searched)
            throw evaluation.Fail(text.Offset, $"'matches' needs a text on its left, but this is {Kinds.Name(textValue)}; turn it into text with text(…).");

        var regex = literal ?? Make(evaluation);
        evaluation.Charge((1L + searched.Value.Length) * (1 + (regex.ToString().Length / PatternCharactersPerUnit)), Offset);
        try
        {
            return BooleanValue.Of(regex.IsMatch(searched.Value));
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw evaluation.Fail(Offset, $"Matching took longer than {ExpressionLimits.MaxMatchTime.TotalSeconds} s; use a simpler pattern or a shorter text.", exception);
        }
    }

    private Regex Make(Evaluation evaluation)
    {
        var value = pattern.Evaluate(evaluation);
        if (value is not TextValue source)
            throw evaluation.Fail(pattern.Offset, $"'matches' needs a text on its right, but this is {Kinds.Name(value)}.");

        evaluation.Charge(Patterns.MakingCost, pattern.Offset);
        return Patterns.TryMake(source.Value, out var regex, out var problem) ? regex : throw evaluation.Fail(pattern.Offset, problem);
    }
}
