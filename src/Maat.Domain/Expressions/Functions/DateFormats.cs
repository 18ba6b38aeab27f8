using System.Globalization;

namespace Maat.Domain.Expressions.Functions;

/// <summary>
/// Formats of the function <c>date</c>: .NET's custom format strings in the invariant culture. A letter that means nothing there (<c>DD</c>,
/// <c>YYYY</c>, as in other languages) would silently stand for itself, so it is refused unless it is quoted; <c>T</c> and <c>Z</c> stand for
/// themselves, as in ISO 8601.
/// </summary>
internal static class DateFormats
{
    private const string Letters = "dfFghHKmMstyzTZ";

    public static Wording? Problem(string format)
    {
        if (format.Length == 0)
            return $"The format is empty; write one such as 'yyyy-MM-dd'.";
        if (format.Length > ExpressionLimits.MaxDateFormatLength)
            return $"A format has at most {ExpressionLimits.MaxDateFormatLength} characters.";
        if (UnknownLetter(format) is { } letter)
            return $"'{letter}' is no letter of a format: year yyyy, month MM, day dd, hour HH, minute mm, second ss; other letters stand in quotes.";
        try
        {
            Format(DateTimeOffset.UnixEpoch, format);
            return null;
        }
        catch (FormatException)
        {
            return $"This is no format of a time; write one such as 'yyyy-MM-dd HH:mm:ss'.";
        }
    }

    // A single letter would be one of .NET's standard formats; all formats here are custom ones.
    public static string Format(DateTimeOffset time, string format) =>
        time.ToString(format.Length == 1 ? "%" + format : format, CultureInfo.InvariantCulture);

    private static char? UnknownLetter(string format)
    {
        char? quote = null;
        for (var index = 0; index < format.Length; index++)
        {
            var character = format[index];
            if (character == '\\')
                index++;
            else if (quote is not null)
                quote = character == quote ? null : quote;
            else if (character is '\'' or '"')
                quote = character;
            else if (char.IsAsciiLetter(character) && !Letters.Contains(character, StringComparison.Ordinal))
                return character;
        }

        return null;
    }
}
