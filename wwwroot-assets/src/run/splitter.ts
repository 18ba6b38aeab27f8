/** The narrowest in which a log can be read. */
const LEAST = 320;
const STEP = 24;
const STORE = 'maat-run-panel';

/** As wide as asked, but between 320 pixels and half of the window. */
export const panelWidth = (wanted: number, windowWidth: number): number =>
  Math.round(Math.min(Math.max(wanted, LEAST), Math.max(LEAST, windowWidth / 2)));

/** Lets the panel's edge be dragged, or moved by arrows; the browser remembers the width. Double-click forgets it. */
export function splitPanel(root: HTMLElement): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;

  function set(width: number | null): void {
    if (width === null) root.style.removeProperty('--w-panel-log');
    else root.style.setProperty('--w-panel-log', `${panelWidth(width, innerWidth)}px`);
    const splitter = root.querySelector('[data-splitter]');
    const panel = splitter?.parentElement;
    splitter?.setAttribute('aria-valuemax', String(Math.round(innerWidth / 2)));
    if (panel) splitter?.setAttribute('aria-valuenow', String(Math.round(panel.offsetWidth)));
  }

  const splitterOf = (event: Event): HTMLElement | null => event.target instanceof Element ? event.target.closest<HTMLElement>('[data-splitter]') : null;
  const remember = (): void => localStorage.setItem(STORE, root.style.getPropertyValue('--w-panel-log'));

  root.addEventListener('pointerdown', (event) => {
    const splitter = splitterOf(event);
    if (splitter === null || event.button !== 0) return;
    event.preventDefault();
    splitter.setPointerCapture(event.pointerId);
    splitter.focus();
    const right = splitter.parentElement!.getBoundingClientRect().right;
    const move = (moved: PointerEvent): void => set(right - moved.clientX);
    splitter.addEventListener('pointermove', move, { signal });
    splitter.addEventListener('lostpointercapture', () => { splitter.removeEventListener('pointermove', move); remember(); }, { once: true, signal });
  }, { signal });
  root.addEventListener('keydown', (event) => {
    const splitter = splitterOf(event);
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (splitter === null || by === undefined) return;
    event.preventDefault();
    set(splitter.parentElement!.offsetWidth + by);
    remember();
  }, { signal });
  root.addEventListener('dblclick', (event) => {
    if (splitterOf(event) === null) return;
    localStorage.removeItem(STORE);
    set(null);
  }, { signal });
  addEventListener('resize', () => {
    const width = parseInt(localStorage.getItem(STORE) ?? '', 10);
    if (!Number.isNaN(width)) set(width);
  }, { signal });

  const stored = parseInt(localStorage.getItem(STORE) ?? '', 10);
  set(Number.isNaN(stored) ? null : stored);
  return () => stopping.abort();
}
