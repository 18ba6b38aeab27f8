import type { Box, Point } from './geometry';
import type { Viewport } from './viewport';

/** What the pointer does to the canvas: it moves the view, chooses cells, moves nodes and draws edges. */
export interface PointerTarget {
  readonly editable: boolean;
  readonly viewport: Viewport;
  /** The node or edge below the pointer. */
  cellAt(event: MouseEvent): string | null;
  isNode(id: string): boolean;
  /** A press on a cell; `more` when it is to be added to the selection. */
  onPress(id: string, more: boolean): void;
  /** A click on what was pressed, without a drag. */
  onClick(id: string | null, more: boolean): void;
  onOpen(id: string): void;
  /** The selected nodes, or the pressed one, have been dragged so far; null puts them back. `free` when they are not to line up. */
  onDrag(id: string, by: Point | null, free: boolean): void;
  onDrop(id: string, by: Point, free: boolean): void;
  onBox(area: Box, more: boolean): void;
  /** An edge is drawn from a node's port to a point of the window; null when that is given up. */
  onLink(from: string, to: Point | null): void;
  onLinked(from: string, to: Point): void;
  /** A click on a port, or on an edge's plus. */
  onPlus(id: string, at: Point): void;
}

/** Pixels of the screen below which a press is a click. */
const DRAG_THRESHOLD = 4;

/** Pixels of wheel for one step of zoom. */
const WHEEL_STEP = 120;

type Drag =
  | { readonly kind: 'pan' }
  | { readonly kind: 'nodes' | 'link' | 'plus'; readonly id: string }
  | { readonly kind: 'box'; readonly more: boolean };

interface Press {
  readonly id: string | null;
  readonly start: Point;
  readonly pointer: number;
  readonly more: boolean;
  readonly wanted: Drag;
}

/** Listens to the pointer on `host`; the handle that it returns stops that. */
export function listenToPointer(host: HTMLElement, target: PointerTarget): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const { viewport } = target;
  const box = document.createElement('div');
  box.className = 'graph__box';
  box.hidden = true;
  host.append(box);

  let pressed: Press | null = null;
  let dragging: Drag | null = null;
  let latest: Point = { x: 0, y: 0 };
  let free = false;
  let frame = 0;

  function wantedBy(event: PointerEvent, id: string | null): Drag {
    const on = (part: string): boolean => event.target instanceof Element && event.target.closest(part) !== null;
    if (target.editable && id !== null && event.button === 0) {
      if (on('.graph-node__grip')) return { kind: 'link', id };
      if (on('.graph-edge__plus')) return { kind: 'plus', id };
      if (target.isNode(id)) return { kind: 'nodes', id };
    }
    return event.shiftKey && event.button === 0 ? { kind: 'box', more: event.ctrlKey || event.metaKey } : { kind: 'pan' };
  }

  function areaTo(end: Point): Box {
    const [a, b] = [viewport.localOf(pressed!.start), viewport.localOf(end)];
    return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
  }

  const moved = (): Point => ({ x: (latest.x - pressed!.start.x) / viewport.scale, y: (latest.y - pressed!.start.y) / viewport.scale });

  function draw(): void {
    frame = 0;
    if (pressed === null || dragging === null) return;
    if (dragging.kind === 'nodes') {
      target.onDrag(dragging.id, moved(), free);
    } else if (dragging.kind === 'link') {
      target.onLink(dragging.id, latest);
    } else if (dragging.kind === 'box') {
      const outer = host.getBoundingClientRect();
      const { start } = pressed;
      Object.assign(box.style, {
        left: `${Math.min(start.x, latest.x) - outer.left}px`, top: `${Math.min(start.y, latest.y) - outer.top}px`,
        width: `${Math.abs(start.x - latest.x)}px`, height: `${Math.abs(start.y - latest.y)}px`,
      });
    }
  }

  function finish(kept: boolean): void {
    if (pressed === null) return;
    cancelAnimationFrame(frame);
    frame = 0;
    const [press, drag] = [pressed, dragging];
    if (drag === null) {
      if (kept && (press.wanted.kind === 'link' || press.wanted.kind === 'plus')) target.onPlus(press.wanted.id, latest);
      else if (kept) target.onClick(press.id, press.more);
    } else if (drag.kind === 'nodes') {
      if (kept) target.onDrop(drag.id, moved(), free);
      else target.onDrag(drag.id, null, free);
    } else if (drag.kind === 'link') {
      target.onLink(drag.id, null);
      if (kept) target.onLinked(drag.id, latest);
    } else if (drag.kind === 'box' && kept) {
      target.onBox(areaTo(latest), drag.more);
    }
    [pressed, dragging] = [null, null];
    box.hidden = true;
    host.removeAttribute('data-dragging');
  }

  host.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Element && event.target.closest('.canvas__tools, .minimap') !== null) return;
    if (event.button > 1) return;
    const id = event.button === 0 ? target.cellAt(event) : null;
    const more = event.shiftKey || event.ctrlKey || event.metaKey;
    pressed = { id, start: { x: event.clientX, y: event.clientY }, pointer: event.pointerId, more, wanted: wantedBy(event, id) };
    latest = pressed.start;
    if (event.button === 1) event.preventDefault();
    if (id !== null && pressed.wanted.kind !== 'link' && pressed.wanted.kind !== 'plus') target.onPress(id, more);
  }, { signal });

  host.addEventListener('pointermove', (event) => {
    if (pressed === null || event.pointerId !== pressed.pointer) return;
    const before = latest;
    latest = { x: event.clientX, y: event.clientY };
    free = event.altKey;
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

  host.addEventListener('pointerup', (event) => {
    if (event.pointerId === pressed?.pointer) finish(true);
  }, { signal });
  host.addEventListener('pointercancel', (event) => {
    if (event.pointerId === pressed?.pointer) finish(false);
  }, { signal });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || dragging === null) return;
    event.preventDefault();
    finish(false);
  }, { signal, capture: true });
  host.addEventListener('dblclick', (event) => {
    const id = target.cellAt(event);
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
