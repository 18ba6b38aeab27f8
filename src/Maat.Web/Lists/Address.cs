using Microsoft.AspNetCore.Components;

namespace Maat.Web.Lists;

/// <summary>Filters of lists in the address.</summary>
internal static class Address
{
    /// <summary>Narrows a list by one more filter, or by one less: the narrowed list is seen from its beginning.</summary>
    public static void Filter(this NavigationManager navigation, string name, string? value) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?> { [name] = value, ["after"] = null, ["before"] = null, ["last"] = null }));
}
