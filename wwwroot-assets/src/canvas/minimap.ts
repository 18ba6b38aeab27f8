import { coloursOf, type Colours } from './colours';
import { boundsOf, NODE_HEIGHT, NODE_WIDTH, type Box } from './geometry';
import type { Drawn } from './drawn';
import type { Viewport } from './viewport';

const WIDTH = 132;
const HEIGHT = 96;
const MARGIN = 6;

/** The whole graph in the canvas's corner, with the part that is seen; a click or a drag on it goes there. */
export class Minimap {
  readonly element = document.createElement('div');
  private readonly picture = document.createElement('canvas');
  private readonly view = document.createElement('div');
  private colours: Colours;
  private scale = 1;
  private origin = { x: 0, y: 0 };

  constructor(private readonly host: HTMLElement, private readonly viewport: Viewport, private readonly drawn: Drawn, label: string) {
    this.element.className = 'minimap';
    this.element.setAttribute('role', 'img');
    this.element.setAttribute('aria-label', label);
    this.view.className = 'minimap__view';
    this.element.append(this.picture, this.view);
    this.colours = coloursOf(host);
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

  recolour(): void {
    this.colours = coloursOf(this.host);
  }

  draw(): void {
    const { drawn, picture, colours } = this;
    const bounds = boundsOf(drawn.places.values()) ?? { x: 0, y: 0, width: 1, height: 1 };
    this.scale = Math.min((WIDTH - 2 * MARGIN) / bounds.width, (HEIGHT - 2 * MARGIN) / bounds.height, 0.12);
    this.origin = { x: (WIDTH - bounds.width * this.scale) / 2 - bounds.x * this.scale, y: (HEIGHT - bounds.height * this.scale) / 2 - bounds.y * this.scale };
    [picture.width, picture.height] = [WIDTH * devicePixelRatio, HEIGHT * devicePixelRatio];
    const context = picture.getContext('2d');
    if (context === null) return;
    context.scale(devicePixelRatio, devicePixelRatio);
    for (const id of drawn.places.keys()) {
      const state = drawn.states.get(id)?.state;
      const { x, y, width, height } = this.inside({ ...drawn.placeOf(id), width: NODE_WIDTH, height: NODE_HEIGHT });
      context.fillStyle = drawn.chosen.has(id) ? colours.accent : state === undefined ? colours.line : colours.state(state).line;
      context.fillRect(x, y, Math.max(1, width), Math.max(1, height));
    }
    this.drawView();
  }

  drawView(): void {
    const { x, y, width, height } = this.inside(this.viewport.seen);
    const [left, top] = [Math.max(2, x), Math.max(2, y)];
    Object.assign(this.view.style, {
      left: `${left}px`, top: `${top}px`,
      width: `${Math.max(0, Math.min(WIDTH - 2, x + width) - left)}px`, height: `${Math.max(0, Math.min(HEIGHT - 2, y + height) - top)}px`,
    });
  }

  private inside(box: Box): Box {
    return { x: box.x * this.scale + this.origin.x, y: box.y * this.scale + this.origin.y, width: box.width * this.scale, height: box.height * this.scale };
  }
}
