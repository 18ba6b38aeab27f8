using System.Globalization;
using Maat.Domain.Documents;
using Maat.Storage;

namespace Maat.Engine;

/// <summary>A part of a list.</summary>
/// <param name="Next">Where the next part begins, to be given back as it is; null when there is none.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> selector) => new([.. Items.Select(selector)], Next);
}

/// <summary>Makes parts of lists.</summary>
public static class Page
{
    /// <param name="read">What was read: one item more than were asked for tells that there is a next part.</param>
    /// <param name="cursorOf">Where a part begins that follows this item.</param>
    public static Page<T> Of<T>(List<T> read, PageRequest request, Func<T, string> cursorOf)
    {
        if (read.Count <= request.Limit)
        {
            return new Page<T>(read, null);
        }

        read.RemoveRange(request.Limit, read.Count - request.Limit);
        return new Page<T>(read, cursorOf(read[^1]));
    }
}

/// <summary>
/// Asks for a part of a list by the key of the item before it, so that the millionth part costs as much as the first, and nothing is
/// shown twice or left out when items are added meanwhile.
/// </summary>
/// <param name="Cursor">The <see cref="Page{T}.Next"/> of the part before; null for the first.</param>
public sealed record PageRequest(string? Cursor = null, int Limit = PageRequest.DefaultLimit)
{
    /// <summary>What a screen shows without scrolling far.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Bounds what one request holds in memory: some hundred bytes to some kilobytes for each item.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>How many to read: one more than asked for, to see whether there is a next part.</summary>
    internal int Read => Limit is >= 1 and <= MaxLimit
        ? Limit + 1
        : throw Wrong("out_of_range", $"A limit is between 1 and {MaxLimit}.", "/limit");

    /// <summary>The numbers that the cursor is made of; null for the first part.</summary>
    /// <exception cref="InvalidInputException">It is no cursor of this list.</exception>
    internal long[]? Numbers(int count)
    {
        if (Cursor is null)
        {
            return null;
        }

        string[] parts = Cursor.Split('.');
        var numbers = new long[count];
        bool good = parts.Length == count;
        for (int i = 0; good && i < count; i++)
        {
            good = long.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]);
        }

        return good ? numbers : throw BadCursor();
    }

    /// <summary>A cursor's number as the time that it was made of.</summary>
    /// <exception cref="InvalidInputException">It is no cursor of this list.</exception>
    internal static DateTime TimeOf(long microseconds) =>
        microseconds >= 0 && microseconds <= Microseconds.From(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc))
            ? Microseconds.ToUtc(microseconds)
            : throw BadCursor();

    internal static string CursorOf(params ReadOnlySpan<long> numbers)
    {
        var parts = new string[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            parts[i] = numbers[i].ToString(CultureInfo.InvariantCulture);
        }

        return string.Join('.', parts);
    }

    private static InvalidInputException BadCursor() =>
        Wrong("bad_cursor", $"This is no cursor of this list: give back what 'next' was, or leave it out.", "/cursor");

    private static InvalidInputException Wrong(string code, Wording wording, string path) =>
        new(wording, [new Problem(Severity.Error, code, wording, new ProblemPlace(path))]);
}
