using Maat.Engine;
using Microsoft.AspNetCore.Components;

namespace Maat.Web.Lists;

/// <summary>A page with a list that is leafed through in both directions; the place stands in the address.</summary>
public abstract class LeafedPage : ActingPage
{
    /// <summary>The part after this place.</summary>
    [SupplyParameterFromQuery]
    public string? After { get; set; }

    /// <summary>The part before this place.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    /// <summary>The last part.</summary>
    [SupplyParameterFromQuery]
    public bool Last { get; set; }

    protected bool IsFirst => After is null && Before is null && !Last;

    internal PageTurn Turn => new(After, Before, Last);
}
