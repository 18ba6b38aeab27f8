using Maat.Domain.Values;

namespace Maat.Domain.Expressions.Functions;

/// <summary>Functions over text. None cuts a character in two: positions count code points.</summary>
internal static class TextFunctions
{
    // As wide as a line of a report may reasonably be.
    private const int MaxWidth = 1000;

    public static Wording? EmptyProblem(string text) => text.Length == 0 ? Wording.Of($"This text must not be empty.") : null;

    public static Value Lower(FunctionCall call) => call.Yield(call.Text(0).ToLowerInvariant());

    public static Value Upper(FunctionCall call) => call.Yield(call.Text(0).ToUpperInvariant());

    public static Value Trim(FunctionCall call) => call.Yield(call.Text(0).Trim());

    public static Value StartsWith(FunctionCall call) => BooleanValue.Of(call.Text(0).StartsWith(call.Text(1), StringComparison.Ordinal));

    public static Value EndsWith(FunctionCall call) => BooleanValue.Of(call.Text(0).EndsWith(call.Text(1), StringComparison.Ordinal));

    public static Value Replace(FunctionCall call)
    {
        var (text, part, by) = (call.Text(0), call.Text(1), call.Text(2));
        // Counted first, because a short text with a long replacement may become larger than memory.
        var occurrences = Occurrences(text, part);
        call.Evaluation.CheckYield(text.Length + (occurrences * ((long)by.Length - part.Length)), call.Offset);
        return call.Yield(text.Replace(part, by, StringComparison.Ordinal));
    }

    public static Value Split(FunctionCall call)
    {
        var (text, separator) = (call.Text(0), call.Text(1));
        if (Occurrences(text, separator) >= ExpressionLimits.MaxItems)
            throw call.Fail($"split makes a list of more than {ExpressionLimits.MaxItems} items.");
        return call.Yield([.. text.Split(separator, StringSplitOptions.None).Select(part => new TextValue(part))]);
    }

    public static Value Join(FunctionCall call)
    {
        var list = (ListValue)call[0];
        var size = ValueSize.Bytes(list) + ((long)list.Items.Count * call.Text(1).Length);
        call.Evaluation.CheckYield(size - (list.Items.Count * (long)ValueSize.PunctuationBytes), call.Offset);
        call.Evaluation.Charge(size, call.Offset);
        return call.Yield(string.Join(call.Text(1), list.Items.Select(item => item.ToText())));
    }

    public static Value Substring(FunctionCall call)
    {
        var text = call.Text(0);
        var start = call.Whole(1, 0, int.MaxValue);
        var count = call.Has(2) ? call.Whole(2, 0, int.MaxValue) : int.MaxValue;
        var from = Advance(text, 0, start);
        return call.Yield(text[from..Advance(text, from, count)]);
    }

    public static Value PadLeft(FunctionCall call)
    {
        var text = call.Text(0);
        var fill = call.Has(2) ? call.Text(2) : " ";
        if (GeneralFunctions.CharacterCount(fill) != 1)
            throw call.Fail(2, $"pad_left fills with one character.");
        var missing = call.Whole(1, 0, MaxWidth) - GeneralFunctions.CharacterCount(text);
        return call.Yield(string.Concat(Enumerable.Repeat(fill, Math.Max(missing, 0))) + text);
    }

    public static Value UrlEncode(FunctionCall call) => call.Yield(Uri.EscapeDataString(call.Text(0)));

    private static long Occurrences(string text, string part)
    {
        var count = 0L;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return count;
    }

    private static int Advance(string text, int from, int characters)
    {
        for (; characters > 0 && from < text.Length; characters--)
            from += char.IsSurrogatePair(text, from) ? 2 : 1;
        return from;
    }
}
