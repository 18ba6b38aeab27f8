using System.Globalization;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions.Functions;

/// <summary>Functions over numbers.</summary>
internal static class NumberFunctions
{
    // A decimal has no more digits than this after its point.
    private const int MaxDigits = 28;

    public static Value Number(FunctionCall call)
    {
        if (call[0] is NumberValue number)
            return number;
        return decimal.TryParse(call.Text(0).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var read)
            ? new NumberValue(read)
            : throw call.Fail(0, $"This text is not a number.");
    }

    public static Value Round(FunctionCall call) =>
        new NumberValue(Math.Round(call.Number(0), call.Has(1) ? call.Whole(1, 0, MaxDigits) : 0, MidpointRounding.AwayFromZero));

    public static Value Floor(FunctionCall call) => new NumberValue(decimal.Floor(call.Number(0)));

    public static Value Ceil(FunctionCall call) => new NumberValue(decimal.Ceiling(call.Number(0)));

    public static Value Abs(FunctionCall call) => new NumberValue(Math.Abs(call.Number(0)));

    public static Value Min(FunctionCall call) => new NumberValue(Enumerable.Range(0, call.Count).Min(call.Number));

    public static Value Max(FunctionCall call) => new NumberValue(Enumerable.Range(0, call.Count).Max(call.Number));
}
