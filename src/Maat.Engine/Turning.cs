namespace Maat.Engine;

/// <summary>
/// Asks for a part of a list that people leaf through in both directions: from an item on, up to an item, or the last part. Each is a
/// range read by key, so the last part costs as much as the first.
/// </summary>
/// <param name="After">The <see cref="TurnedPage{T}.Next"/> of the part before.</param>
/// <param name="Before">The <see cref="TurnedPage{T}.Previous"/> of the part after.</param>
/// <param name="Last">The last part of the list.</param>
public sealed record PageTurn(string? After = null, string? Before = null, bool Last = false, int Limit = PageRequest.DefaultLimit)
{
    /// <summary>Whether the list is read from its end towards its beginning.</summary>
    internal bool IsBackward => Last || Before is not null;

    /// <summary>The item that the part begins behind, in the direction of reading; null for an end of the list.</summary>
    internal string? Cursor => Last ? null : Before ?? After;

    /// <summary>How many to read: one more than asked for, to see whether there is more.</summary>
    internal int Read => new PageRequest(null, Limit).Read;

    /// <summary>The cursor as the number that it was made of.</summary>
    /// <exception cref="InvalidInputException">It is no cursor of this list.</exception>
    internal long? Number => new PageRequest(Cursor, Limit).Numbers(1) is [long number] ? number : null;
}

/// <summary>A part of a list that people leaf through.</summary>
/// <param name="Previous">To be given back as <see cref="PageTurn.Before"/>; null on the first part.</param>
/// <param name="Next">To be given back as <see cref="PageTurn.After"/>; null on the last part.</param>
public sealed record TurnedPage<T>(IReadOnlyList<T> Items, string? Previous, string? Next);

/// <summary>Makes parts of lists that people leaf through.</summary>
public static class TurnedPage
{
    /// <param name="read">What was read, in the direction of reading: one item more than were asked for tells that there is more.</param>
    /// <param name="cursorOf">Names an item.</param>
    public static TurnedPage<T> Of<T>(List<T> read, PageTurn turn, Func<T, string> cursorOf)
    {
        bool more = read.Count > turn.Limit;
        if (more)
        {
            read.RemoveRange(turn.Limit, read.Count - turn.Limit);
        }

        if (turn.IsBackward)
        {
            read.Reverse();
        }

        if (read.Count == 0)
        {
            return new TurnedPage<T>(read, null, null);
        }

        bool previous = turn.IsBackward ? more : turn.After is not null;
        bool next = turn.IsBackward ? turn.Before is not null && !turn.Last : more;
        return new TurnedPage<T>(read, previous ? cursorOf(read[0]) : null, next ? cursorOf(read[^1]) : null);
    }
}
