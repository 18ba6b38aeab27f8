using Maat.Domain.Documents;
using Maat.Engine;
using Microsoft.AspNetCore.Mvc;

namespace Maat.Web.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Next">Give it back as <c>cursor</c> to get the next part; null when there is none.</param>
internal sealed record PageForm<T>(IReadOnlyList<T> Items, string? Next)
{
    public static PageForm<T> Of<TItem>(Page<TItem> page, Func<TItem, T> form) => new([.. page.Items.Select(form)], page.Next);
}

/// <summary>Which part of a list is asked for.</summary>
internal readonly record struct PageQuery([FromQuery(Name = "cursor")] string? Cursor, [FromQuery(Name = "limit")] int? Limit)
{
    public PageRequest Request => new(Cursor, Limit ?? PageRequest.DefaultLimit);
}

internal static class QueryChoice
{
    /// <summary>One of an enumeration's names in the query; null when nothing was given.</summary>
    /// <exception cref="InvalidInputException">There is no such name.</exception>
    public static TEnum? Of<TEnum>(string? name, string parameter)
        where TEnum : struct, Enum
    {
        if (name is null)
            return null;
        if (Names<TEnum>.TryParse(name, out var member))
            return member;
        Wording wording = $"'{name}' is none of {Wording.List(Names<TEnum>.All)}";
        throw new InvalidInputException($"The parameter '{parameter}' is wrong.", [new Problem(Severity.Error, "unknown_choice", wording, new ProblemPlace($"/{parameter}"))]);
    }
}
