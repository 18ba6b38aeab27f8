import { boundsOf, NODE_HEIGHT, NODE_WIDTH, type Box, type Places } from './geometry';
import { svg } from './svg';
import type { Viewport } from './viewport';

const WIDTH = 132;
const HEIGHT = 96;
const MARGIN = 6;

/** The whole graph in the canvas's corner, with the part that is seen; a click or a drag on it goes there. */
export class Minimap {
  readonly element = svg('svg', { class: 'minimap', width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img' });
  private readonly nodes = svg('g');
  private readonly view = svg('rect', { class: 'minimap__view', rx: 3 });
  private readonly rects = new Map<string, SVGRectElement>();
  private scale = 1;
  private origin = { x: 0, y: 0 };

  constructor(private readonly viewport: Viewport, label: string) {
    this.element.setAttribute('aria-label', label);
    this.element.append(this.nodes, this.view);
    const go = (event: PointerEvent): void => {
      const box = this.element.getBoundingClientRect();
      viewport.centre({ x: (event.clientX - box.left - this.origin.x) / this.scale, y: (event.clientY - box.top - this.origin.y) / this.scale });
    };
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId);
      go(event);
    });
    this.element.addEventListener('pointermove', (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) go(event);
    });
  }

  draw(places: Places): void {
    const bounds = boundsOf(places.values()) ?? { x: 0, y: 0, width: 1, height: 1 };
    this.scale = Math.min((WIDTH - 2 * MARGIN) / bounds.width, (HEIGHT - 2 * MARGIN) / bounds.height, 0.12);
    this.origin = { x: (WIDTH - bounds.width * this.scale) / 2 - bounds.x * this.scale, y: (HEIGHT - bounds.height * this.scale) / 2 - bounds.y * this.scale };
    for (const [id, rect] of this.rects) {
      if (places.has(id)) continue;
      rect.remove();
      this.rects.delete(id);
    }
    for (const [id, place] of places) {
      let rect = this.rects.get(id);
      if (rect === undefined) {
        rect = svg('rect', { class: 'minimap__node', rx: 1.5 });
        this.rects.set(id, rect);
        this.nodes.append(rect);
      }
      setBox(rect, this.inside({ ...place, width: NODE_WIDTH, height: NODE_HEIGHT }));
    }
    this.drawView();
  }

  drawView(): void {
    const { x, y, width, height } = this.inside(this.viewport.seen);
    const [left, top] = [Math.max(2, x), Math.max(2, y)];
    setBox(this.view, { x: left, y: top, width: Math.max(0, Math.min(WIDTH - 2, x + width) - left), height: Math.max(0, Math.min(HEIGHT - 2, y + height) - top) });
  }

  select(ids: ReadonlySet<string>): void {
    for (const [id, rect] of this.rects) rect.classList.toggle('is-selected', ids.has(id));
  }

  setState(id: string, state: string): void {
    this.rects.get(id)?.setAttribute('data-state', state);
  }

  private inside(box: Box): Box {
    return { x: box.x * this.scale + this.origin.x, y: box.y * this.scale + this.origin.y, width: box.width * this.scale, height: box.height * this.scale };
  }
}

function setBox(rect: SVGRectElement, box: Box): void {
  for (const name of ['x', 'y', 'width', 'height'] as const) rect.setAttribute(name, box[name].toFixed(1));
}
