using System.Text;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>How large a value is, without writing it.</summary>
internal static class ValueSize
{
    // What a number, a boolean, null or a time takes, roughly.
    private const int ScalarBytes = 8;
    /// <summary>What the quotes and the comma around an item take.</summary>
    public const int PunctuationBytes = 3;

    /// <summary>The bytes (UTF-8) of the value's text; for lists and objects about those of their JSON, escapes not counted.</summary>
    public static long Bytes(Value value) => value switch
    {
        TextValue text => Encoding.UTF8.GetByteCount(text.Value),
        ListValue list => list.Items.Sum(item => PunctuationBytes + Bytes(item)),
        ObjectValue map => map.Members.Sum(member => (2 * PunctuationBytes) + Encoding.UTF8.GetByteCount(member.Key) + Bytes(member.Value)),
        _ => ScalarBytes,
    };

    /// <summary>The work of going over a value once, without going into lists and objects.</summary>
    public static long Surface(Value value) => value switch
    {
        TextValue text => text.Value.Length,
        ListValue list => list.Items.Count,
        ObjectValue map => map.Members.Count,
        _ => 1,
    };
}
