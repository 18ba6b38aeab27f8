/** The style sheet's colours for what is drawn as a picture, which no style sheet reaches. */
export interface Colours {
  readonly surface: string;
  readonly background: string;
  readonly tile: string;
  readonly border: string;
  readonly line: string;
  readonly name: string;
  readonly quiet: string;
  readonly accent: string;
  readonly problem: string;
  state(name: string): StateColours;
}

export interface StateColours {
  readonly line: string;
  readonly fill: string;
}

/** Reads the tokens as they are in the page's theme now. */
export function coloursOf(host: HTMLElement): Colours {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const style = getComputedStyle(probe);
  // A custom property keeps light-dark(); a colour that uses it is resolved.
  const token = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const states = new Map<string, StateColours>();
  const read: Colours = {
    surface: token('surface-1'), background: token('surface-0'), tile: token('surface-2'), border: token('border-strong'), line: token('border-control'), name: token('text-1'), quiet: token('text-2'),
    accent: token('accent'), problem: token('st-failed'),
    state: (name) => {
      let known = states.get(name);
      if (known === undefined) {
        host.append(probe);
        probe.dataset['state'] = name;
        states.set(name, (known = { line: token('st'), fill: token('st-bg') }));
        probe.remove();
      }
      return known;
    },
  };
  probe.remove();
  return read;
}

/** Calls back when the page changes between light and dark. */
export function onThemeChange(act: () => void, signal: AbortSignal): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', act, { signal });
  const observer = new MutationObserver(act);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  signal.addEventListener('abort', () => observer.disconnect());
}
