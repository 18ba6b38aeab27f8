using System.Collections.Frozen;
using System.Text.Json;

namespace Maat.Domain.Documents;

/// <summary>
/// The names of an enumeration's members in documents and in JSON: <c>AllSuccess</c> is written <c>all_success</c>.
/// </summary>
#pragma warning disable CA1000 // There is one table for each type; 'Names<TriggerRule>.Of' says which.
public static class Names<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> ByMember =
        Enum.GetValues<TEnum>().ToFrozenDictionary(member => member, member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()));

    private static readonly FrozenDictionary<string, TEnum> ByName =
        ByMember.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>In the order of declaration.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<TEnum>().Select(member => ByMember[member])];

    public static string Of(TEnum member) => ByMember[member];

    public static bool TryParse(string name, out TEnum member) => ByName.TryGetValue(name, out member);
}
