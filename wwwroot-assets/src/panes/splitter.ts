/** A pane whose inner edge can be moved. */
export interface Pane {
  /** Which separators within the root are its own. */
  readonly splitter: string;
  /** The side of the page on which it stands. */
  readonly side: 'left' | 'right';
  /** The custom property that is its width. */
  readonly property: string;
  /** The narrowest in which it can be read, in pixels. */
  readonly least: number;
  /** Under which name the browser remembers its width. */
  readonly store: string;
}

/** In pixels, for an arrow key. */
const STEP = 24;

/** As wide as asked, but between the least and half of the window. */
export const panelWidth = (wanted: number, least: number, windowWidth: number): number =>
  Math.round(Math.min(Math.max(wanted, least), Math.max(least, windowWidth / 2)));

/** Lets a pane's edge be dragged, or moved by arrows; the browser remembers the width. Double-click forgets it. */
export function splitPanel(root: HTMLElement, pane: Pane): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;

  function set(width: number | null): void {
    if (width === null) root.style.removeProperty(pane.property);
    else root.style.setProperty(pane.property, `${panelWidth(width, pane.least, innerWidth)}px`);
    const splitter = root.querySelector(pane.splitter);
    const panel = splitter?.parentElement;
    splitter?.setAttribute('aria-valuemax', String(Math.round(innerWidth / 2)));
    if (panel) splitter?.setAttribute('aria-valuenow', String(Math.round(panel.offsetWidth)));
  }

  const splitterOf = (event: Event): HTMLElement | null => event.target instanceof Element ? event.target.closest<HTMLElement>(pane.splitter) : null;
  const remember = (): void => localStorage.setItem(pane.store, root.style.getPropertyValue(pane.property));
  const wider = pane.side === 'right' ? 'ArrowLeft' : 'ArrowRight';
  const narrower = pane.side === 'right' ? 'ArrowRight' : 'ArrowLeft';

  root.addEventListener('pointerdown', (event) => {
    const splitter = splitterOf(event);
    if (splitter === null || event.button !== 0) return;
    event.preventDefault();
    splitter.setPointerCapture(event.pointerId);
    splitter.focus();
    const { left, right } = splitter.parentElement!.getBoundingClientRect();
    const move = (moved: PointerEvent): void => set(pane.side === 'right' ? right - moved.clientX : moved.clientX - left);
    splitter.addEventListener('pointermove', move, { signal });
    splitter.addEventListener('lostpointercapture', () => { splitter.removeEventListener('pointermove', move); remember(); }, { once: true, signal });
  }, { signal });
  root.addEventListener('keydown', (event) => {
    const splitter = splitterOf(event);
    const by = event.key === wider ? STEP : event.key === narrower ? -STEP : 0;
    if (splitter === null || by === 0) return;
    event.preventDefault();
    set(splitter.parentElement!.offsetWidth + by);
    remember();
  }, { signal });
  root.addEventListener('dblclick', (event) => {
    if (splitterOf(event) === null) return;
    localStorage.removeItem(pane.store);
    set(null);
  }, { signal });
  addEventListener('resize', () => {
    const width = parseInt(localStorage.getItem(pane.store) ?? '', 10);
    if (!Number.isNaN(width)) set(width);
  }, { signal });

  const stored = parseInt(localStorage.getItem(pane.store) ?? '', 10);
  set(Number.isNaN(stored) ? null : stored);
  return () => stopping.abort();
}
