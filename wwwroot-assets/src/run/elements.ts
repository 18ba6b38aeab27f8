const SVG = 'http://www.w3.org/2000/svg';

/** Runs share two of the nodes' shapes. */
const SHAPES: Readonly<Record<string, string>> = { queued: 'waiting', paused: 'held' };

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A state's shape; its word stands beside it. */
export function stateIcon(state: string): SVGSVGElement {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('class', 'state-icon');
  icon.setAttribute('aria-hidden', 'true');
  icon.append(document.createElementNS(SVG, 'use'));
  setIcon(icon, state);
  return icon;
}

export function setIcon(icon: SVGSVGElement, state: string): void {
  icon.dataset['state'] = state;
  icon.firstElementChild?.setAttribute('href', `#st-${SHAPES[state] ?? state}`);
}

/** Writing the same text again would make screen readers read it again. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
