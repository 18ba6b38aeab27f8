using System.Globalization;

namespace Maat.Domain.Documents;

/// <summary>What type a plain scalar has.</summary>
public enum ScalarType
{
    Text,
    Null,
    Boolean,
    Number,

    /// <summary>A number that a decimal cannot hold: infinite, not a number, or above 7.9e28.</summary>
    NumberOutOfRange,
}

/// <summary>
/// The core schema of YAML 1.2.2 (section 10.3.2), in which only <c>true</c> and <c>false</c> are booleans: <c>no</c>, <c>on</c> and
/// <c>12:30</c> are texts. JSON's literals and numbers are a part of it.
/// </summary>
public static class CoreSchema
{
    public static ScalarType TypeOf(string text, out decimal number, out bool boolean)
    {
        number = 0;
        boolean = text is "true" or "True" or "TRUE";
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return ScalarType.Null;
            case "true" or "True" or "TRUE" or "false" or "False" or "FALSE":
                return ScalarType.Boolean;
        }

        if (text is ".nan" or ".NaN" or ".NAN" || text.TrimStart('+', '-') is ".inf" or ".Inf" or ".INF")
            return ScalarType.NumberOutOfRange;
        if (text.StartsWith("0x", StringComparison.Ordinal) && text.Length > 2 && text.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0)
            return Whole(text.AsSpan(2), 16, out number);
        if (text.StartsWith("0o", StringComparison.Ordinal) && text.Length > 2 && text.AsSpan(2).IndexOfAnyExceptInRange('0', '7') < 0)
            return Whole(text.AsSpan(2), 8, out number);
        if (!IsNumber(text))
            return ScalarType.Text;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? ScalarType.Number
            : ScalarType.NumberOutOfRange;
    }

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static ScalarType Whole(ReadOnlySpan<char> digits, int radix, out decimal number)
    {
        number = 0;
        foreach (char digit in digits)
        {
            if (number > long.MaxValue / radix)
                return ScalarType.NumberOutOfRange;
            number = (number * radix) + Convert.ToInt32(char.ToString(digit), 16);
        }

        return ScalarType.Number;
    }

    /// <summary><c>[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?</c></summary>
    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        SkipSign(ref text);
        int whole = SkipDigits(ref text);
        if (text.Length > 0 && text[0] == '.')
        {
            text = text[1..];
            if (SkipDigits(ref text) + whole == 0)
                return false;
        }
        else if (whole == 0)
        {
            return false;
        }

        if (text.Length > 0 && text[0] is 'e' or 'E')
        {
            text = text[1..];
            SkipSign(ref text);
            if (SkipDigits(ref text) == 0)
                return false;
        }

        return text.IsEmpty;
    }

    private static void SkipSign(ref ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '+' or '-')
            text = text[1..];
    }

    private static int SkipDigits(ref ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        int count = end < 0 ? text.Length : end;
        text = text[count..];
        return count;
    }
}
