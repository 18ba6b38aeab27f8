using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Maat.Domain.Expressions.Functions;
using static Maat.Domain.Values.ValueKind;

namespace Maat.Domain.Expressions;

/// <summary>What people see of a function: <c>round(number, [digits])</c>, and what it does.</summary>
public sealed record FunctionDescription(string Name, string Signature, string Description);

/// <summary>
/// Every function of the language, in one table that the parser, the evaluator and the documentation read. Each can be called,
/// <c>round(x, 2)</c>, or used as a filter, <c>x | round 2</c>. Positions and lengths count characters (Unicode code points) from 0. Functions
/// of time take a zone such as <c>'Asia/Shanghai'</c>; without one they use the run's.
/// </summary>
public static class ExpressionFunctions
{
    private static readonly FunctionParameter AnyValue = new("value", []);
    private static readonly FunctionParameter TextArgument = new("text", [Text]);
    private static readonly FunctionParameter NumberArgument = new("number", [Number]);
    private static readonly FunctionParameter TimeArgument = new("time", [Time]);
    private static readonly FunctionParameter ListArgument = new("list", [List]);
    private static readonly FunctionParameter ObjectArgument = new("object", [Values.ValueKind.Object]);
    private static readonly FunctionParameter Zone = new("zone", [Text], Optional: true, Check: TimeZones.Problem);

    private static readonly FunctionDefinition[] Table =
    [
        new("default", [AnyValue, new("otherwise", [])], "The value, or the other one if it is null.", GeneralFunctions.Default, lazy: true),
        new("if", [new("condition", [Values.ValueKind.Boolean]), new("then", []), new("else", [])], "One of two values; the other is not evaluated.", GeneralFunctions.If, lazy: true),
        new("type", [AnyValue], "The type of the value: 'null', 'boolean', 'number', 'text', 'time', 'list' or 'object'.", GeneralFunctions.Type),
        new("text", [AnyValue], "The value as text, as it stands inside longer text.", GeneralFunctions.Text),
        new("length", [new("value", [Text, List, Values.ValueKind.Object])], "How many characters, items or members it has.", GeneralFunctions.Length),
        new("contains", [new("value", [Text, List]), new("part", [])], "Whether the text has the part in it, or the list the item.", GeneralFunctions.Contains),

        new("lower", [TextArgument], "The text in lower case, whatever the language.", TextFunctions.Lower),
        new("upper", [TextArgument], "The text in upper case, whatever the language.", TextFunctions.Upper),
        new("trim", [TextArgument], "The text without white space at its ends.", TextFunctions.Trim),
        new("starts_with", [TextArgument, new("part", [Text])], "Whether the text begins with the part.", TextFunctions.StartsWith),
        new("ends_with", [TextArgument, new("part", [Text])], "Whether the text ends with the part.", TextFunctions.EndsWith),
        new("replace", [TextArgument, new("part", [Text], Check: TextFunctions.EmptyProblem), new("by", [Text])], "The text with every occurrence of the part replaced.", TextFunctions.Replace),
        new("split", [TextArgument, new("separator", [Text], Check: TextFunctions.EmptyProblem)], "The parts of the text between the separators, as a list.", TextFunctions.Split),
        new("join", [ListArgument, new("separator", [Text])], "The items of the list as one text with separators between them.", TextFunctions.Join),
        new("substring", [TextArgument, new("start", [Number]), new("count", [Number], Optional: true)], "Characters from start on, at most count of them.", TextFunctions.Substring),
        new("pad_left", [TextArgument, new("width", [Number]), new("fill", [Text], Optional: true)], "The text with fill (a character; a space) before it up to the width.", TextFunctions.PadLeft),
        new("url_encode", [TextArgument], "The text percent-encoded for a URL.", TextFunctions.UrlEncode),

        new("number", [new("value", [Number, Text])], "The text read as a number (a point, no thousands separators).", NumberFunctions.Number),
        new("round", [NumberArgument, new("digits", [Number], Optional: true)], "Rounded to digits after the point (0); halves away from zero.", NumberFunctions.Round),
        new("floor", [NumberArgument], "The whole number at or below it.", NumberFunctions.Floor),
        new("ceil", [NumberArgument], "The whole number at or above it.", NumberFunctions.Ceil),
        new("abs", [NumberArgument], "The number without its sign.", NumberFunctions.Abs),
        new("min", [NumberArgument with { Repeated = true }], "The least of the numbers.", NumberFunctions.Min),
        new("max", [NumberArgument with { Repeated = true }], "The greatest of the numbers.", NumberFunctions.Max),

        new("date", [TimeArgument, new("format", [Text], Check: DateFormats.Problem), Zone], "The time as text, in .NET's format letters: 'yyyy-MM-dd HH:mm:ss'.", TimeFunctions.Date),
        new("parse_time", [TextArgument, Zone], "The time that the text gives in ISO 8601; without an offset, in the zone.", TimeFunctions.ParseTime),
        new("epoch", [TimeArgument], "Seconds since 1970-01-01T00:00:00Z, with fractions.", TimeFunctions.Epoch),
        new("add_seconds", [TimeArgument, new("seconds", [Number])], "The time so many seconds later, or earlier.", TimeFunctions.AddSeconds),
        new("add_minutes", [TimeArgument, new("minutes", [Number])], "The time so many minutes later, or earlier.", TimeFunctions.AddMinutes),
        new("add_hours", [TimeArgument, new("hours", [Number])], "The time so many hours later, or earlier.", TimeFunctions.AddHours),
        new("add_days", [TimeArgument, new("days", [Number]), Zone], "The same time of day so many days later, or earlier; if the clocks skip it, as much later as they skip.", TimeFunctions.AddDays),
        new("add_months", [TimeArgument, new("months", [Number]), Zone], "The same day and time so many months later, or earlier; the last day of a shorter month.", TimeFunctions.AddMonths),
        new("year", [TimeArgument, Zone], "The year.", TimeFunctions.Part(time => time.Year)),
        new("month", [TimeArgument, Zone], "The month, 1 to 12.", TimeFunctions.Part(time => time.Month)),
        new("day", [TimeArgument, Zone], "The day of the month, 1 to 31.", TimeFunctions.Part(time => time.Day)),
        new("weekday", [TimeArgument, Zone], "The day of the week, 1 (Monday) to 7 (Sunday).", TimeFunctions.Part(time => ((int)time.DayOfWeek + 6) % 7 + 1)),
        new("hour", [TimeArgument, Zone], "The hour, 0 to 23.", TimeFunctions.Part(time => time.Hour)),
        new("minute", [TimeArgument, Zone], "The minute, 0 to 59.", TimeFunctions.Part(time => time.Minute)),
        new("second", [TimeArgument, Zone], "The second, 0 to 59.", TimeFunctions.Part(time => time.Second)),

        new("json", [AnyValue], "The value as JSON text.", JsonFunctions.Json),
        new("parse_json", [TextArgument], "The value that JSON text gives.", JsonFunctions.ParseJson),
        new("keys", [ObjectArgument], "The names of the object's members, in order.", JsonFunctions.Keys),
        new("values", [ObjectArgument], "The values of the object's members, in order.", JsonFunctions.MemberValues),
        new("has", [ObjectArgument, new("name", [Text])], "Whether the object has a member of that name, be it null.", JsonFunctions.Has),
        new("first", [ListArgument], "The first item, or null.", JsonFunctions.First),
        new("last", [ListArgument], "The last item, or null.", JsonFunctions.Last),
    ];

    private static readonly FrozenDictionary<string, FunctionDefinition> ByName = Table.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>All functions, in the order in which a reader meets them.</summary>
    public static IReadOnlyList<FunctionDescription> All { get; } =
        [.. Table.Select(function => new FunctionDescription(function.Name, function.Signature, function.Description))];

    internal static bool TryFind(string name, [NotNullWhen(true)] out FunctionDefinition? function) => ByName.TryGetValue(name, out function);
}
