using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Maat.Domain.Expressions;

/// <summary>
/// Patterns of <c>matches</c>: .NET's, without what needs backtracking, so that a match takes time in proportion to the text. Automata of more
/// than 10,000 states are refused by .NET itself, which bounds counted repetition.
/// </summary>
internal static class Patterns
{
    /// <summary>The work of building one automaton, in units of <see cref="ExpressionLimits.MaxWork"/>: about as dear as this many characters.</summary>
    public const int MakingCost = 100_000;

    public static bool TryMake(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out Wording? problem)
    {
        (regex, problem) = (null, null);
        if (pattern.Length > ExpressionLimits.MaxPatternLength)
        {
            problem = $"A pattern has at most {ExpressionLimits.MaxPatternLength} characters.";
            return false;
        }

        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, ExpressionLimits.MaxMatchTime);
            return true;
        }
        catch (RegexParseException exception)
        {
            problem = $"This is no pattern: {Wording.Foreign(exception.Message, $"it cannot be read from character {exception.Offset} on")}";
        }
        catch (NotSupportedException)
        {
            problem = $"Patterns have no backreferences, lookarounds or atomic groups, and no repetition of thousands: each could take unbounded time or space.";
        }

        return false;
    }
}
