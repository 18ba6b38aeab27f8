using System.Text.Json;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions.Functions;

/// <summary>Functions over JSON: lists, objects, and their text.</summary>
internal static class JsonFunctions
{
    public static Value Json(FunctionCall call)
    {
        GeneralFunctions.ChargeWriting(call);
        return call.Yield(call[0].ToJson());
    }

    public static Value ParseJson(FunctionCall call)
    {
        try
        {
            return Value.ParseJson(call.Text(0));
        }
        catch (JsonException exception)
        {
            throw call.Fail(0, $"This text is not JSON: {JsonProblem.Of(exception)}", exception);
        }
    }

    public static Value Keys(FunctionCall call) => call.Yield([.. Members(call).Keys.Select(name => new TextValue(name))]);

    public static Value MemberValues(FunctionCall call) => call.Yield([.. Members(call).Values]);

    public static Value Has(FunctionCall call) => BooleanValue.Of(Members(call).ContainsKey(call.Text(1)));

    public static Value First(FunctionCall call) => ((ListValue)call[0]).Items is [var first, ..] ? first : Value.Null;

    public static Value Last(FunctionCall call) => ((ListValue)call[0]).Items is [.., var last] ? last : Value.Null;

    private static IReadOnlyDictionary<string, Value> Members(FunctionCall call) => ((ObjectValue)call[0]).Members;
}
