using System.Globalization;
using System.Text;

namespace Maat.Domain.Documents;

/// <summary>
/// Spans of time as people write them: whole numbers with the units <c>d h m s ms</c>, from the largest to the smallest, each at most
/// once (<c>500ms</c>, <c>30s</c>, <c>1h30m</c>). The resolution is a millisecond.
/// </summary>
public static class Duration
{
    /// <summary>The rule in words, for messages.</summary>
    public static readonly Wording Rule = $"a duration is written like 500ms, 30s, 10m, 2h, 1d or 1h30m, up to 366d";

    /// <summary>A leap year: what is longer is a slip of the unit, and would outlive any run.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(366);

    private static readonly (string Unit, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text.IsEmpty)
            return false;
        long total = 0;
        int next = 0;
        while (!text.IsEmpty)
        {
            int digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
                return false;
            text = text[digits..];
            int letters = text.IndexOfAnyInRange('0', '9');
            ReadOnlySpan<char> name = letters < 0 ? text : text[..letters];
            while (next < Units.Length && !name.SequenceEqual(Units[next].Unit))
                next++;
            if (next == Units.Length || count > (long)Max.TotalMilliseconds / Units[next].Milliseconds)
                return false;
            total += count * Units[next].Milliseconds;
            next++;
            text = text[name.Length..];
        }

        duration = TimeSpan.FromMilliseconds(total);
        return duration <= Max;
    }

    /// <summary>The one form in which a duration is written: the largest units first, <c>0s</c> for none.</summary>
    public static string ToText(TimeSpan duration)
    {
        long rest = (long)duration.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfNegative(rest, nameof(duration));
        if (rest == 0)
            return "0s";
        var text = new StringBuilder();
        foreach (var (unit, milliseconds) in Units)
        {
            if (rest >= milliseconds)
                text.Append(CultureInfo.InvariantCulture, $"{rest / milliseconds}{unit}");
            rest %= milliseconds;
        }

        return text.ToString();
    }
}
