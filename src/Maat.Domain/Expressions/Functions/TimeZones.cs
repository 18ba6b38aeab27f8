using System.Text.RegularExpressions;

namespace Maat.Domain.Expressions.Functions;

/// <summary>Zones by the names of the time zone database, such as <c>Asia/Shanghai</c>.</summary>
internal static partial class TimeZones
{
    // The longest name in the database has 32 characters.
    private const int MaxNameLength = 64;

    public static Wording? Problem(string name) => TryFind(name, out _) ? null : Wording.Of($"There is no time zone '{Shown(name)}'; write one such as 'Asia/Shanghai' or 'UTC'.");

    public static TimeZoneInfo Find(string name) => TryFind(name, out var zone) ? zone : throw new TimeZoneNotFoundException(Problem(name)?.ToString());

    // Checked before it is looked up, because .NET makes a file's path of it.
    private static bool TryFind(string name, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        return name.Length <= MaxNameLength && Name().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone!);
    }

    private static string Shown(string name) => name.Length <= MaxNameLength ? name : name[..MaxNameLength] + "…";

    [GeneratedRegex(@"\A[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
