import type { Direction } from './walk';

/** What keys do while the keyboard is on the canvas. */
export interface KeyTarget {
  walk(direction: Direction, more: boolean): void;
  /** Selects the node that the keyboard is on, and opens it too. */
  take(open: boolean): void;
  fit(): void;
  zoomFull(): void;
  zoomBy(steps: number): void;
}

const ARROWS: Readonly<Record<string, Direction>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

export function listenToKeys(host: HTMLElement, target: KeyTarget, signal: AbortSignal): void {
  host.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest('.canvas__tools') !== null) return;
    const direction = ARROWS[event.key];
    if (direction !== undefined) target.walk(direction, event.shiftKey);
    else if (event.key === 'Enter' || event.key === ' ') target.take(event.key === 'Enter');
    else if (event.key === '1') target.fit();
    else if (event.key === '0') target.zoomFull();
    else if (event.key === '+' || event.key === '=') target.zoomBy(1);
    else if (event.key === '-') target.zoomBy(-1);
    else return;
    event.preventDefault();
  }, { signal });
}
