import { coloursOf, type Colours, type StateColours } from './colours';
import type { Flow } from './flow';
import { NODE_HEIGHT, NODE_WIDTH, type Box, type Point } from './geometry';
import { Icons } from './icons';
import type { Lines } from './lines';
import { FAR_BASELINES, FAR_NAME_LEFT, FAR_NAME_SIZE, iconOf, TEXT_LEFT, TEXT_ROOM } from './nodeDrawing';
import type { TextWidths } from './textWidth';
import { DETAIL_ZOOM, NAME_ZOOM, type Viewport } from './viewport';

/** What is drawn of one node. */
export interface PictureNode {
  readonly name: string;
  readonly kind: string;
  readonly place: Point;
  readonly state: string | undefined;
  readonly problem: boolean;
  readonly selected: boolean;
}

/** The label of an arm, where its edge turns. */
export interface PictureArm {
  readonly text: string;
  readonly at: Point;
}

/** How an edge looks: by what a run did with it, `plain` where there is no run. */
export type EdgeLook = Flow | 'plain' | 'selected';

/** What a picture of a graph is made from. */
export interface Picture {
  /** Those within the area that do not stand in the page as elements. */
  nodes(area: Box): Iterable<PictureNode>;
  /** The edges of one look, with rounded or with sharp corners. */
  lines(look: EdgeLook, rounded: boolean): readonly Lines[];
  arms(area: Box): Iterable<PictureArm>;
}

/** From the back to the front. */
const LOOKS: readonly EdgeLook[] = ['plain', 'idle', 'skipped', 'done', 'active', 'selected'];

const LINE_WIDTH = 1.5;
const SELECTED_WIDTH = 2.5;
const CORNER = 8;
const ARROW = { half: 4.5, length: 7 };

/** Icons of fewer device pixels say nothing. */
const SMALLEST_ICON = 7;

/**
 * A graph too large for elements, drawn as a picture in every frame in which it changes: elements cost their part at every step of a pan,
 * and this costs what is seen.
 */
export class Bitmap {
  readonly element = document.createElement('canvas');
  private readonly context = this.element.getContext('2d')!;
  private readonly icons = new Icons();
  private readonly family: string;
  private colours: Colours;
  /** Device pixels for one of the graph's, and where its origin is. */
  private scale = 1;
  private left = 0;
  private top = 0;
  private seen: Box = { x: 0, y: 0, width: 0, height: 0 };

  constructor(private readonly host: HTMLElement, private readonly viewport: Viewport, private readonly widths: TextWidths) {
    this.element.className = 'graph__picture';
    this.element.setAttribute('aria-hidden', 'true');
    this.colours = coloursOf(host);
    this.family = getComputedStyle(host).fontFamily;
  }

  /** The page's theme is another one now. */
  recolour(): void {
    this.colours = coloursOf(this.host);
    this.icons.clear();
  }

  draw(picture: Picture): void {
    const { viewport, element, context } = this;
    const [width, height] = [Math.round(this.host.clientWidth * devicePixelRatio), Math.round(this.host.clientHeight * devicePixelRatio)];
    if (element.width !== width || element.height !== height) [element.width, element.height] = [width, height];
    else context.clearRect(0, 0, width, height);
    this.seen = viewport.seen;
    this.scale = viewport.scale * devicePixelRatio;
    [this.left, this.top] = [-this.seen.x * this.scale, -this.seen.y * this.scale];
    const detailed = viewport.scale >= DETAIL_ZOOM;
    for (const look of LOOKS) for (const lines of picture.lines(look, detailed)) this.drawLines(lines, look);
    if (detailed) for (const arm of picture.arms(this.seen)) this.drawArm(arm);
    // Changing a colour is most of what a small box costs.
    const alike = new Map<string, PictureNode[]>();
    for (const node of picture.nodes(this.seen)) {
      const look = `${node.state} ${node.problem} ${node.selected}`;
      const nodes = alike.get(look);
      if (nodes === undefined) alike.set(look, [node]);
      else nodes.push(node);
    }
    for (const nodes of alike.values()) this.drawNodes(nodes);
  }

  clear(): void {
    this.element.width = this.element.height = 0;
  }

  private x(x: number): number {
    return x * this.scale + this.left;
  }

  private y(y: number): number {
    return y * this.scale + this.top;
  }

  private colourOf(look: EdgeLook): string {
    switch (look) {
      case 'plain': return this.colours.line;
      case 'idle': case 'skipped': return this.colours.border;
      case 'done': return this.colours.state('succeeded').line;
      case 'active': return this.colours.state('running').line;
      case 'selected': return this.colours.accent;
    }
  }

  private drawLines(lines: Lines, look: EdgeLook): void {
    const { context, seen } = this;
    const [right, bottom] = [seen.x + seen.width, seen.y + seen.height];
    // Whole pixels: nothing to smooth, and lines keep their weight while the view moves.
    const thick = Math.max(1, Math.round((look === 'selected' ? SELECTED_WIDTH : LINE_WIDTH) * this.scale));
    context.fillStyle = context.strokeStyle = this.colourOf(look);
    for (const { at, from, to } of lines.across) {
      if (at < seen.y || at > bottom || to < seen.x || from > right) continue;
      const start = Math.round(this.x(Math.max(from, seen.x)));
      context.fillRect(start, Math.round(this.y(at) - thick / 2), Math.max(thick, Math.round(this.x(Math.min(to, right))) - start), thick);
    }
    for (const { at, from, to } of lines.down) {
      if (at < seen.x || at > right || to < seen.y || from > bottom) continue;
      const start = Math.round(this.y(Math.max(from, seen.y)));
      context.fillRect(Math.round(this.x(at) - thick / 2), start, thick, Math.max(thick, Math.round(this.y(Math.min(to, bottom))) - start));
    }
    const inside = ({ x, y }: Point): boolean => x > seen.x && x < right && y > seen.y && y < bottom;
    context.lineWidth = thick;
    context.beginPath();
    for (const { start, corner, end } of lines.bends) {
      if (!inside(corner)) continue;
      context.moveTo(this.x(start.x), this.y(start.y));
      context.quadraticCurveTo(this.x(corner.x), this.y(corner.y), this.x(end.x), this.y(end.y));
    }
    context.stroke();
    if (this.viewport.scale < NAME_ZOOM) return;
    context.beginPath();
    for (const tip of lines.tips) {
      if (!inside(tip)) continue;
      context.moveTo(this.x(tip.x), this.y(tip.y));
      context.lineTo(this.x(tip.x - ARROW.half), this.y(tip.y - ARROW.length));
      context.lineTo(this.x(tip.x + ARROW.half), this.y(tip.y - ARROW.length));
    }
    context.fill();
  }

  private drawArm({ text, at }: PictureArm): void {
    const { context, colours, scale } = this;
    const font = `500 11px ${this.family}`;
    const width = this.widths.of(text, font) + 16;
    context.font = `500 ${11 * scale}px ${this.family}`;
    this.box(at.x - width / 2, at.y - 10, width, 20, 4, colours.surface, colours.border, 1);
    context.fillStyle = colours.name;
    context.fillText(text, this.x(at.x - width / 2 + 8), this.y(at.y + 4));
  }

  /** Nodes that differ in nothing but their name, kind and place. */
  private drawNodes(nodes: readonly PictureNode[]): void {
    const { colours, context, scale } = this;
    const { state, problem, selected } = nodes[0]!;
    const quiet = state === 'waiting' || state === 'queued' || state === 'skipped';
    const own: StateColours = state === undefined ? { line: colours.border, fill: colours.surface } : colours.state(state);
    const line = selected ? colours.accent : problem ? colours.problem : quiet ? colours.border : own.line;
    const { scale: zoom } = this.viewport;
    const near = zoom >= DETAIL_ZOOM;
    const fill = state === 'skipped' ? colours.background : near ? colours.surface : own.fill;
    const border = selected ? SELECTED_WIDTH : state === 'running' ? 2 : 1;
    if (zoom < NAME_ZOOM) {
      const [width, height] = [Math.max(2, Math.round(NODE_WIDTH * scale)), Math.max(2, Math.round(NODE_HEIGHT * scale))];
      const edge = Math.max(1, Math.round(border * devicePixelRatio));
      context.fillStyle = line;
      for (const { place } of nodes) context.fillRect(Math.round(this.x(place.x)), Math.round(this.y(place.y)), width, height);
      context.fillStyle = fill;
      for (const { place } of nodes) {
        context.fillRect(Math.round(this.x(place.x)) + edge, Math.round(this.y(place.y)) + edge, Math.max(0, width - 2 * edge), Math.max(0, height - 2 * edge));
      }
    } else {
      for (const { place } of nodes) this.box(place.x, place.y, NODE_WIDTH, NODE_HEIGHT, CORNER, fill, line, near ? border : border / zoom);
    }
    if (near) for (const { place } of nodes) this.box(place.x + 9, place.y + 11, 30, 30, 6, state === undefined ? colours.tile : own.fill, null, 0);
    this.drawIcons(nodes, state === undefined ? colours.quiet : own.line, state === undefined ? colours.surface : own.fill);
    if (zoom < NAME_ZOOM) return;
    const size = near ? 13 : FAR_NAME_SIZE;
    const font = `600 ${size}px ${this.family}`;
    context.font = `600 ${size * scale}px ${this.family}`;
    context.fillStyle = quiet ? colours.quiet : colours.name;
    for (const { name, place } of nodes) {
      if (near) {
        context.fillText(this.widths.cut(name, font, TEXT_ROOM), this.x(place.x + TEXT_LEFT), this.y(place.y + 23));
      } else {
        const lines = this.widths.inTwo(name, font, NODE_WIDTH - FAR_NAME_LEFT - 6);
        lines.forEach((line, i) => context.fillText(line, this.x(place.x + FAR_NAME_LEFT), this.y(place.y + FAR_BASELINES[lines.length]![i]!)));
      }
    }
  }

  private drawIcons(nodes: readonly PictureNode[], colour: string, knock: string): void {
    const { scale: zoom } = this.viewport;
    const size = Math.round((zoom >= DETAIL_ZOOM ? 16 : zoom >= NAME_ZOOM ? 28 : 32) * this.scale);
    if (size < SMALLEST_ICON) return;
    const [x, y] = zoom >= DETAIL_ZOOM ? [16, 18] : zoom >= NAME_ZOOM ? [10, 12] : [(NODE_WIDTH - 32) / 2, (NODE_HEIGHT - 32) / 2];
    for (const { kind, state, place } of nodes) {
      const icon = this.icons.get(iconOf(kind, state), size, colour, knock);
      if (icon !== null) this.context.drawImage(icon, Math.round(this.x(place.x + x)), Math.round(this.y(place.y + y)));
    }
  }

  private box(x: number, y: number, width: number, height: number, radius: number, fill: string, line: string | null, border: number): void {
    const { context, scale } = this;
    context.beginPath();
    context.roundRect(this.x(x), this.y(y), width * scale, height * scale, radius * scale);
    context.fillStyle = fill;
    context.fill();
    if (line === null) return;
    context.strokeStyle = line;
    context.lineWidth = border * scale;
    context.stroke();
  }
}
