using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>Where a page stands.</summary>
public static class PageAddress
{
    /// <summary>
    /// Waits until the page stands at an address. It asks for the address again and again, and never for the event that the page was loaded:
    /// Playwright may look for that a moment before it comes and listen for it a moment after, and then waits in vain.
    /// </summary>
    /// <param name="pathAndQuery">What follows the host; <c>*</c> stands for anything within one segment.</param>
    public static Task ArrivesAsync(this IPage page, string pathAndQuery)
    {
        string anything = Regex.Escape(pathAndQuery).Replace("\\*", "[^/]*", StringComparison.Ordinal);
        return Assertions.Expect(page).ToHaveURLAsync(new Regex($"^[a-z]+://[^/]+{anything}$"));
    }
}
