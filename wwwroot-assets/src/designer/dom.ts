import { svg } from '../canvas/svg';

type Child = Node | string | null | undefined | false;

type Properties = Readonly<Record<string, string | number | boolean | null | undefined | ((event: never) => void)>>;

/** Makes an element: `on…` properties listen, booleans set or leave out the attribute, texts are never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Properties = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value as (event: Event) => void);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function icon(name: string, className = 'icon'): SVGSVGElement {
  return svg('svg', { class: className, 'aria-hidden': 'true' }, svg('use', { href: `#i-${name}` }));
}

export function iconButton(name: string, label: string, act: () => void, className = 'btn btn--icon btn--quiet', keys = ''): HTMLButtonElement {
  return h('button', { type: 'button', class: className, 'aria-label': label, title: keys === '' ? label : `${label} (${keys})`, onclick: act }, icon(name));
}

/** The edge of a pane, to be dragged or moved by arrows; see panes/splitter.ts. */
export function splitter(name: string, label: string, least: number): HTMLElement {
  return h('div', {
    class: 'splitter', 'data-splitter': name, role: 'separator', 'aria-orientation': 'vertical', 'aria-label': label, 'aria-valuemin': least, 'aria-valuenow': least,
    'aria-valuemax': innerWidth, tabindex: 0,
  });
}
