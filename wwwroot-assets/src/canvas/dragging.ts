import type { Cells } from './cells';
import { bottomOf, topOf, type Drawn } from './drawn';
import { boxAt, type Places, type Point } from './geometry';
import { closesCircle } from './graph';
import { Guides } from './guides';
import { snapTo, type SnapLine } from './snapping';
import type { Viewport } from './viewport';

/** What a person draws; the caller changes its document, and has the graph drawn again. */
export interface GraphEdits {
  /** What the plus on an edge is called. */
  readonly plus: string;
  /** Nodes were moved; `onto` is the edge on which the only one of them was dropped. */
  onMove(places: Places, onto: string | null): void;
  onConnect(from: string, to: string): void;
  /** An edge was drawn to a node that lies before its beginning: it would close a circle. */
  onCircle(from: string, to: string): void;
  /** An edge was drawn from a node to nowhere, or the node's port was clicked: something new is wanted at `place`, the graph's point below `client`. */
  onExtend(from: string, place: Point, client: Point): void;
  /** Something new is wanted in the middle of an edge. */
  onInsert(edge: string, client: Point): void;
}

/** What the canvas does while something is dragged. */
export interface DragHost {
  /** The edges of other nodes than before move along. */
  onMoved(): void;
  /** The same are somewhere else. */
  onStep(): void;
}

/** Next to an edge something is dropped on it, in pixels of the screen. */
const DROP_REACH = 20;

/** How far a dragged node is drawn to a line, in pixels of the screen. */
const SNAP_PULL = 6;

/** What is dragged over a canvas: nodes, and edges that are being drawn. */
export class Dragging {
  private readonly drawing = new Guides();

  constructor(
    private readonly element: HTMLElement, private readonly viewport: Viewport, private readonly drawn: Drawn, private readonly cells: Cells,
    private readonly edits: GraphEdits | undefined, private readonly host: DragHost,
  ) {}

  /** To be put over the nodes, where one of the graph's pixels is one of its own. */
  get guides(): SVGElement {
    return this.drawing.element;
  }

  edgeNear(point: Point, except: ReadonlySet<string> = new Set()): string | null {
    return this.drawn.edgeAt(point, DROP_REACH / this.viewport.scale, except);
  }

  /** The selected nodes move along with the one that is dragged, which lines up with its neighbours. */
  drag(id: string, by: Point | null, free: boolean): void {
    const { drawn, cells } = this;
    if (by === null) {
      for (const moving of drawn.dragged.keys()) cells.move(moving, drawn.places.get(moving)!);
      drawn.drag(new Map());
      this.clear();
      this.host.onMoved();
      return;
    }
    const first = drawn.dragged.size === 0;
    const { places, lines } = this.dragged(id, by, free);
    drawn.drag(places);
    for (const [moving, place] of places) cells.move(moving, place);
    this.drawing.drawLines(lines);
    this.markOnto(places.size === 1 ? this.edgeUnder(id, places) : null);
    if (first) this.host.onMoved();
    else this.host.onStep();
  }

  drop(id: string, by: Point, free: boolean): void {
    const { places } = this.dragged(id, by, free);
    const onto = places.size === 1 ? this.edgeUnder(id, places) : null;
    for (const [moving, place] of places) this.cells.move(moving, place);
    this.drawn.drop(places);
    this.clear();
    this.cells.reroute();
    this.host.onMoved();
    this.edits?.onMove(places, onto);
  }

  private dragged(id: string, by: Point, free: boolean): { readonly places: ReadonlyMap<string, Point>; readonly lines: readonly SnapLine[] } {
    const moving = new Set([...(this.drawn.chosen.has(id) ? this.drawn.chosen : [id])].filter((other) => this.drawn.graph.nodes.has(other)));
    const start = this.drawn.places.get(id)!;
    const wanted = { x: Math.round(start.x + by.x), y: Math.round(start.y + by.y) };
    const snapped = free ? { place: wanted, lines: [] } : snapTo(wanted, this.drawn.index, moving, SNAP_PULL / this.viewport.scale);
    const [dx, dy] = [snapped.place.x - start.x, snapped.place.y - start.y];
    return { places: new Map([...moving].map((other) => [other, { x: this.drawn.places.get(other)!.x + dx, y: this.drawn.places.get(other)!.y + dy }])), lines: snapped.lines };
  }

  /** An unconnected node that is dropped on an edge goes into it. */
  private edgeUnder(id: string, places: Places): string | null {
    if (this.drawn.graph.next.get(id)!.length + this.drawn.graph.previous.get(id)!.length > 0) return null;
    const { x, y, width, height } = boxAt(places.get(id)!);
    return this.edgeNear({ x: x + width / 2, y: y + height / 2 }, new Set([id]));
  }

  link(from: string, client: Point | null): void {
    const over = client === null ? null : this.nodeUnder(client);
    const closes = over !== null && closesCircle(this.drawn.graph, from, over);
    const target = closes ? null : over;
    const ends = client === null ? null : ([bottomOf(this.drawn.places.get(from)!), target === null ? this.viewport.localOf(client) : topOf(this.drawn.places.get(target)!)] as const);
    this.drawing.drawLink(ends, closes && over !== from);
    this.markOnto(target);
  }

  linked(from: string, client: Point): void {
    const to = this.nodeUnder(client);
    if (to === null) this.edits?.onExtend(from, this.viewport.localOf(client), client);
    else if (!closesCircle(this.drawn.graph, from, to)) this.edits?.onConnect(from, to);
    // Back where it began is a change of mind.
    else if (to !== from) this.edits?.onCircle(from, to);
  }

  private nodeUnder(client: Point): string | null {
    return this.drawn.nodeAt(this.viewport.localOf(client));
  }

  plus(id: string, client: Point): void {
    if (this.drawn.graph.edges.has(id)) this.edits?.onInsert(id, client);
    else this.edits?.onExtend(id, bottomOf(this.drawn.places.get(id)!), client);
  }

  /** Shows what something would be dropped on. */
  private markOnto(id: string | null): void {
    for (const marked of this.element.querySelectorAll('.is-target')) if (marked.getAttribute('data-cell-id') !== id) marked.classList.remove('is-target');
    if (id !== null) this.cells.container(id)?.classList.add('is-target');
  }

  private clear(): void {
    this.drawing.drawLines([]);
    this.markOnto(null);
  }
}
