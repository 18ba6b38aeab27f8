import { svg } from './svg';

/** Runs share two of the nodes' shapes. */
const SHAPES: Readonly<Record<string, string>> = { queued: 'waiting', paused: 'held' };

/** The page's symbol for a state. */
export const symbolOf = (state: string): string => `st-${SHAPES[state] ?? state}`;

/** A state's shape; its word stands beside it. */
export function stateIcon(state: string): SVGSVGElement {
  const icon = svg('svg', { class: 'state-icon', 'aria-hidden': 'true' }, svg('use')) as SVGSVGElement;
  setIcon(icon, state);
  return icon;
}

export function setIcon(icon: SVGSVGElement, state: string): void {
  icon.dataset['state'] = state;
  icon.firstElementChild?.setAttribute('href', `#${symbolOf(state)}`);
}
