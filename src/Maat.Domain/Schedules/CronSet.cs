using System.Globalization;
using System.Numerics;

namespace Maat.Domain.Schedules;

/// <summary>The values of one field, and the patterns in them that a person would name.</summary>
internal sealed record CronSet(IReadOnlyList<int> Values, CronField Field)
{
    /// <summary>Fewer values than this are clearer when each is written.</summary>
    private const int ShortestRun = 3;

    private const int ShortestProgression = 5;

    internal static CronSet Of(ulong set, CronField field)
    {
        var values = new List<int>(BitOperations.PopCount(set));
        for (; set != 0; set &= set - 1)
            values.Add(BitOperations.TrailingZeroCount(set));
        return new CronSet(values, field);
    }

    internal int Count => Values.Count;

    internal int First => Values[0];

    internal int Last => Values[^1];

    internal bool IsAll => Count == Field.Period;

    /// <summary>Whether the values follow one another without a hole.</summary>
    internal bool IsRun => Last - First == Count - 1;

    /// <summary>n, if the values are every n-th from the field's first on, round and round without a jump.</summary>
    internal int? Cycle =>
        Count > 1 && Field.Period % Count == 0 && First == Field.First && Step == Field.Period / Count ? Step : null;

    /// <summary>The distance between neighbours, if it is the same everywhere.</summary>
    private int? Step
    {
        get
        {
            var step = Values[1] - Values[0];
            return Values.Zip(Values.Skip(1)).All(pair => pair.Second - pair.First == step) ? step : null;
        }
    }

    /// <summary>The values as text: runs as <c>1–5</c>, even steps as <c>1, 3, … 59</c>.</summary>
    internal string Text(string comma)
    {
        if (Count >= ShortestProgression && !IsRun && Step is not null)
            return string.Create(CultureInfo.InvariantCulture, $"{Values[0]}{comma}{Values[1]}{comma}… {Last}");

        var parts = new List<string>();
        for (var i = 0; i < Count;)
        {
            var end = i;
            while (end + 1 < Count && Values[end + 1] == Values[end] + 1)
                end++;
            if (end - i + 1 < ShortestRun)
                end = i;
            parts.Add(end == i ? Values[i].ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Values[i]}–{Values[end]}"));
            i = end + 1;
        }

        return string.Join(comma, parts);
    }
}
