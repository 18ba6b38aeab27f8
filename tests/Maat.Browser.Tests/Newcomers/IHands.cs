using Microsoft.Playwright;

namespace Maat.Browser.Tests.Newcomers;

/// <summary>How a person reaches what is on a page. What they want is the same, whatever they do it with.</summary>
internal interface IHands
{
    /// <summary>A button, a link, a tab.</summary>
    Task PressAsync(ILocator what);

    /// <summary>Puts a text in place of what the field holds.</summary>
    Task FillAsync(ILocator field, string text);

    /// <summary>Puts a text in place of what the code editor holds.</summary>
    Task WriteAsync(ILocator editor, string text);

    Task ChooseAsync(ILocator select, string label);

    /// <summary>Opens a menu and takes one of its entries.</summary>
    Task TakeAsync(ILocator menu, ILocator entry);

    /// <summary>Shows another of several tabs.</summary>
    Task TurnToAsync(ILocator tab);

    /// <summary>Adds a node of a kind to the canvas of the designer.</summary>
    /// <param name="x">Where it is wanted, in pixels from the canvas' left edge.</param>
    /// <param name="y">And from its upper edge.</param>
    Task AddAsync(string kind, float x, float y);

    Task ConnectAsync(string from, string to);

    /// <summary>Chooses a node of the designer.</summary>
    Task SelectAsync(string key);

    /// <summary>Chooses a node of a run's graph.</summary>
    Task LookAtAsync(string key);
}
