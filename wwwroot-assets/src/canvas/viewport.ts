import type { Box, Point } from './geometry';

const MIN_ZOOM = 0.04;
const MAX_ZOOM = 2;
const ZOOM_STEP = 1.2;

/** Below this zoom a node shows its name alone, larger. */
export const DETAIL_ZOOM = 0.5;

/** Below this zoom no text can be read, and none is drawn. */
export const NAME_ZOOM = 0.25;

/** After the last step of a pan or a zoom, in milliseconds: then what was only moved is drawn anew, as sharp as it can be. */
const SETTLE_AFTER = 140;

/** Around a fitted graph, in pixels of the screen: badges and rules stand out of their nodes. */
const MARGIN = 30;

/** What part of the graph is seen, and how large. */
export class Viewport {
  private zoom = 1;
  private x = 0;
  private y = 0;

  private settling = 0;
  /** What was fitted, until the view is moved otherwise. */
  private fitted: Box | null = null;

  /** Called after each change. */
  onChange: () => void = () => {};

  /** Called when the view has come to rest. */
  onSettled: () => void = () => {};

  /** `stage` holds what is drawn in the graph's own pixels. */
  constructor(private readonly stage: HTMLElement, private readonly host: HTMLElement) {}

  get scale(): number {
    return this.zoom;
  }

  /** The part that is seen, in the graph's own pixels. */
  get seen(): Box {
    return { x: -this.x / this.zoom, y: -this.y / this.zoom, width: this.host.clientWidth / this.zoom, height: this.host.clientHeight / this.zoom };
  }

  fit(bounds: Box | null): void {
    if (bounds === null || this.host.clientWidth === 0) return;
    const room = { width: this.host.clientWidth - 2 * MARGIN, height: this.host.clientHeight - 2 * MARGIN };
    const zoom = clamp(Math.min(1, room.width / bounds.width, room.height / bounds.height));
    const fitted = bounds.height * zoom;
    // A small graph begins at the top, where reading begins.
    this.set(zoom, (this.host.clientWidth - bounds.width * zoom) / 2 - bounds.x * zoom, (zoom < 1 ? (this.host.clientHeight - fitted) / 2 : MARGIN) - bounds.y * zoom);
    this.fitted = bounds;
  }

  /** Fits again what is fitted now, when the canvas has another size. */
  refit(): void {
    this.fit(this.fitted);
  }

  /** Zooms with the given point of the host (its middle by default) standing still. */
  zoomTo(zoom: number, at: Point = { x: this.host.clientWidth / 2, y: this.host.clientHeight / 2 }): void {
    const next = clamp(zoom);
    const factor = next / this.zoom;
    this.set(next, at.x - (at.x - this.x) * factor, at.y - (at.y - this.y) * factor);
  }

  zoomBy(steps: number, at?: Point): void {
    this.zoomTo(this.zoom * ZOOM_STEP ** steps, at);
  }

  /** In pixels of the screen. */
  pan(dx: number, dy: number): void {
    this.set(this.zoom, this.x + dx, this.y + dy);
  }

  centre(point: Point): void {
    this.set(this.zoom, this.host.clientWidth / 2 - point.x * this.zoom, this.host.clientHeight / 2 - point.y * this.zoom);
  }

  /** Pans as little as shows the box whole. */
  reveal(box: Box): void {
    const { seen } = this;
    const margin = MARGIN / this.zoom;
    const aside = (start: number, size: number, from: number, room: number): number =>
      start - margin < from ? from - start + margin : Math.min(0, from + room - start - size - margin);
    const [dx, dy] = [aside(box.x, box.width, seen.x, seen.width), aside(box.y, box.height, seen.y, seen.height)];
    if (dx !== 0 || dy !== 0) this.pan(dx * this.zoom, dy * this.zoom);
  }

  /** The graph's own point below a point of the window. */
  localOf(client: Point): Point {
    const host = this.host.getBoundingClientRect();
    return { x: (client.x - host.left - this.x) / this.zoom, y: (client.y - host.top - this.y) / this.zoom };
  }

  dispose(): void {
    clearTimeout(this.settling);
  }

  private set(zoom: number, x: number, y: number): void {
    this.fitted = null;
    [this.zoom, this.x, this.y] = [zoom, Math.round(x), Math.round(y)];
    // A layer of its own is moved as it was drawn, and is drawn anew once it rests: drawing is what a frame has no time for.
    this.stage.style.willChange = 'transform';
    this.stage.style.transform = `translate(${this.x}px, ${this.y}px) scale(${zoom})`;
    clearTimeout(this.settling);
    this.settling = window.setTimeout(() => {
      this.stage.style.willChange = '';
      this.onSettled();
    }, SETTLE_AFTER);
    const far = zoom < NAME_ZOOM ? 'shapes' : zoom < DETAIL_ZOOM ? 'names' : null;
    if (far === null) this.host.removeAttribute('data-far');
    else if (this.host.dataset['far'] !== far) this.host.dataset['far'] = far;
    // Not as custom properties: every node would inherit them, and be styled anew at each step.
    this.host.style.backgroundSize = `${20 * zoom}px ${20 * zoom}px`;
    this.host.style.backgroundPosition = `${this.x}px ${this.y}px`;
    this.onChange();
  }
}

const clamp = (zoom: number): number => Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));
