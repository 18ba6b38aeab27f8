using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>Finds what a page says in English.</summary>
internal static class EnglishTexts
{
    /// <summary>Keys of nodes, arms and variables that people chose or that new ones begin with, and the queue that is always there.</summary>
    private static readonly string[] Keys = ["extract", "branch", "city", "default", "variable", "yes", "no"];

    /// <summary>Names, keys of the keyboard and terms that Chinese texts use as they are, the switch to English itself, and the project that every installation begins with.</summary>
    private static readonly string[] Names = ["Maat", "English", "API", "Bash", "bash", "Crontab", "crontab", "JSON", "YAML", "UTC", "IANA", "Asia", "Shanghai", "example", "Ctrl", "Shift", "Alt", "Enter", "Esc"];

    /// <summary>Every text of a page that has an English word in it: what is seen, what is read aloud, and what appears under the pointer.</summary>
    /// <param name="written">Words that people wrote on it.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page, params string[] written) => await page.EvaluateAsync<string[]>(
        """
        (names) => {
          // What people wrote, and what is written for machines: scripts, keys, logs, times.
          const theirs = 'code, pre, kbd, time, script, style, datalist, td[title], .cm-editor, .mono, .log__line, .graph-arm__key, .firings, option[value*="/"]';
          // References such as nodes.a.outputs.b, $VARIABLES, @daily, key=value and keys with underscores are the same in every language, and so is true.
          const isCode = /\$\w+|@\w+|\w+=\w+|\b\w+(\.\w+)+|\btrue\b|\b[a-z]+(_[a-z0-9]+)+\b/g;
          const isEnglish = (text) => (text.replace(isCode, '').match(/[A-Za-z]{2,}/g) ?? []).some((word) => !names.includes(word));
          const found = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const element = node instanceof Element ? node : node.parentElement;
            if (element.closest(theirs) !== null || !element.checkVisibility()) continue;
            const texts = node instanceof Element
              ? ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'].map((name) => node.getAttribute(name) ?? '')
              : [node.data];
            for (const text of texts) if (isEnglish(text)) found.add(text.trim());
          }
          return [...found];
        }
        """, (string[])[.. Names, .. Keys, .. written]);
}
