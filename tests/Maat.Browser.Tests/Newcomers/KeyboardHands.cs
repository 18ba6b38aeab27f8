using Microsoft.Playwright;

namespace Maat.Browser.Tests.Newcomers;

/// <summary>
/// Keys alone. What is wanted is reached by Tab, from where the keyboard is: a page that lost the keyboard, or that catches it, fails here.
/// Whatever comes of a pointer all the same is kept in <see cref="Pointed"/>.
/// </summary>
internal sealed class KeyboardHands : IHands
{
    /// <summary>More stops than any page has.</summary>
    private const int Most = 200;

    private readonly IPage page;
    private readonly List<string> pointed = [];

    private KeyboardHands(IPage page) => this.page = page;

    /// <summary>Events of a mouse or a finger that a page got.</summary>
    public IReadOnlyList<string> Pointed => pointed;

    public static async Task<KeyboardHands> OnAsync(IPage page)
    {
        var hands = new KeyboardHands(page);
        await page.ExposeFunctionAsync("maatPointed", (string what) => hands.pointed.Add(what));
        // A click that a key made has no pointer, and counts no clicks.
        await page.AddInitScriptAsync(
            """
            for (const name of ['pointerdown', 'pointermove', 'mousedown', 'mousemove', 'wheel', 'touchstart', 'click', 'dblclick'])
              window.addEventListener(name, (event) => {
                if (name !== 'click' || event.detail > 0) window.maatPointed(`${name} at ${event.target?.outerHTML?.slice(0, 120)}`);
              }, { capture: true, passive: true });
            """);
        return hands;
    }

    public async Task PressAsync(ILocator what)
    {
        await ReachAsync(what);
        await page.Keyboard.PressAsync("Enter");
    }

    public async Task FillAsync(ILocator field, string text)
    {
        await ReachAsync(field);
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync(text);
    }

    public Task WriteAsync(ILocator editor, string text) => FillAsync(editor, text);

    public async Task ChooseAsync(ILocator select, string label)
    {
        await ReachAsync(select);
        await page.Keyboard.PressAsync("Home");
        for (int i = 0; await select.EvaluateAsync<string>("list => list.selectedOptions[0]?.label ?? ''") != label; i++)
        {
            Assert.True(i < Most, $"There is no choice '{label}'.");
            await page.Keyboard.PressAsync("ArrowDown");
        }
    }

    public async Task TakeAsync(ILocator menu, ILocator entry)
    {
        await PressAsync(menu);
        await PressAsync(entry);
    }

    public async Task TurnToAsync(ILocator tab)
    {
        // A list of tabs is one stop; arrows go through it.
        await ReachAsync(page.GetByRole(AriaRole.Tablist).GetByRole(AriaRole.Tab, new() { Selected = true }));
        for (int i = 0; await tab.GetAttributeAsync("aria-selected") != "true"; i++)
        {
            Assert.True(i < Most, $"The arrow keys do not come to {tab}.");
            await page.Keyboard.PressAsync("ArrowRight");
        }

        await Assertions.Expect(tab).ToBeFocusedAsync();
    }

    public async Task AddAsync(string kind, float x, float y)
    {
        await PressAsync(page.Locator($"[data-kind={kind}]"));
        await Assertions.Expect(page.Locator(".x6-node:focus")).ToHaveAttributeAsync("aria-current", "true");
    }

    public async Task ConnectAsync(string from, string to)
    {
        await SelectAsync(from);
        int before = await page.Locator("[data-edge]").CountAsync();
        await page.Keyboard.PressAsync("c");
        await FindAsync(to);
        await Assertions.Expect(page.Locator("[data-edge]")).ToHaveCountAsync(before + 1);
        await Assertions.Expect(Node(from)).ToBeFocusedAsync();
    }

    public async Task SelectAsync(string key)
    {
        await page.Keyboard.PressAsync("Control+f");
        await FindAsync(key);
        await Assertions.Expect(Node(key)).ToBeFocusedAsync();
        await Assertions.Expect(Node(key)).ToHaveAttributeAsync("aria-current", "true");
    }

    public async Task LookAtAsync(string key)
    {
        ILocator stop = page.Locator(".graph .x6-node[tabindex='0']");
        await ReachAsync(stop);
        for (int i = 0; await stop.GetAttributeAsync("data-key") != key; i++)
        {
            Assert.True(i < Most, $"The arrow keys do not come to {key}.");
            await page.Keyboard.PressAsync("ArrowDown");
        }

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Node(key)).ToHaveAttributeAsync("aria-current", "true");
    }

    private ILocator Node(string key) => page.Locator($".graph .x6-node[data-key='{key}']");

    /// <summary>Types a key into the list of nodes that has opened, and takes the first.</summary>
    private async Task FindAsync(string key)
    {
        ILocator picker = page.Locator("dialog [role=combobox]");
        await Assertions.Expect(picker).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(key);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(picker).ToHaveCountAsync(0);
    }

    private async Task ReachAsync(ILocator what)
    {
        await Assertions.Expect(what).ToBeEnabledAsync();
        await Assertions.Expect(page.Locator(":focus")).ToHaveCountAsync(1);
        for (int i = 0; i < Most; i++)
        {
            string way = await what.EvaluateAsync<string>(
                """
                (what) => {
                  const at = document.activeElement;
                  if (at === what) return '';
                  return at !== document.body && (at.compareDocumentPosition(what) & Node.DOCUMENT_POSITION_PRECEDING) !== 0 ? 'Shift+Tab' : 'Tab';
                }
                """);
            if (way.Length == 0)
                return;
            await page.Keyboard.PressAsync(way);
        }

        Assert.Fail($"Tab does not come to {what}.");
    }
}
