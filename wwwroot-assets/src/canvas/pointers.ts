import type { Box, Point } from './geometry';
import type { Viewport } from './viewport';

/** What the pointer does to the canvas: it moves the view, chooses cells, and moves nodes. */
export interface PointerTarget {
  readonly editable: boolean;
  readonly viewport: Viewport;
  /** A press on a cell; `more` when it is to be added to the selection. */
  onPress(id: string, more: boolean): void;
  /** A click on what was pressed, without a drag. */
  onClick(id: string | null, more: boolean): void;
  onOpen(id: string): void;
  /** The selected nodes, or the pressed one, have been dragged so far; null puts them back. */
  onDrag(id: string, by: Point | null): void;
  onDrop(id: string, by: Point): void;
  onBox(area: Box, more: boolean): void;
}

/** Pixels of the screen below which a press is a click. */
const DRAG_THRESHOLD = 4;

/** Pixels of wheel for one step of zoom. */
const WHEEL_STEP = 120;

type Drag = { readonly kind: 'pan' } | { readonly kind: 'nodes'; readonly id: string } | { readonly kind: 'box'; readonly more: boolean };

/** Listens to the pointer on `host`; the handle that it returns stops that. */
export function listenToPointer(host: HTMLElement, target: PointerTarget): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const { viewport } = target;
  const box = document.createElement('div');
  box.className = 'graph__box';
  box.hidden = true;
  host.append(box);

  let pressed: { readonly id: string | null; readonly start: Point; readonly pointer: number; readonly more: boolean; readonly wanted: Drag } | null = null;
  let dragging: Drag | null = null;
  let latest: Point = { x: 0, y: 0 };
  let frame = 0;

  const cellOf = (event: Event): string | null =>
    event.target instanceof Element ? (event.target.closest('[data-cell-id]')?.getAttribute('data-cell-id') ?? null) : null;

  function areaTo(end: Point): Box {
    const [a, b] = [viewport.localOf(pressed!.start), viewport.localOf(end)];
    return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
  }

  const moved = (): Point => ({ x: (latest.x - pressed!.start.x) / viewport.scale, y: (latest.y - pressed!.start.y) / viewport.scale });

  function draw(): void {
    frame = 0;
    if (pressed === null || dragging === null) return;
    if (dragging.kind === 'nodes') {
      target.onDrag(dragging.id, moved());
    } else if (dragging.kind === 'box') {
      const outer = host.getBoundingClientRect();
      const { start } = pressed;
      Object.assign(box.style, {
        left: `${Math.min(start.x, latest.x) - outer.left}px`, top: `${Math.min(start.y, latest.y) - outer.top}px`,
        width: `${Math.abs(start.x - latest.x)}px`, height: `${Math.abs(start.y - latest.y)}px`,
      });
    }
  }

  function finish(event: PointerEvent, kept: boolean): void {
    if (pressed === null || event.pointerId !== pressed.pointer) return;
    cancelAnimationFrame(frame);
    frame = 0;
    if (dragging === null) {
      if (kept) target.onClick(pressed.id, pressed.more);
    } else if (dragging.kind === 'nodes') {
      if (kept) target.onDrop(dragging.id, moved());
      else target.onDrag(dragging.id, null);
    } else if (dragging.kind === 'box' && kept) {
      target.onBox(areaTo(latest), dragging.more);
    }
    [pressed, dragging] = [null, null];
    box.hidden = true;
    host.removeAttribute('data-dragging');
  }

  host.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Element && event.target.closest('[magnet], .canvas__tools, .minimap') !== null) return;
    if (event.button > 1) return;
    const id = event.button === 0 ? cellOf(event) : null;
    const more = event.shiftKey || event.ctrlKey || event.metaKey;
    const isNode = id !== null && event.target instanceof Element && event.target.closest('[data-key]') !== null;
    const wanted: Drag = isNode && target.editable ? { kind: 'nodes', id } : event.shiftKey && event.button === 0 ? { kind: 'box', more: event.ctrlKey || event.metaKey } : { kind: 'pan' };
    pressed = { id, start: { x: event.clientX, y: event.clientY }, pointer: event.pointerId, more, wanted };
    latest = pressed.start;
    if (event.button === 1) event.preventDefault();
    if (id !== null) target.onPress(id, more);
  }, { signal });

  host.addEventListener('pointermove', (event) => {
    if (pressed === null || event.pointerId !== pressed.pointer) return;
    const before = latest;
    latest = { x: event.clientX, y: event.clientY };
    if (dragging === null) {
      if (Math.hypot(latest.x - pressed.start.x, latest.y - pressed.start.y) < DRAG_THRESHOLD) return;
      dragging = pressed.wanted;
      host.setPointerCapture(event.pointerId);
      host.setAttribute('data-dragging', dragging.kind);
      box.hidden = dragging.kind !== 'box';
      if (dragging.kind === 'pan') viewport.pan(latest.x - pressed.start.x, latest.y - pressed.start.y);
    } else if (dragging.kind === 'pan') {
      viewport.pan(latest.x - before.x, latest.y - before.y);
    }
    // One drawing for each frame, however often the pointer reports.
    if (dragging.kind !== 'pan' && frame === 0) frame = requestAnimationFrame(draw);
  }, { signal });

  host.addEventListener('pointerup', (event) => finish(event, true), { signal });
  host.addEventListener('pointercancel', (event) => finish(event, false), { signal });
  host.addEventListener('dblclick', (event) => {
    const id = cellOf(event);
    if (id !== null) target.onOpen(id);
  }, { signal });
  host.addEventListener('wheel', (event) => {
    event.preventDefault();
    const outer = host.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) viewport.zoomBy(-event.deltaY / WHEEL_STEP, { x: event.clientX - outer.left, y: event.clientY - outer.top });
    else viewport.pan(event.shiftKey ? -event.deltaY : -event.deltaX, event.shiftKey ? 0 : -event.deltaY);
  }, { signal, passive: false });

  return () => {
    stop.abort();
    cancelAnimationFrame(frame);
    box.remove();
  };
}
