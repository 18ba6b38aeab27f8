import { NODE_HEIGHT, NODE_WIDTH, type Point } from '../canvas/geometry';
import type { NodeKind } from '../canvas/kinds';
import { h, icon } from './dom';

/** Pixels before a press on the palette is a drag. */
const THRESHOLD = 4;

/** Follows the pointer with a picture of a new node; `onDrop` gets the point of the window that is to be the node's middle. */
export function dragKind(kind: NodeKind, title: string, start: PointerEvent, zoom: number, onDrop: (client: Point) => void): void {
  if (start.button !== 0) return;
  const ghost = h('div', { class: 'node node--ghost', 'aria-hidden': 'true' }, h('span', { class: 'node__kind' }, icon(kind.name)), h('span', { class: 'node__name' }, title));
  const stop = new AbortController();
  const { signal } = stop;
  const end = (): void => {
    stop.abort();
    ghost.remove();
  };
  document.addEventListener('pointermove', (event) => {
    if (event.pointerId !== start.pointerId) return;
    if (!ghost.isConnected && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) >= THRESHOLD) document.body.append(ghost);
    ghost.style.transform = (`translate(${event.clientX - NODE_WIDTH / 2}px, ${event.clientY - NODE_HEIGHT / 2}px) scale(${zoom})`);
  }, { signal });
  document.addEventListener('pointerup', (event) => {
    if (event.pointerId !== start.pointerId) return;
    const dragged = ghost.isConnected;
    end();
    if (dragged) onDrop({ x: event.clientX, y: event.clientY });
  }, { signal });
  document.addEventListener('pointercancel', end, { signal });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') end();
  }, { signal });
}
